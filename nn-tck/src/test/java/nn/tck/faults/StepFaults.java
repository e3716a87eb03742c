package nn.tck.faults;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import nn.api.ElementwiseLoop;
import nn.api.network.Clip;
import nn.api.network.Config;
import nn.api.network.Parameter;
import nn.api.network.Penalty;
import nn.api.network.PlugIn;
import nn.api.network.Progress;
import nn.api.network.Role;
import nn.api.network.Schedule;

/** Wrong penalties, schedules and clips. */
final class StepFaults {

  private StepFaults() {}

  static List<PlugInFault> all() {
    return List.of(
        PlugInFault.of(
            "penalty",
            "the derivative of |w| is w / |w|, not a number at 0",
            "pytorch #2421, tensorflow #12071",
            t -> new Term(w -> Math.abs(w) / 4, w -> w / Math.abs(w) / 4)),
        PlugInFault.of(
            "penalty",
            "√(1 + w⁴) overflows under the root",
            "a hypotenuse without scaling",
            t ->
                new Term(
                    w -> Math.sqrt(1 + w * w * w * w) - 1,
                    w -> 2 * w * w * w / Math.sqrt(1 + w * w * w * w))),
        PlugInFault.from(
            33,
            8_192,
            "penalty",
            "in slices of more than T elements the gradient is overwritten",
            "an assignment in the path for large parameters",
            t -> new Overwriting(t)),
        PlugInFault.from(
            10,
            10_000,
            "penalty",
            "the derivative is wrong for weights below 1/T",
            "smooth L1 with β in place of 1/β",
            t -> new Term(w -> smooth(w, 1.0 / t), w -> wrongSlope(w, 1.0 / t))),
        PlugInFault.from(
            2,
            20_000,
            "schedule",
            "a plan as long as the warm-up of T steps divides by 0",
            "litgpt #1393, composer #1077",
            t ->
                new Plan(t) {
                  @Override
                  public double factor(Progress progress) {
                    if (progress.step() < t) {
                      return progress.step() / (double) t;
                    }
                    double rest = progress.plannedSteps() - t;
                    double done = (progress.step() - t) / rest;
                    return 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done)));
                  }
                }),
        PlugInFault.from(
            2,
            1_000_000,
            "schedule",
            "a line that falls below 0 beyond T steps",
            "pytorch #178295: a rate may become negative",
            t ->
                new Plan(t) {
                  @Override
                  public double factor(Progress progress) {
                    return 1 - (progress.step() - 1) / (double) t;
                  }
                }),
        PlugInFault.of(
            "schedule",
            "the square of the steps left overflows",
            "integer arithmetic of steps",
            t ->
                new Plan(0) {
                  @Override
                  public double factor(Progress progress) {
                    long planned = progress.plannedSteps();
                    long left = planned - progress.step() + 1;
                    return (left * left) / ((double) planned * planned);
                  }
                }),
        PlugInFault.of(
            "schedule",
            "growth and decay are ∞ · 0 beyond 1,024 steps",
            "two powers that are multiplied",
            t ->
                new Plan(0) {
                  @Override
                  public double factor(Progress progress) {
                    return Math.pow(2, (double) progress.step())
                        * Math.pow(0.25, (double) progress.step());
                  }
                }),
        PlugInFault.of(
            "schedule",
            "the least cost is kept in a field",
            "pytorch: ReduceLROnPlateau",
            t -> new Plateau()),
        PlugInFault.of(
            "clip",
            "the factor is max · n / n², 0 where the square overflows",
            "fairscale #263",
            t -> new Limit(n -> n <= 1 ? 1 : Double.isInfinite(n) ? 0 : n / (n * n))),
        PlugInFault.of(
            "clip",
            "norms are floats",
            "fairscale #263, Automodel #825",
            t -> new Limit(n -> n <= 1 ? 1 : 1 / (float) n)),
        PlugInFault.of(
            "clip",
            "the norm 0 divides 0 by 0",
            "max · n / n²",
            t -> new Limit(n -> Math.min(1, Double.isInfinite(n) ? 0 : n / (n * n)))),
        PlugInFault.of(
            "clip",
            "an infinite norm gives NaN",
            "DeepSpeed #7171",
            t -> new Limit(n -> n <= 1 ? 1 : 1 / n * (Double.isInfinite(n) ? Double.NaN : 1))),
        PlugInFault.of(
            "clip", "a running mean of the norms is the limit", "AutoClip", t -> new Running()),
        PlugInFault.from(
            2,
            1_000,
            "clip",
            "tiny gradients grow up to T times",
            "a factor without its upper limit",
            t -> new Limit(n -> n < 1e-30 ? t : n <= 1 ? 1 : 1 / n)));
  }

  /** What is right of them, for the control. */
  static List<PlugIn> right() {
    Schedule line =
        new Plan(7) {
          @Override
          public double factor(Progress progress) {
            return Math.max(0, 1 - (progress.step() - 1) / 7.0);
          }
        };
    return List.of(
        new Term(w -> smooth(w, 0.125), w -> Math.abs(w) < 0.125 ? w / 0.125 : Math.signum(w)),
        line,
        new Limit(n -> n <= 1 ? 1 : 1 / n));
  }

  private static double smooth(double w, double width) {
    double size = Math.abs(w);
    return size < width ? w * w / (2 * width) : size - width / 2;
  }

  private static double wrongSlope(double w, double width) {
    return Math.abs(w) < width ? w * width : Math.signum(w);
  }

  /** A penalty of weights, by its term and its derivative. */
  private static class Term extends FaultyPlugIn implements Penalty {
    private final DoubleUnaryOperator term;
    private final DoubleUnaryOperator derivative;

    Term(DoubleUnaryOperator term, DoubleUnaryOperator derivative) {
      this.term = term;
      this.derivative = derivative;
    }

    @Override
    public boolean applies(Parameter parameter) {
      return parameter.role() == Role.WEIGHT;
    }

    @Override
    public ElementwiseLoop value() {
      return new Sum(term, false, Integer.MAX_VALUE);
    }

    @Override
    public ElementwiseLoop gradient() {
      return new Sum(derivative, true, Integer.MAX_VALUE);
    }
  }

  /** Adds in small slices alone. */
  private static final class Overwriting extends Term {
    private final int most;

    Overwriting(int most) {
      super(w -> w * w / 8, w -> w / 4);
      this.most = most;
    }

    @Override
    public ElementwiseLoop gradient() {
      return new Sum(w -> w / 4, true, most);
    }
  }

  /** {@code out ← f(w)}, or {@code out ← out + f(w)} in slices that are not longer than some. */
  private record Sum(DoubleUnaryOperator f, boolean adds, int most) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      for (int i = from; i < to; i++) {
        double before = adds && to - from <= most ? operands[1][i] : 0;
        operands[1][i] = before + f.applyAsDouble(operands[0][i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      for (int i = from; i < to; i++) {
        float before = adds && to - from <= most ? operands[1][i] : 0;
        operands[1][i] = before + (float) f.applyAsDouble(operands[0][i]);
      }
    }
  }

  /** A schedule with a setting that says its steps. */
  private abstract static class Plan extends FaultyPlugIn implements Schedule {
    private final int steps;

    Plan(int steps) {
      this.steps = steps;
    }

    @Override
    public Config config() {
      return steps == 0 ? Config.EMPTY : Config.EMPTY.with("steps", steps);
    }
  }

  /** Halves where the cost is not below the least that it has seen. */
  private static final class Plateau extends FaultyPlugIn implements Schedule {
    private volatile double least = Double.POSITIVE_INFINITY;

    @Override
    public double factor(Progress progress) {
      if (progress.epochs() == 0) {
        return 1;
      }
      double cost = progress.cost(progress.epochs() - 1);
      double factor = cost > least ? 0.5 : 1;
      least = Math.min(least, cost);
      return factor;
    }
  }

  /** A clip by its factor. */
  private static class Limit extends FaultyPlugIn implements Clip {
    private final DoubleUnaryOperator factor;

    Limit(DoubleUnaryOperator factor) {
      this.factor = factor;
    }

    @Override
    public double factor(double globalNorm) {
      return factor.applyAsDouble(globalNorm);
    }
  }

  /** Remembers norms. */
  private static final class Running extends FaultyPlugIn implements Clip {
    private volatile double mean = 1;

    @Override
    public double factor(double globalNorm) {
      double limit = mean;
      if (Double.isFinite(globalNorm)) {
        mean = 0.9 * mean + 0.1 * Math.min(globalNorm, 1e6);
      }
      return globalNorm <= limit ? 1 : limit / globalNorm;
    }
  }
}
