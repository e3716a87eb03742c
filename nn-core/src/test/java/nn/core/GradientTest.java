package nn.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Decision;
import nn.api.network.Initialiser;
import nn.core.activation.Softmax;
import nn.core.activation.Tanh;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.Poisson;
import nn.core.data.DataSet;
import nn.core.training.Objective;
import org.junit.jupiter.api.Test;

/** Every derivative of random networks against finite differences. */
class GradientTest {
  private static final long SEED = 20260822;

  /** {@code -Dnn.soak=true} checks more and larger networks. */
  private static final boolean SOAK = Boolean.getBoolean("nn.soak");

  private static final int REPEATS = SOAK ? 32 : 3;
  private static final int WIDEST = SOAK ? 20 : 7;

  /** What has been checked. */
  private static final class Tally {
    final Set<String> combinations = new HashSet<>();
    final Set<Initialiser> initialisers = new HashSet<>();
    int networks;
    int fused;
    GradientReport report = GradientReport.EMPTY;
  }

  @Test
  void everyDerivativeMatchesFiniteDifferences() {
    Tally tally = new Tally();
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      for (Cost cost : Samples.COSTS) {
        for (Activation last : Samples.ACTIVATIONS) {
          if (accepts(cost, last)) {
            for (int repeat = 0; repeat < REPEATS; repeat++) {
              check(backend, cost, last, tally);
              check(backend, new Explicit(cost), last, tally);
            }
          }
        }
      }
    }
    // 13 activations with 4 costs; all but sigmoid and softmax with 3; these 2 with binary and 1
    // with
    // categorical cross-entropy, each with and without label smoothing
    assertEquals(4 * 13 + 3 * 11 + 2 * 2 + 2, tally.combinations.size());
    assertEquals(Samples.INITIALISERS.size(), tally.initialisers.size());
    assertEquals(Samples.COSTS.size() * REPEATS, tally.fused); // each has a fused form with one
    assertTrue(tally.networks >= (SOAK ? 2000 : 400), () -> tally.networks + " networks");
    assertTrue(tally.report.checked() >= (SOAK ? 1_000_000 : 25_000), tally.report::toString);
    assertTrue(tally.report.passed(), tally.report::toString);
    System.getLogger(GradientTest.class.getName())
        .log(System.Logger.Level.INFO, tally.networks + " networks: " + tally.report);
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
  private static void check(Backend backend, Cost cost, Activation last, Tally tally) {
    int number = tally.networks++;
    long seed = SEED + number;
    Initialiser initialiser = Samples.INITIALISERS.get(number % Samples.INITIALISERS.size());
    SplittableRandom random = new SplittableRandom(seed);
    int inputs = 1 + random.nextInt(WIDEST);
    int records = 1 + random.nextInt(9);
    int depth = 1 + random.nextInt(4);
    int outputs = (cost.kind().startsWith("categorical") ? 2 : 1) + random.nextInt(6);
    List<Activation> hidden = new ArrayList<>();
    NetworkBuilder builder =
        Network.inputs(inputs).seed((int) seed).initialiser(initialiser).cost(cost);
    for (int l = 1; l < depth; l++) {
      Activation activation = Samples.ACTIVATIONS.get(random.nextInt(Samples.ACTIVATIONS.size()));
      hidden.add(activation);
      builder.dense(1 + random.nextInt(WIDEST), activation);
    }
    try (Network network = builder.dense(outputs, last).build(backend)) {
      for (int l = 0; l < depth; l++) {
        network.biases(l, offKinks(network.biases(l).length, random));
      }
      double[][] features = uniforms(random, -1, records, inputs);
      if (cost.kind().endsWith("cross-entropy")) {
        awayFromCertainty(network, features);
      }
      double[][] targets = targets(cost, random, records, outputs);
      DataSet data = DataSet.of(features, targets);
      if (number % 3 == 0) {
        data = data.weighted(random.doubles(records, 0.5, 2).toArray());
      }
      try (Objective objective = network.objective(data)) {
        GradientReport report = GradientCheck.check(objective);
        assertEquals(
            0,
            report.wrong(),
            () -> "seed " + seed + ", " + hidden + ", " + network.summary() + ": " + report);
        tally.report = tally.report.plus(report);
      }
    }
    tally.combinations.add(cost.kind() + cost.config() + ", " + last);
    tally.initialisers.add(initialiser);
    tally.fused += cost.fuses(last) ? 1 : 0;
  }

  /** Biases start at 0, where ReLU has its kink if the weights are 0 too. */
  private static double[] offKinks(int count, SplittableRandom random) {
    double[] biases = new double[count];
    for (int i = 0; i < count; i++) {
      biases[i] = (random.nextBoolean() ? 1 : -1) * (0.1 + 0.4 * random.nextDouble());
    }
    return biases;
  }

  /**
   * Halves the last weights until no probability is so near 0 or 1 that its logarithm is cut off,
   * where the cost is flat and its gradient is not. Softmax of a single unit is 1 whatever they
   * are.
   */
  private static void awayFromCertainty(Network network, double[][] features) {
    int last = network.layers().size() - 1;
    for (int halving = 0; halving < 30 && isCertain(network.predict(features)); halving++) {
      double[] weights = network.parameter(last, "weight");
      network.parameter(last, "weight", Arrays.stream(weights).map(w -> w / 2).toArray());
    }
  }

  private static boolean isCertain(double[][] probabilities) {
    return Arrays.stream(probabilities)
        .flatMapToDouble(Arrays::stream)
        .anyMatch(a -> a < 1e-9 || a > 1 - 1e-9);
  }

  private static double[][] uniforms(SplittableRandom random, double from, int rows, int width) {
    double[][] values = new double[rows][width];
    for (double[] row : values) {
      for (int i = 0; i < width; i++) {
        row[i] = from + (1 - from) * random.nextDouble();
      }
    }
    return values;
  }

  private static double[][] targets(Cost cost, SplittableRandom random, int records, int outputs) {
    if (cost instanceof Explicit explicit) {
      return targets(explicit.cost(), random, records, outputs);
    }
    if (cost.decision() == Decision.NONE && !(cost instanceof Poisson)) {
      return uniforms(random, -1, records, outputs);
    }
    double[][] targets = uniforms(random, 0, records, outputs);
    if (cost.decision() == Decision.SIGN) {
      for (double[] record : targets) {
        Arrays.setAll(record, i -> Math.rint(record[i]));
      }
    }
    if (cost.kind().startsWith("categorical")) {
      for (double[] record : targets) {
        double sum = 0;
        for (double target : record) {
          sum += target;
        }
        for (int i = 0; i < outputs; i++) {
          record[i] /= sum;
        }
      }
    }
    return targets;
  }

  @Test
  void backwardGivesTheSameBitsEveryTime() {
    SplittableRandom random = new SplittableRandom(SEED);
    Cost cost = new CategoricalCrossEntropy();
    DataSet data = DataSet.of(uniforms(random, -1, 6, 4), targets(cost, random, 6, 3));
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network =
            Network.inputs(4)
                .seed(1)
                .dense(5, new Tanh())
                .dense(3, new Softmax())
                .cost(cost)
                .build(backend);
        Objective objective = network.objective(data)) {
      double[][] first = objective.gradient();
      for (int repeat = 1; repeat < 100; repeat++) {
        assertArrayEquals(first, objective.gradient());
      }
    }
  }
}
