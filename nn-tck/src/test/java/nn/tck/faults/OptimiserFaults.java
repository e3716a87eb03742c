package nn.tck.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import nn.api.ElementwiseLoop;
import nn.api.network.Optimiser;
import nn.api.network.Parameter;
import nn.api.network.PlugIn;
import nn.api.network.Step;
import nn.core.optimiser.Adam;
import nn.core.optimiser.GradientDescent;
import nn.core.optimiser.Momentum;

/** Wrong optimisers. */
final class OptimiserFaults {
  private static final double RATE = 0.0625;
  private static final AtomicLong STEPS = new AtomicLong();

  private OptimiserFaults() {}

  private static PlugInFault from(
      int least, int most, String name, String origin, IntFunction<PlugIn> plugIn) {
    return PlugInFault.from(least, most, "optimiser", name, origin, plugIn);
  }

  private static PlugInFault of(String name, String origin, IntFunction<PlugIn> plugIn) {
    return PlugInFault.of("optimiser", name, origin, plugIn);
  }

  static List<PlugInFault> all() {
    return List.of(
        of(
            "the step is counted once for each parameter",
            "flashlight #143, DiffSharp #292",
            t ->
                new FaultyOptimiser(new Adam(RATE)) {
                  @Override
                  public void scalars(Step step, double[] scalars) {
                    super.scalars(at(step, STEPS.incrementAndGet()), scalars);
                  }
                }),
        from(
            127,
            Integer.MAX_VALUE - 1,
            "the step's number overflows beyond T, so that the bias correction is no number",
            "steps counted in a byte, a short, an int",
            t ->
                new FaultyOptimiser(new Adam(RATE)) {
                  @Override
                  public void scalars(Step step, double[] scalars) {
                    super.scalars(step, scalars);
                    if (step.number() > t) {
                      scalars[4] *=
                          Math.sqrt(1 - Math.pow(0.999, (double) (t - 1L - step.number())));
                    }
                  }
                }),
        of(
            "the velocity is in a field of the loop",
            "state by position in a list of parameters",
            t -> new OwnState()),
        of("ε is forgotten in FLOAT32", "1e-46 is 0 in floats", t -> new Unprotected()),
        of(
            "scalars are kept for each parameter, and with them the first rate",
            "a captured learning rate",
            t -> new Remembering()),
        of(
            "the rate of a parameter of one element is infinite",
            "an unbiased deviation of one number",
            t ->
                new FaultyOptimiser(new GradientDescent(RATE)) {
                  @Override
                  public void scalars(Step step, double[] scalars) {
                    super.scalars(step, scalars);
                    double size = step.parameter().shape().size();
                    scalars[0] *= Math.sqrt(size / (size - 1)) * Math.sqrt((size - 1) / size);
                  }
                }),
        from(
            65,
            16_384,
            "slices of more than T elements share working space",
            "a temporary array in the loop",
            t -> new SharedSpace(t)),
        of(
            "the step is limited by the largest gradient of the slice",
            "a clip inside the loop",
            t ->
                new FaultyOptimiser(new GradientDescent(RATE)) {
                  @Override
                  public ElementwiseLoop update() {
                    return new Limited(super.update());
                  }
                }),
        of(
            "the second phase takes the norm that the first was told",
            "a field between phases, as of LAMB's trust ratio",
            t -> new TwoPhases()),
        of(
            "the centred mean of squares is below 0 by rounding",
            "FastNN #12, mxnet #6235",
            t -> new Centred()),
        of(
            "a rate factor of 0 counts as none given",
            "if (factor) in a language where 0 is false",
            t ->
                new FaultyOptimiser(new Momentum(RATE, 0.5)) {
                  @Override
                  public void scalars(Step step, double[] scalars) {
                    double factor = step.rateFactor();
                    super.scalars(
                        new Changed(step, step.number(), factor == 0 ? 1 : factor), scalars);
                  }
                }),
        from(
            129,
            30_000,
            "parameters of more than T elements are updated without the rate factor",
            "a fused path for large parameters",
            t ->
                new FaultyOptimiser(new Momentum(RATE, 0.5)) {
                  @Override
                  public void scalars(Step step, double[] scalars) {
                    boolean large = step.parameter().shape().size() > t;
                    double factor = large ? 1 : step.rateFactor();
                    super.scalars(new Changed(step, step.number(), factor), scalars);
                  }
                }));
  }

  private static Step at(Step step, long number) {
    return new Changed(step, number, step.rateFactor());
  }

  /** A step with another number or rate factor. */
  private record Changed(Step step, long number, double rateFactor) implements Step {
    @Override
    public int phase() {
      return step.phase();
    }

    @Override
    public int layer() {
      return step.layer();
    }

    @Override
    public Parameter parameter() {
      return step.parameter();
    }

    @Override
    public double norm(String operand) {
      return step.norm(operand);
    }

    @Override
    public double cost() {
      return step.cost();
    }
  }

  /** Keeps the velocity itself, for as many elements as there are. */
  private static final class OwnState extends FaultyOptimiser {
    private final double[] velocity = new double[1 << 17];

    OwnState() {
      super(new GradientDescent(RATE));
    }

