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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.ForwardingBackend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;
import nn.api.network.Step;
import nn.api.provider.Backends;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.initialiser.Normal;
import nn.core.layer.Dense;
import nn.core.optimiser.GradientDescent;
import nn.core.random.RandomState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest {
  private final Backend backend = Matrices.naive(DType.FLOAT64);

  @AfterEach
  void close() {
    backend.close();
  }

  /** The straight line {@code y = w·x + b} with w = 1, b = 0. */
  private static Network line(Backend backend) {
    Network network = Network.inputs(1).dense(1, identity()).build(backend);
    network.weights(0, new double[][] {{1}});
    return network;
  }

  private static final DataSet TWO = DataSet.of(2, new double[] {1, 2}, 1, new double[] {3, 5}, 1);

  private static Network small(Backend backend) {
    return Network.inputs(2).dense(5, tanh()).dense(1, sigmoid()).seed(3).build(backend);
  }

  private static DataSet records(int count) {
    return Moons.make(count, 0.1, 6);
  }

  // ---- one step

  @ParameterizedTest
  @EnumSource
  void oneLayerIsTrainedAsByHand(DType dtype) {
    try (Backend any = Matrices.naive(dtype);
        Network network = line(any)) {
      History history = network.fit(TWO, Training.epochs(2).learningRate(0.25)).history();
      assertEquals(2, history.size());
      assertEquals(6.5, history.cost(0)); // (4 + 9) / 2, before the update
      assertEquals(3.3125, history.cost(1)); // w = 3, b = 1.25: errors 1.25, 2.25
      assertEquals(Double.NaN, history.accuracy(0));
      assertTrue(history.seconds() >= 0);
      assertEquals(3 - 0.25 * 5.75, network.weights(0)[0][0]); // dw = (2.5 + 9) / 2
      assertEquals(1.25 - 0.25 * 3.5, network.biases(0)[0]);
    }
  }

  @Test
  void historyIsMeasuredBeforeTheUpdate() {
    try (Network network = small(backend);
        Network again = network.copy()) {
      DataSet data = records(20);
      Training training = Training.epochs(1).learningRate(0.5);
      for (int epoch = 0; epoch < 5; epoch++) {
        Evaluation before = network.evaluate(data);
        History history = network.fit(data, training).history();
        assertEquals(before.cost(), history.cost(0));
        assertEquals(before.accuracy(), history.accuracy(0));
      }
      again.fit(data, Training.epochs(5).learningRate(0.5));
      assertEquals(again.weightsSha256(), network.weightsSha256()); // 5 epochs are 5 times 1
    }
  }

  // ---- mini-batches

  /** A straight line by plain loops: as the core, to the last bit. */
  private static double[] plainLoop(
      DataSet data, int seed, int batch, int epochs, double rate, List<Double> costs) {
    double w = 1;
    double b = 0;
    int records = data.records();
    RandomState random = new RandomState(seed);
    int[] order = random.permutation(records);
    for (int epoch = 0; epoch < epochs; epoch++) {
      if (epoch > 0) {
        random.shuffle(order);
      }
      double sum = 0;
      for (int from = 0; from < records; from += batch) {
        int width = Math.min(batch, records - from);
        double dw = 0;
        double db = 0;
        double losses = 0;
        for (int j = from; j < from + width; j++) {
          double x = data.feature(order[j], 0);
          double error = w * x + b - data.target(order[j], 0);
          losses += error * error;
          dw += 2 * error * x;
          db += 2 * error;
        }
        sum += losses;
        w -= rate * (dw / width);
        b -= rate * (db / width);
      }
      costs.add(sum / records);
    }
    return new double[] {w, b};
  }

  @Test
  void sevenRecordsByThreeAreTrainedAsByAPlainLoop() {
    double[] x = {0.5, -1, 2, 0.25, 1.5, -0.75, 3};
    double[] y = {1, 0, 5, 0.5, 4, -1, 7};
    DataSet data = DataSet.of(7, x, 1, y, 1);
    List<Double> costs = new ArrayList<>();
    double[] expected = plainLoop(data, 12, 3, 4, 0.05, costs);
    try (Network network = line(backend)) {
      History history =
          network.fit(data, Training.epochs(4).batch(3).learningRate(0.05).seed(12)).history();
      assertEquals(expected[0], network.weights(0)[0][0]);
      assertEquals(expected[1], network.biases(0)[0]);
      for (int epoch = 0; epoch < 4; epoch++) {
        assertEquals(costs.get(epoch), history.cost(epoch), 1e-14);
      }
    }
  }

  /**
   * With two outputs the mean over units halves each gradient: every output is trained like a line
   * of its own at half the rate, bit for bit. A second feature that is always 0 teaches nothing.
   */
  @Test
  void severalOutputsAreTrainedLikeLinesOfTheirOwn() {
    double[] x = {0.5, -1, 2, 0.25, 1.5, -0.75, 3};
    double[][] y = {{1, 0, 5, 0.5, 4, -1, 7}, {0, 1, -2, 0.75, 1, 2, -3}};
    double[][] features = new double[7][];
    double[][] targets = new double[7][];
    for (int record = 0; record < 7; record++) {
      features[record] = new double[] {x[record], 0};
      targets[record] = new double[] {y[0][record], y[1][record]};
    }
    try (Network network = Network.inputs(2).dense(2, identity()).build(backend)) {
      network.weights(0, new double[][] {{1, 1}, {1, 1}});
      network.fit(
          DataSet.of(features, targets), Training.epochs(4).batch(3).learningRate(0.05).seed(12));
      for (int output = 0; output < 2; output++) {
        double[] expected =
            plainLoop(DataSet.of(7, x, 1, y[output], 1), 12, 3, 4, 0.025, new ArrayList<>());
        assertArrayEquals(new double[] {expected[0], 1}, network.weights(0)[output]);
        assertEquals(expected[1], network.biases(0)[output]);
      }
    }
  }

  /** A dense layer that notes the records of each training step. */
  private record Noting(Dense dense, List<double[]> steps) implements Layer {
    @Override
    public String kind() {
      return "noting";
    }

    @Override
    public int units(int inputs) {
      return dense.units();
    }

    @Override
    public List<Parameter> parameters(int inputs) {
      return dense.parameters(inputs);
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      if (pass.training()) {
        double[] features = new double[x.shape().size()];
        pass.backend().read(x, features);
        assertEquals(features.length, pass.records());
        steps.add(features);
      }
      dense.forward(pass, x, y);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      dense.backward(pass, x, y, dy, dx);
    }
  }

  private List<double[]> steps(Training training) {
    List<double[]> steps = new ArrayList<>();
    double[] numbers = {0, 1, 2, 3, 4, 5, 6};
    try (Network network =
        Network.inputs(1)
            .layer(new Noting(new Dense(1, identity(), new Normal(0.1)), steps))
            .build(backend)) {
      network.fit(DataSet.of(7, numbers, 1, numbers, 1), training.learningRate(0.01));
      network.predict(new double[1][1]); // no training step
    }
    return steps;
  }

  @Test
  void everyEpochUsesEachRecordOnceInAnotherOrder() {
    List<double[]> steps = steps(Training.epochs(2).batch(3));
    assertEquals(6, steps.size());
    double[][] epochs = new double[2][];
    for (int epoch = 0; epoch < 2; epoch++) {
      assertEquals(3, steps.get(3 * epoch).length);
      assertEquals(3, steps.get(3 * epoch + 1).length);
      assertEquals(1, steps.get(3 * epoch + 2).length); // the last, short batch
      epochs[epoch] =
          steps.subList(3 * epoch, 3 * epoch + 3).stream()
              .flatMapToDouble(Arrays::stream)
              .toArray();
      double[] sorted = epochs[epoch].clone();
      Arrays.sort(sorted);
      assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6}, sorted);
    }
    assertTrue(!Arrays.equals(epochs[0], epochs[1]));
  }

  @Test
  void theFullBatchKeepsTheOrderOfTheData() {
    for (double[] step : steps(Training.epochs(2))) {
      assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6}, step);
    }
  }

  @Test
  void theSeedDecidesTheOrder() {
    assertArrayEquals(
        steps(Training.epochs(2).batch(3).seed(1)).toArray(),
        steps(Training.epochs(2).batch(3).seed(1)).toArray());
    assertTrue(
        !Arrays.deepEquals(
            steps(Training.epochs(2).batch(3).seed(1)).toArray(),
            steps(Training.epochs(2).batch(3).seed(2)).toArray()));
  }

  private String trained(Training training) {
    try (Network network = small(backend)) {
      network.fit(records(20), training);
      return network.weightsSha256();
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    Training training = Training.epochs(5).batch(6).learningRate(0.1);
    assertEquals(trained(training.seed(1)), trained(training.seed(1)));
    assertNotEquals(trained(training.seed(1)), trained(training.seed(2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 21, 1000, Integer.MAX_VALUE})
  void aBatchOfAllRecordsIsTheFullBatch(int batch) {
    Training full = Training.epochs(5).learningRate(0.1);
    assertEquals(trained(full), trained(full.batch(batch).seed(77)));
    assertEquals(trained(full), trained(full.batch(3).fullBatch()));
  }

  // ---- updates

  /** Gradient descent that notes the steps it is asked for. */
  private record Recording(GradientDescent descent, List<Long> steps) implements Optimiser {
    @Override
    public String kind() {
      return "recording";
    }

    @Override
    public List<String> state() {
      return List.of("last");
    }

    @Override
    public ElementwiseLoop update() {
      return new ElementwiseLoop() {
        @Override
        public int inputs() {
          return 1;
        }

        @Override
        public int outputs() {
          return 2;
        }

        @Override
        public int scalars() {
          return 1;
        }

        @Override
        public void apply(double[][] operands, double[] scalars, int from, int to) {
          for (int i = from; i < to; i++) {
            operands[1][i] -= scalars[0] * operands[0][i];
            operands[2][i]++; // counts updates
            assertEquals(steps.size(), operands[2][i]);
          }
        }

        @Override
        public void apply(float[][] operands, float[] scalars, int from, int to) {
          throw new UnsupportedOperationException();
        }
      };
    }

    @Override
    public void scalars(Step step, double[] scalars) {
      if (step.layer() == 0 && step.parameter().role() == Role.WEIGHT) {
        steps.add(step.number());
      }
      descent.scalars(step, scalars);
    }
  }

  @Test
  void epochsAreUpdates() {
    List<Long> steps = new ArrayList<>();
    Optimiser recording = new Recording(new GradientDescent(0.1), steps);
    String recorded = trained(Training.epochs(4).optimiser(recording));
    assertEquals(List.of(1L, 2L, 3L, 4L), steps);
    assertEquals(trained(Training.epochs(4).learningRate(0.1)), recorded);
    steps.clear();
    trained(Training.epochs(2).batch(8).optimiser(recording)); // 8, 8 and 4 of 20
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), steps);
  }

  @Test
  void theListenerIsToldOfEachEpoch() {
    List<String> told = new ArrayList<>();
    try (Network network = line(backend)) {
      network.fit(
          TWO,
          Training.epochs(2)
              .learningRate(0.25)
              .listener(epoch -> told.add(epoch.number() + "/" + epoch.of() + " " + epoch.cost())));
    }
    assertEquals(List.of("1/2 6.5", "2/2 3.3125"), told);
  }

  // ---- divergence

  @Test
  void divergenceNamesTheFirstInfiniteOutput() {
    double w = 1;
    double b = 0;
    int iteration = 1; // the first whose outputs are not finite
    while (Double.isFinite(w + b) && Double.isFinite(2 * w + b)) {
      double first = w + b - 3;
      double second = 2 * w + b - 5;
      w -= 1e10 * ((2 * first + 4 * second) / 2);
      b -= 1e10 * ((2 * first + 2 * second) / 2);
      iteration++;
    }
    try (Network network = line(backend)) {
      DivergedException diverged =
          assertThrows(
              DivergedException.class,
              () -> network.fit(TWO, Training.epochs(100).learningRate(1e10)));
      assertEquals(iteration, diverged.epoch());
      assertEquals(1, diverged.layer());
      assertEquals(
          "fit: the cost is Infinity at iteration "
              + iteration
              + ": the values of layer 1 (dense, 1 units, identity) were the first that are not "
              + "finite numbers; lower the learning rate (gradient-descent "
              + "{learning-rate=1.0E10}) or standardise the features",
          diverged.getMessage());
    }
  }

  @Test
  void divergenceNamesTheFirstLayerAndTheEpoch() {
    try (Network network =
        Network.inputs(2).dense(2, tanh()).dense(3, relu()).dense(1, identity()).build(backend)) {
      network.biases(1, new double[] {0, Double.NaN, 0});
      DivergedException diverged =
          assertThrows(
              DivergedException.class, () -> network.fit(records(8), Training.epochs(3).batch(4)));
      assertEquals(1, diverged.epoch());
      assertEquals(2, diverged.layer());
      assertEquals(
          "fit: the cost is NaN at epoch 1: the values of layer 2 (dense, 3 units, relu) were the "
              + "first that are not finite numbers; lower the learning rate (gradient-descent "
              + "{learning-rate=0.01}) or standardise the features",
          diverged.getMessage());
      assertArrayEquals(new double[] {0, Double.NaN, 0}, network.biases(1)); // as they were
    }
  }

  /** A cost that is infinite whatever the outputs. */
  private record Infinite() implements Cost {
    @Override
    public String kind() {
      return "infinite";
    }

    @Override
    public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
      backend.fill(Double.POSITIVE_INFINITY, losses);
    }

    @Override
    public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
      backend.copy(a, da);
    }
  }

  @Test
  void divergenceOfTheLossesAloneSaysSo() {
    try (Network network =
        Network.inputs(1).dense(1, identity()).cost(new Infinite()).build(backend)) {
      DivergedException diverged =
          assertThrows(DivergedException.class, () -> network.fit(TWO, Training.epochs(1)));
      assertEquals(0, diverged.layer());
      assertEquals(
          "fit: the cost is Infinity at iteration 1: all layers' values are finite, the losses are"
              + " not; lower the learning rate (gradient-descent {learning-rate=0.01}) or"
              + " standardise the features",
          diverged.getMessage());
    }
  }

  @Test
  void largeButFiniteCostsAreNoDivergence() {
    try (Network network = line(backend)) {
      network.weights(0, new double[][] {{1e200}});
      History history = network.fit(TWO, Training.epochs(1).learningRate(1e-9)).history();
      assertEquals(Double.MAX_VALUE / 2, history.cost(0));
    }
  }

  // ---- what is refused

  @Test
  void trainingsThatCannotBeAreRefused() {
    assertEquals(
        "training: epochs must be at least 1: 0",
        assertThrows(IllegalArgumentException.class, () -> Training.epochs(0)).getMessage());
    assertEquals(
        "training: batch must be at least 1, or 0 for all records: -1",
        assertThrows(IllegalArgumentException.class, () -> Training.epochs(1).batch(-1))
            .getMessage());
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "gradient-descent: learning rate must be a positive finite number: " + rate,
          assertThrows(IllegalArgumentException.class, () -> Training.epochs(1).learningRate(rate))
              .getMessage());
    }
  }

  @Test
  void aTrainingIsChangedIntoAnother() {
    Training training = Training.epochs(3);
    assertEquals(0, training.batch());
    assertEquals(0, training.seed());
    assertEquals(new GradientDescent(0.01), training.optimiser());
    Training other = training.batch(4).seed(5).learningRate(0.5);
    assertEquals(
        "epochs 3, batch 4, shards 1, seed 5, optimiser gradient-descent {learning-rate=0.5}",
        other.plan());
    assertEquals(0, training.batch());
  }

  // ---- decorators

  @Test
  void anUpdateThatLeavesTheFiniteNumbersIsNoticedEvenIfItIsTheLast() {
    try (Backend backend = Backends.open("naive");
        Network network = Network.inputs(1).dense(1, identity()).build(backend)) {
      DataSet data = DataSet.of(new double[][] {{3}}, new double[][] {{1e3}});
      DivergedException diverged =
          assertThrows(
              DivergedException.class,
              () -> network.fit(data, Training.epochs(1).learningRate(1e308)));
      assertEquals(
          "fit: the parameters of layer 1 (dense, 1 units, identity) are no longer finite numbers after "
              + "the last update; lower the learning rate (gradient-descent "
              + "{learning-rate=1.0E308}) or standardise the features",
          diverged.getMessage());
      assertEquals(1, diverged.layer());
    }
  }

  /** The first layer is trained with a gradient of 0, the second with one of 10³. */
  @Test
  void theLayerThatLeftTheFiniteNumbersIsNamed() {
    try (Network network = Network.inputs(1).dense(1, relu()).dense(1, identity()).build(backend)) {
      network.weights(0, new double[][] {{-1}});
      DataSet data = DataSet.of(new double[][] {{3}}, new double[][] {{1e3}});
      DivergedException diverged =
          assertThrows(
              DivergedException.class,
              () -> network.fit(data, Training.epochs(1).learningRate(1e308)));
      assertEquals(2, diverged.layer());
    }
  }

  @Test
  void theSecondsOfATrainingAreThoseItTook() {
    try (Network network = small(backend)) {
      long before = System.nanoTime();
      History history = network.fit(records(50), Training.epochs(20)).history();
      long after = System.nanoTime();
      assertTrue(history.seconds() > 0);
      assertTrue(history.seconds() <= (after - before) / 1e9);
    }
  }

  /** Counts products and allocations. */
  private static final class Counter extends ForwardingBackend {
    int products;
    int tensors;
    int updates;
    final Set<Workspace> open = new HashSet<>();

    Counter(Backend delegate) {
      super(delegate);
    }

    @Override
    public Workspace workspace() {
      Workspace workspace = super.workspace();
      open.add(workspace);
      return new Workspace() {
        @Override
        public Backend backend() {
          return workspace.backend();
        }

        @Override
        public Tensor tensor(Shape shape) {
          tensors++;
          return workspace.tensor(shape);
        }

        @Override
        public void close() {
          workspace.close();
          open.remove(workspace);
        }
      };
    }

    @Override
    public void matmul(Tensor a, Tensor b, Tensor out) {
      products++;
      super.matmul(a, b, out);
    }

    @Override
    public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
      products++;
      super.dense(w, x, b, f, out);
    }

    @Override
    public void denseInputGradient(Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
      products++;
      super.denseInputGradient(w, dz, f, a, out);
    }

    @Override
    public void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
      products++;
      super.denseParameterGradients(dz, x, dw, db);
    }

    @Override
    public void matmulTransA(Tensor a, Tensor b, Tensor out) {
      products++;
      super.matmulTransA(a, b, out);
    }

    @Override
    public void matmulTransB(Tensor a, Tensor b, Tensor out) {
      products++;
      super.matmulTransB(a, b, out);
    }

    @Override
    public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
      updates += loop.toString().startsWith("mean over records") ? 1 : 0;
      super.apply(loop, scalars, operands);
    }
  }

  private Counter count(Training training) {
    Counter counter = new Counter(backend);
    try (Network network =
        Network.inputs(2).dense(4, relu()).dense(3, softmax()).dense(1, sigmoid()).build(counter)) {
      network.fit(records(7), training);
    }
    return counter;
  }

  @Test
  void aDecoratorSeesEveryKernel() {
    // 3 layers forward; 3 weight gradients; 2 input gradients, since nobody wants the features'
    assertEquals(5 * (3 + 3 + 2), count(Training.epochs(5)).products);
    assertEquals(5 * 6, count(Training.epochs(5)).updates); // w and b of 3 layers
    assertEquals(2 * 3 * 8, count(Training.epochs(2).batch(3)).products); // 3, 3 and 1 of 7
  }

  @Test
  void aSteadyStateAllocatesNoTensor() {
    assertEquals(count(Training.epochs(3)).tensors, count(Training.epochs(30)).tensors);
    assertEquals(
        count(Training.epochs(3).batch(3)).tensors, count(Training.epochs(30).batch(3)).tensors);
  }

  @Test
  void onlyTheNetworkHoldsMemoryBetweenCalls() {
    Counter counter = new Counter(backend);
    Network network = Network.inputs(2).dense(1, sigmoid()).build(counter);
    int open = counter.open.size();
    network.fit(records(7), Training.epochs(1).batch(3));
    assertEquals(open, counter.open.size());
    for (int repeat = 0; repeat < 3; repeat++) {
      network.predict(new double[][] {{1, 2}});
      network.evaluate(records(7));
    }
    open += 2; // what predicts one record and what predicts seven
    assertEquals(open, counter.open.size());
    network.biases(0, new double[] {Double.NaN});
    assertThrows(DivergedException.class, () -> network.fit(records(7), Training.epochs(1)));
    assertEquals(open, counter.open.size());
    network.close();
    assertEquals(0, counter.open.size());
  }

  @Test
  void aDecoratorChangesNoBit() {
    Counter counter = new Counter(backend);
    try (Network plain = small(backend);
        Network decorated = small(counter)) {
      Training training = Training.epochs(3).batch(6).learningRate(0.1);
      plain.fit(records(20), training);
      decorated.fit(records(20), training);
      assertEquals(plain.weightsSha256(), decorated.weightsSha256());
    }
  }

  // ---- FLOAT32

  /** Batches of 4, 4 and 2, then all at once. */
  @ParameterizedTest
  @ValueSource(ints = {4, 10})
  void featuresHeldInFloat32TrainTheSameNetwork(int batch) {
    DataSet doubles = records(10);
    DataSet floats =
        DataSet.ofFloats(
            10,
            2,
            1,
            (record, features, targets) -> {
              features[0] = (float) doubles.feature(record, 0);
              features[1] = (float) doubles.feature(record, 1);
              targets[0] = doubles.target(record, 0);
            });
    Training training = Training.epochs(3).batch(batch);
    try (Backend any = Matrices.naive(DType.FLOAT32);
        Network expected = small(any);
        Network actual = small(any)) {
      String untrained = actual.weightsSha256();
      History history = expected.fit(doubles, training).history();
      assertEquals(history.cost(2), actual.fit(floats, training).history().cost(2));
      assertEquals(expected.weightsSha256(), actual.weightsSha256());
      assertNotEquals(untrained, actual.weightsSha256());
      assertEquals(expected.evaluate(doubles), actual.evaluate(floats));
    }
  }

  @Test
  void floatsLearnTheMoons() {
    DataSet data = Moons.make(200, 0.1, 1);
    try (Backend floats = Matrices.naive(DType.FLOAT32);
        Network network =
            Network.inputs(2).dense(16, tanh()).dense(1, sigmoid()).seed(1).build(floats)) {
      History history =
          network.fit(data, Training.epochs(60).batch(10).learningRate(0.5).seed(1)).history();
      assertTrue(history.cost(59) < history.cost(0) / 2);
      assertTrue(network.evaluate(data).accuracy() > 0.9);
      for (double weight : network.parameter(0, "weight")) {
        assertEquals((float) weight, weight);
      }
    }
  }
}
