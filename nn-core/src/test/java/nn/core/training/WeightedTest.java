package nn.core.training;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.optimiser.Adam;
import nn.core.penalty.L2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights of records in costs, gradients and accuracy. */
class WeightedTest {

  private static double[] weights(int records, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.ints(records, 0, 4).asDoubleStream().map(w -> w == 3 ? 0.3 : w).toArray();
  }

  private static Network network(Backend backend) {
    return Network.inputs(2)
        .seed(2)
        .dense(9, tanh())
        .dropout(0.25)
        .dense(5, relu())
        .dense(1, sigmoid())
        .build(backend);
  }

  private static String trained(DType dtype, int threads, DataSet data, Training plan) {
    try (Backend backend = Backends.open("naive", new BackendOptions(dtype, threads));
        Network network = network(backend)) {
      network.fit(data, plan);
      return network.weightsSha256();
    }
  }

  @ParameterizedTest
  @EnumSource
  void weightsOfOneChangeNoBit(DType dtype) {
    DataSet data = Moons.make(60, 0.2, 3);
    double[] ones = new double[60];
    Arrays.fill(ones, 1);
    Training plan = Training.epochs(3).batch(13).shards(2).optimiser(new Adam(0.01));
    assertEquals(trained(dtype, 1, data, plan), trained(dtype, 1, data.weighted(ones), plan));
    double[] twos = new double[60];
    Arrays.fill(twos, 2); // which is exact
    assertEquals(trained(dtype, 1, data, plan), trained(dtype, 1, data.weighted(twos), plan));
  }

