package nn.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Initialiser;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;
import nn.core.activation.Identity;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Softmax;
import nn.core.activation.Tanh;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.HeUniform;
import nn.core.initialiser.Normal;
import nn.core.initialiser.Uniform;
import nn.core.initialiser.XavierNormal;
import nn.core.initialiser.XavierUniform;
import nn.core.initialiser.Zeros;
import nn.core.layer.Dense;
import nn.core.random.RandomState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every derivative of random networks against finite differences. */
class GradientTest {
  private static final long SEED = 20260822;

  /** The step: the error of the formula is of order h⁴, that of rounding of order 2⁻⁵³/h. */
  private static final double H = 0x1p-10;

  private static final double RELATIVE = 1e-8;
  private static final double FLOOR = 1e-3; // of the largest derivative of the network

  private static final List<Activation> ACTIVATIONS =
      List.of(
          new Identity(), new LeakyRelu(0.1), new Relu(), new Sigmoid(), new Softmax(), new Tanh());

  private static final List<Initialiser> INITIALISERS =
      List.of(
          new HeNormal(),
          new HeUniform(),
          new Normal(0.5),
          new Uniform(0.5),
          new XavierNormal(),
          new XavierUniform(),
          new Zeros());

  private static final List<Cost> COSTS =
      List.of(new BinaryCrossEntropy(), new CategoricalCrossEntropy(), new MeanSquaredError());

  private static final int REPEATS = 2;

  /** What has been checked. */
  private static final class Tally {
    final Set<String> combinations = new HashSet<>();
    int networks;
    int fused;
    int derivatives;
    int excluded;
  }