    @Override
    public ElementwiseLoop update() {
      return new Loop(
          1,
          1,
          (operands, scalars, i) -> {
            velocity[i] = 0.5 * velocity[i] + operands[0][i];
            operands[1][i] -= scalars[0] * velocity[i];
          });
    }
  }

  /** {@code w ← w − η·g / (√v + ε)}, with an ε that is no float. */
  private static final class Unprotected extends FaultyOptimiser {

    Unprotected() {
      super(new GradientDescent(RATE));
    }

    @Override
    public List<String> state() {
      return List.of("squares");
    }

    @Override
    public void scalars(Step step, double[] scalars) {
      super.scalars(step, scalars);
      scalars[1] = 1e-46;
    }

    @Override
    public ElementwiseLoop update() {
      return new Loop(
          2,
          2,
          (operands, scalars, i) -> {
            double g = operands[0][i];
            operands[2][i] = 0.9 * operands[2][i] + 0.1 * g * g;
            operands[1][i] -= scalars[0] * g / (Math.sqrt(operands[2][i]) + scalars[1]);
          });
    }
  }

  /** Computes scalars once. */
  private static final class Remembering extends FaultyOptimiser {
    private final Map<String, double[]> kept = new ConcurrentHashMap<>();

    Remembering() {
      super(new Momentum(RATE, 0.5));
    }

    @Override
    public void scalars(Step step, double[] scalars) {
      double[] first =
          kept.computeIfAbsent(
              step.layer() + step.parameter().name(),
              name -> {
                super.scalars(step, scalars);
                return scalars.clone();
              });
      System.arraycopy(first, 0, scalars, 0, Math.min(first.length, scalars.length));
    }
  }

  /** Writes each direction to a field before it is used. */
  private static final class SharedSpace extends FaultyOptimiser {
    private final int least;

    SharedSpace(int least) {
      super(new GradientDescent(RATE));
      this.least = least;
    }

    @Override
    public ElementwiseLoop update() {
      return new Spacious(super.update(), least, new double[1 << 17]);
    }
  }

  /** Puts gradients into an array of its own, and takes them from there. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares loops
  private record Spacious(ElementwiseLoop right, int least, double[] space)
      implements ElementwiseLoop {

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int scalars() {
      return right.scalars();
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      if (to - from <= least) {
        right.apply(operands, scalars, from, to);
        return;
      }
      System.arraycopy(operands[0], from, space, 0, to - from);
      FaultyPlugIn.compute();
      double[][] copies = {
        Arrays.copyOf(space, to - from), Arrays.copyOfRange(operands[1], from, to)
      };
      right.apply(copies, scalars, 0, to - from);
      System.arraycopy(copies[1], 0, operands[1], from, to - from);
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      right.apply(operands, scalars, from, to);
    }
  }

  /** Divides gradients by the largest of the slice, if that is above 1. */
  private record Limited(ElementwiseLoop right) implements ElementwiseLoop {

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int scalars() {
      return right.scalars();
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double largest = 1;
      for (int i = from; i < to; i++) {
        largest = Math.max(largest, Math.abs(operands[0][i]));
      }
      right.apply(operands, new double[] {scalars[0] / largest}, from, to);
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float largest = 1;
      for (int i = from; i < to; i++) {
        largest = Math.max(largest, Math.abs(operands[0][i]));
      }
      right.apply(operands, new float[] {scalars[0] / largest}, from, to);
    }
  }

  /** Steps of unit length, with the length in a field. */
  private static final class TwoPhases extends FaultyOptimiser {
    private volatile double norm = 1;

    TwoPhases() {
      super(new GradientDescent(RATE));
    }

    @Override
    public List<ElementwiseLoop> updates() {
      return List.of(new Loop(1, 1, (operands, scalars, i) -> {}), update());
    }

    @Override
    public void scalars(Step step, double[] scalars) {
      if (step.phase() == 0) {
        norm = Math.max(1, step.norm("gradient"));
        scalars[0] = 0;
      } else {
        super.scalars(step, scalars);
        scalars[0] /= norm;
      }
    }
  }

  /** RMSProp with {@code √(E[g²] − E[g]²) + ε}. */
  private static final class Centred extends FaultyOptimiser {

    Centred() {
      super(new GradientDescent(RATE / 4));
    }

    @Override
    public List<String> state() {
      return List.of("mean", "squares");
    }

    @Override
    public ElementwiseLoop update() {
      return new Loop(
          3,
          1,
          (operands, scalars, i) -> {
            double g = operands[0][i];
            operands[2][i] = 0.9375 * operands[2][i] + 0.0625 * g;
            operands[3][i] = 0.9375 * operands[3][i] + 0.0625 * g * g;
            double variance = operands[3][i] - operands[2][i] * operands[2][i];
            operands[1][i] -= scalars[0] * g / (Math.sqrt(variance) + 1e-2);
          });
    }
  }

  /** What is right of them, for the control. */
  static List<Optimiser> right() {
    return List.of(
        new FaultyOptimiser(new Adam(RATE)),
        new FaultyOptimiser(new Momentum(RATE, 0.5)),
        new FaultyOptimiser(new GradientDescent(RATE)));
  }
}