  private static double[] parametersAfter(DataSet data, int epochs) {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network =
            Network.inputs(2).seed(1).dense(6, tanh()).dense(1, sigmoid()).build(backend)) {
      network.fit(data, Training.epochs(epochs).learningRate(0.5).penalty(new L2(1e-3)));
      return network.parameters();
    }
  }

  @Test
  void aWeightOfTwoIsTheRecordTwice() {
    DataSet data = Moons.make(20, 0.2, 3);
    double[] weights = new double[20];
    Arrays.fill(weights, 1);
    weights[3] = weights[8] = 2;
    int[] indices = IntStream.concat(IntStream.range(0, 20), IntStream.of(3, 8)).toArray();
    // 50 steps, each of a few roundings of numbers up to 4
    assertArrayEquals(
        parametersAfter(data.select(indices), 50),
        parametersAfter(data.weighted(weights), 50),
        200 * Math.ulp(4.0));
  }

  @Test
  void aWeightOfZeroLeavesTheRecordOut() {
    DataSet data = Moons.make(20, 0.2, 3);
    double[] weights = new double[20];
    Arrays.fill(weights, 1);
    weights[0] = weights[11] = weights[19] = 0;
    int[] others = IntStream.range(0, 20).filter(i -> weights[i] > 0).toArray();
    assertArrayEquals(
        parametersAfter(data.select(others), 50),
        parametersAfter(data.weighted(weights), 50)); // zeros that are added change no bit
  }

  @Test
  void evaluationsAreWeighted() {
    DataSet data = Moons.make(1500, 0.2, 3); // more than are evaluated at a time
    double[] weights = weights(1500, 5);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = network(backend)) {
      double cost = 0;
      double right = 0;
      for (int record = 0; record < 1500; record++) {
        Evaluation one = network.evaluate(data.select(record));
        cost += weights[record] * one.cost();
        right += weights[record] * one.accuracy();
      }
      double sum = Arrays.stream(weights).sum();
      Evaluation all = network.evaluate(data.weighted(weights));
      assertEquals(cost / sum, all.cost(), 1e-13);
      assertEquals(right / sum, all.accuracy(), 1e-13);
      Evaluation epoch = firstEpoch(network, data.weighted(weights));
      assertTrue(epoch.accuracy() > 0 && epoch.accuracy() < 1);
    }
  }

  /** With the learning rate of almost nothing, so that all batches see the first parameters. */
  private static Evaluation firstEpoch(Network network, DataSet data) {
    Training plan = Training.epochs(1).batch(100).learningRate(1e-300);
    History history = network.fit(data, plan).history();
    return new Evaluation(history.cost(0), history.accuracy(0));
  }

  @Test
  void anEpochsCostAndAccuracyAreWeighted() {
    DataSet data = Moons.make(300, 0.2, 3).weighted(weights(300, 6));
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network =
            Network.inputs(2).seed(4).dense(5, tanh()).dense(1, sigmoid()).build(backend)) {
      Evaluation expected = network.evaluate(data);
      Evaluation actual = firstEpoch(network, data);
      assertEquals(expected.cost(), actual.cost(), 1e-14);
      assertEquals(expected.accuracy(), actual.accuracy(), 1e-14);
    }
  }

  /** Weights are added in one order in numerator and denominator, so that their quotient is 1. */
  @Test
  void allThatIsRightIsAnAccuracyOfOne() {
    double[][] features = new double[1500][1];
    double[][] targets = new double[1500][1];
    double[] weights = new double[1500];
    for (int i = 0; i < 1500; i++) {
      features[i][0] = i % 2 == 0 ? -9 : 9;
      targets[i][0] = i % 2;
      weights[i] = 1 / (i + 3.0);
    }
    DataSet data = DataSet.of(features, targets).weighted(weights);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = Network.inputs(1).dense(1, sigmoid()).build(backend)) {
      network.parameter(0, "weight", new double[] {1});
      assertEquals(1, network.evaluate(data).accuracy());
      assertEquals(1, firstEpoch(network, data).accuracy());
    }
  }

  /** Every second record has weight 0, so batches of one are updates and no updates. */
  @Test
  void aBatchWhoseWeightsAreZeroMakesNoUpdate() {
    DataSet data = Moons.make(12, 0.2, 3);
    double[] weights = new double[12];
    Arrays.setAll(weights, i -> i % 2);
    Training plan = Training.epochs(2).batch(1).optimiser(new Adam(0.1)).penalty(new L2(0.1));
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = network(backend)) {
      double[][] last = {network.parameters(), new double[0]};
      int[] updates = new int[1];
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void epochEnded(Epoch epoch) {
              assertTrue(epoch.cost() > 0);
            }

            @Override
            public void stepEnded(TrainingStep step) {
              double[] now = network.parameters();
              double[] mean = step.state().array("optimiser.mean.0.weight");
              assertTrue(step.cost() > 0, "the penalty at least");
              if (Arrays.equals(last[0], now)) {
                assertTrue(step.number() == 1 || Arrays.equals(last[1], mean));
              } else {
                updates[0]++;
              }
              last[0] = now;
              last[1] = mean;
            }
          };
      Fit fit = network.fit(data.weighted(weights), plan.listener(listener));
      assertEquals(12, updates[0]); // of 24 steps
      assertEquals(24, fit.state().steps());
    }
  }

  @ParameterizedTest
  @EnumSource
  void threadsChangeNoBit(DType dtype) {
    DataSet data = Moons.make(2500, 0.2, 3).weighted(weights(2500, 1));
    Training plan = Training.epochs(2).batch(2000).shards(2).learningRate(0.1);
    assertEquals(trained(dtype, 1, data, plan), trained(dtype, 3, data, plan));
  }

  /** A worker for each shard, as on a cluster, and an updater. */
  @ParameterizedTest
  @EnumSource
  void sharesAddTheirWeights(DType dtype) {
    DataSet data = Moons.make(1400, 0.2, 3).weighted(weights(1400, 2));
    Training plan = Training.epochs(3).shards(2).optimiser(new Adam(0.01)).seed(8);
    try (Backend backend = Matrices.naive(dtype);
        Network network = network(backend);
        GradientWorker worker = network.gradientWorker(8);
        Updater updater = network.updater(plan)) {
      for (long step = 1; step <= 3; step++) {
        GradientSums first = worker.sum(data.select(IntStream.range(0, 700).toArray()), step, 0);
        GradientSums second =
            worker.sum(data.select(IntStream.range(700, 1400).toArray()), step, 700);
        GradientSums sums = first.plus(second);
        assertEquals(data.weightSum(), sums.weightSum(), 1e-9);
        assertEquals(1400, sums.records());
        updater.update(step, sums, 1);
      }
      assertEquals(trained(dtype, 1, data, plan), network.weightsSha256());
    }
  }

  @Test
  void sumsOfWeightZeroUpdateNothing() {
    DataSet zeros = Moons.make(4, 0.2, 3).weighted(1, 0, 0, 0).select(1, 2, 3);
    Training plan = Training.epochs(1).optimiser(new Adam(0.1)).penalty(new L2(0.1));
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = network(backend);
        GradientWorker worker = network.gradientWorker(0);
        Updater updater = network.updater(plan)) {
      String before = network.weightsSha256();
      GradientSums sums = worker.sum(zeros, 1, 0);
      assertEquals(0, sums.weightSum());
      assertTrue(updater.update(1, sums, 1) > 0, "the penalty");
      assertEquals(before, network.weightsSha256());
      assertArrayEquals(new double[18], updater.state().get("optimiser.mean.0.weight"));
    }
  }

  @Test
  void aTrainingGoesOnAfterAnyStep() {
    DataSet data = Moons.make(23, 0.2, 4).weighted(weights(23, 3));
    Training plan = Training.epochs(2).batch(8).optimiser(new Adam(0.01)).seed(9);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network whole = network(backend)) {
      Fit expected = whole.fit(data, plan);
      for (int steps = 1; steps <= 6; steps++) {
        int last = steps;
        try (Network stopped = network(backend);
            Network other = network(backend)) {
          TrainingListener stops =
              new TrainingListener() {
                @Override
                public void epochEnded(Epoch epoch) {}

                @Override
                public void stepEnded(TrainingStep step) {
                  if (step.number() == last) {
                    step.stop();
                  }
                }
              };
          Fit first = stopped.fit(data, plan.listener(stops));
          Fit second = other.resume(data, plan, first.state());
          assertEquals(whole.weightsSha256(), other.weightsSha256());
          for (int epoch = 0; epoch < 2; epoch++) {
            assertEquals(expected.history().cost(epoch), second.history().cost(epoch));
            assertEquals(expected.history().accuracy(epoch), second.history().accuracy(epoch));
          }
          DataSet otherWeights = data.weighted(weights(23, 4));
          assertThrows(
              IllegalArgumentException.class,
              () -> other.resume(otherWeights, plan, first.state()));
        }
      }
    }
  }

  /** Plain and fused gradients, several outputs, and a layer that mixes records. */
  @Test
  void weightedGradientsMatchFiniteDifferences() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] x = new double[9][3];
    double[][] y = new double[9][2];
    for (int record = 0; record < 9; record++) {
      Arrays.setAll(x[record], i -> random.nextDouble() - 0.5);
      y[record][random.nextInt(2)] = 1;
    }
    DataSet data = DataSet.of(x, y).weighted(weights(9, 7));
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network fused =
            Network.inputs(3)
                .dense(4, tanh())
                .batchNormalisation()
                .dense(2, softmax())
                .build(backend);
        Network plain = Network.inputs(3).dense(4, tanh()).dense(2, tanh()).build(backend);
        Network linear = Network.inputs(3).dense(4, tanh()).dense(2, identity()).build(backend)) {
      for (Network network : new Network[] {fused, plain, linear}) {
        try (Objective objective = network.objective(data, new L2(0.01))) {
          GradientReport report = GradientCheck.check(objective);
          assertTrue(report.passed(), report::toString);
        }
      }
    }
  }

  @Test
  void statisticsSeeTheFeaturesWithoutWeights() {
    DataSet data = Moons.make(40, 0.2, 3);
    double[][] means = new double[2][];
    for (int i = 0; i < 2; i++) {
      try (Backend backend = Matrices.naive(DType.FLOAT64);
          Network network =
              Network.inputs(2).batchNormalisation().dense(1, sigmoid()).build(backend)) {
        network.fit(i == 0 ? data : data.weighted(weights(40, 3)), Training.epochs(1));
        means[i] = network.parameter(0, "running_mean");
      }
    }
    assertArrayEquals(means[0], means[1]);
    assertNotEquals(0, means[0][0]);
  }

  /** A loss may overflow only together with its weight. */
  @Test
  void weightedLossesStayFinite() {
    DataSet data = DataSet.of(new double[][] {{1}}, new double[][] {{1e154}}).weighted(1e20);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = Network.inputs(1).dense(1, identity()).build(backend)) {
      assertTrue(Double.isFinite(network.evaluate(data).cost()));
    }
  }

  @Test
  void dataOfWeightZeroIsRefused() {
    DataSet zeros = Moons.make(4, 0.2, 3).weighted(1, 0, 0, 0).select(1, 2, 3);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = network(backend)) {
      assertEquals(
          "fit: a record must have a weight above 0: all 3 have weight 0",
          assertThrows(IllegalArgumentException.class, () -> network.fit(zeros, Training.epochs(1)))
              .getMessage());
      assertEquals(
          "evaluate: a record must have a weight above 0: all 3 have weight 0",
          assertThrows(IllegalArgumentException.class, () -> network.evaluate(zeros)).getMessage());
    }
  }
}