  @Test
  void everyDerivativeMatchesFiniteDifferences() {
    Tally tally = new Tally();
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      for (Cost cost : COSTS) {
        for (Activation last : ACTIVATIONS) {
          if (accepts(cost, last)) {
            for (Initialiser initialiser : INITIALISERS) {
              for (int repeat = 0; repeat < REPEATS; repeat++) {
                check(backend, cost, last, initialiser, tally);
                check(backend, new Explicit(cost), last, initialiser, tally);
              }
            }
          }
        }
      }
    }
    // 6 activations with squared error, 2 with binary and 1 with categorical cross-entropy
    assertEquals(9 * INITIALISERS.size(), tally.combinations.size());
    assertEquals(9 * INITIALISERS.size() * REPEATS * 2, tally.networks);
    assertTrue(tally.networks >= 150);
    assertEquals(3 * INITIALISERS.size() * REPEATS, tally.fused);
    assertTrue(tally.derivatives > 10_000, () -> tally.derivatives + " derivatives");
    assertTrue(
        tally.excluded < 0.05 * tally.derivatives,
        () -> tally.excluded + " left out, " + tally.derivatives + " checked");
  }

  private static boolean accepts(Cost cost, Activation last) {
    try {
      cost.requireOutputs(3, last.range());
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  /** Checks a network whose shape, values and data come from the number of networks before it. */
  private static void check(
      Backend backend, Cost cost, Activation last, Initialiser initialiser, Tally tally) {
    long seed = SEED + tally.networks++;
    SplittableRandom random = new SplittableRandom(seed);
    Sides sides = new Sides();
    int inputs = 1 + random.nextInt(7);
    int records = 1 + random.nextInt(9);
    int depth = 1 + random.nextInt(4);
    int outputs = (cost.kind().startsWith("categorical") ? 2 : 1) + random.nextInt(6);
    List<Layer> layers = new ArrayList<>();
    layers.add(new Shift(inputs, records));
    for (int l = 1; l < depth; l++) {
      Activation hidden = ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
      layers.add(new Dense(1 + random.nextInt(7), watched(hidden, sides), initialiser));
    }
    layers.add(new Dense(outputs, watched(last, sides), initialiser));
    Architecture architecture = new Architecture(inputs, layers, cost);
    String description =
        String.format(
            Locale.ROOT,
            "seed %d: %s, %s, %s, %d records",
            seed,
            cost,
            architecture.layers(),
            architecture.inputs(),
            records);

    try (Workspace workspace = backend.workspace()) {
      Parameters values = new Parameters(architecture, workspace);
      Parameters gradients = new Parameters(architecture, workspace);
      values.initialise(new RandomState((int) seed));
      offKinks(values, random);
      try (Propagation propagation =
          new Propagation(architecture, values, gradients, backend, records, 0)) {
        propagation.features(uniforms(random, -1, inputs * records), 0);
        double[] targets = targets(cost, random, outputs, records);
        cost.requireTargets(targets, outputs);
        propagation.targets(targets, 0);

        sides.start();
        propagation.forward();
        assertTrue(Double.isFinite(propagation.lossSum()), description);
        propagation.backward();
        compare(description, propagation, values, gradients, sides, tally);
      }
    }
    tally.combinations.add(cost.kind() + ", " + last + ", " + initialiser);
    tally.fused += cost.fuses(last) ? 1 : 0;
  }

  /** Biases start at 0, where ReLU has its kink if the weights are 0 too. */
  private static void offKinks(Parameters values, SplittableRandom random) {
    for (int l = 1; l < values.descriptions().size(); l++) {
      Tensor b = values.of(l, "b");
      double[] biases = new double[b.shape().size()];
      for (int i = 0; i < biases.length; i++) {
        biases[i] = (random.nextBoolean() ? 1 : -1) * (0.1 + 0.4 * random.nextDouble());
      }
      values.write(biases, b);
    }
  }

  private static double[] uniforms(SplittableRandom random, double from, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + (1 - from) * random.nextDouble();
    }
    return values;
  }

  private static double[] targets(Cost cost, SplittableRandom random, int outputs, int records) {
    if (cost.kind().startsWith("mean")) {
      return uniforms(random, -1, outputs * records);
    }
    double[] targets = uniforms(random, 0, outputs * records);
    if (cost.kind().startsWith("categorical")) {
      for (int from = 0; from < targets.length; from += outputs) {
        double sum = 0;
        for (int i = from; i < from + outputs; i++) {
          sum += targets[i];
        }
        for (int i = from; i < from + outputs; i++) {
          targets[i] /= sum;
        }
      }
    }
    return targets;
  }

  private static void compare(
      String description,
      Propagation propagation,
      Parameters values,
      Parameters gradients,
      Sides sides,
      Tally tally) {
    double largest = 0;
    for (int l = 0; l < values.descriptions().size(); l++) {
      for (Tensor gradient : gradients.of(l)) {
        for (double derivative : gradients.read(gradient)) {
          largest = Math.max(largest, Math.abs(derivative));
        }
      }
    }
    BitSet centre = sides.finish();
    for (int l = 0; l < values.descriptions().size(); l++) {
      for (int p = 0; p < values.of(l).length; p++) {
        double[] analytic = gradients.read(gradients.of(l)[p]);
        Tensor tensor = values.of(l)[p];
        double[] parameter = values.read(tensor);
        for (int i = 0; i < parameter.length; i++) {
          double numeric = derivative(propagation, values, tensor, parameter, i, sides, centre);
          if (Double.isNaN(numeric)) {
            tally.excluded++;
            continue;
          }
          tally.derivatives++;
          double bound = RELATIVE * Math.max(Math.abs(analytic[i]), FLOOR * largest);
          if (!(Math.abs(numeric - analytic[i]) <= bound)) {
            throw new AssertionError(
                String.format(
                    Locale.ROOT,
                    "%s: layer %d, parameter %s[%d]: analytic %s, numeric %s, bound %s",
                    description,
                    l,
                    values.descriptions().get(l).get(p).name(),
                    i,
                    analytic[i],
                    numeric,
                    bound));
          }
        }
      }
    }
  }

  /**
   * {@code (8 (f(h) − f(−h)) − (f(2h) − f(−2h))) / 12h}; NaN where one of the four points is on
   * another side of a kink than the point between them.
   */
  private static double derivative(
      Propagation propagation,
      Parameters values,
      Tensor tensor,
      double[] parameter,
      int i,
      Sides sides,
      BitSet centre) {
    double middle = parameter[i];
    double[] losses = new double[5];
    boolean smooth = true;
    for (int step = -2; step <= 2; step++) {
      if (step != 0) {
        parameter[i] = middle + step * H;
        values.write(parameter, tensor);
        sides.start();
        propagation.forward();
        losses[step + 2] = propagation.lossSum();
        smooth &= sides.finish().equals(centre);
      }
    }
    parameter[i] = middle;
    values.write(parameter, tensor);
    return smooth ? (8 * (losses[3] - losses[1]) - (losses[4] - losses[0])) / (12 * H) : Double.NaN;
  }

  @Test
  void backwardGivesTheSameBitsEveryTime() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      List<Layer> layers =
          List.of(
              new Dense(5, new Tanh(), new XavierNormal()),
              new Dense(3, new Softmax(), new XavierNormal()));
      Architecture architecture = new Architecture(4, layers, new CategoricalCrossEntropy());
      Parameters values = new Parameters(architecture, workspace);
      Parameters gradients = new Parameters(architecture, workspace);
      values.initialise(new RandomState(1));
      SplittableRandom random = new SplittableRandom(SEED);
      try (Propagation propagation =
          new Propagation(architecture, values, gradients, backend, 6, 0)) {
        propagation.features(uniforms(random, -1, 4 * 6), 0);
        propagation.targets(targets(architecture.cost(), random, 3, 6), 0);
        double[] first = null;
        for (int repeat = 0; repeat < 100; repeat++) {
          propagation.forward();
          propagation.lossSum();
          propagation.backward();
          double[] now = gradients.read(gradients.of(0, "w"));
          if (first != null) {
            assertArrayEquals(first, now);
          }
          first = now;
        }
      }
    }
  }

  private static Activation watched(Activation activation, Sides sides) {
    return activation instanceof Relu || activation instanceof LeakyRelu
        ? new Watched(activation, sides)
        : activation;
  }

  /** On which side of its kink each pre-activation was, in the order of computation. */
  private static final class Sides {
    private BitSet bits = new BitSet();
    private int next;

    void start() {
      bits = new BitSet();
      next = 0;
    }

    void see(double z) {
      bits.set(next++, z > 0);
    }

    BitSet finish() {
      return bits;
    }
  }

  /** An activation with a kink at 0 whose pre-activations are looked at. */
  private record Watched(Activation inner, Sides sides) implements Activation {
    @Override
    public String kind() {
      return inner.kind();
    }

    @Override
    public boolean needsPreActivation() {
      return inner.needsPreActivation();
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      double[] values = new double[z.shape().size()];
      backend.read(z, values);
      for (double value : values) {
        sides.see(value);
      }
      inner.forward(backend, z, a);
    }

    @Override
    public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
      inner.backward(backend, z, a, da, dz);
    }

    @Override
    public String toString() {
      return inner.toString();
    }
  }

  /** Adds a parameter to the features, so that its gradient is that of the network's inputs. */
  private record Shift(int inputs, int records) implements Layer {
    @Override
    public String kind() {
      return "shift";
    }

    @Override
    public int units(int inputs) {
      return inputs;
    }

    @Override
    public List<Parameter> parameters(int inputs) {
      return List.of(new Parameter("x", new Shape(inputs, records), new Zeros(), Role.WEIGHT));
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      pass.backend().combine(CombineOperation.ADD, x, pass.parameter("x"), y);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      pass.backend().copy(dy, pass.gradient("x"));
    }
  }
}
