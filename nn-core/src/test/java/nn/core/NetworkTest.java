package nn.core;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.leakyRelu;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.selu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static nn.core.cost.Costs.binaryCrossEntropy;
import static nn.core.cost.Costs.categoricalCrossEntropy;
import static nn.core.cost.Costs.meanSquaredError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.core.data.DataSet;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.LecunNormal;
import nn.core.initialiser.Uniform;
import nn.core.initialiser.XavierNormal;
import nn.core.layer.Dense;
import nn.core.random.RandomState;
import nn.core.training.Evaluation;
import nn.core.training.EvaluationSums;
import nn.core.training.Objective;
import nn.core.training.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private final Backend backend = Matrices.naive(DType.FLOAT64);

  @AfterEach
  void close() {
    backend.close();
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  /** {@code [[1, 2], [3, 4]]·x + [0.5, −0.5]}. */
  private Network byHand() {
    Network network = Network.inputs(2).dense(2, identity()).build(backend);
    network.weights(0, new double[][] {{1, 2}, {3, 4}});
    network.biases(0, new double[] {0.5, -0.5});
    return network;
  }

  private Network small(Backend backend) {
    return Network.inputs(3).dense(4, relu()).dense(2, sigmoid()).seed(5).build(backend);
  }

  // ---- building

  @Test
  void networksThatCannotBeAreRefused() {
    refuses("dense: units must be at least 1: 0", () -> Network.inputs(2).dense(0, relu()));
    refuses(
        "network: at least one layer is needed: none given",
        () -> Network.inputs(2).build(backend));
    refuses(
        "network: inputs must be at least 1: 0",
        () -> Network.inputs(0).dense(1, sigmoid()).build(backend));
    refuses(
        "cost: binary-cross-entropy needs outputs between 0 and 1, such as sigmoid's: the last layer's "
            + "are REAL",
        () -> Network.inputs(2).dense(1, tanh()).cost(binaryCrossEntropy()).build(backend));
    refuses(
        "cost: categorical-cross-entropy needs at least 2 outputs, one for each class; for one "
            + "output use binary-cross-entropy: 1 units",
        () -> Network.inputs(2).dense(1, softmax()).build(backend));
  }

  @Test
  void theCostFollowsTheLastActivation() {
    assertEquals(binaryCrossEntropy(), costAfter(sigmoid()));
    assertEquals(categoricalCrossEntropy(), costAfter(softmax()));
    for (Activation other : List.of(identity(), tanh(), relu(), leakyRelu())) {
      assertEquals(meanSquaredError(), costAfter(other));
    }
  }

  private Object costAfter(Activation last) {
    try (Network network = Network.inputs(1).dense(2, last).build(backend)) {
      return network.cost();
    }
  }

  @Test
  void theInitialiserFollowsTheActivationUnlessOneIsGivenBefore() {
    try (Network network =
        Network.inputs(1)
            .dense(1, relu())
            .dense(1, leakyRelu())
            .dense(1, tanh())
            .dense(1, selu())
            .initialiser(new Uniform(0.1))
            .dense(1, sigmoid())
            .build(backend)) {
      assertEquals(
          List.of(
              new Dense(1, relu(), new HeNormal()),
              new Dense(1, leakyRelu(), new HeNormal()),
              new Dense(1, tanh(), new XavierNormal()),
              new Dense(1, selu(), new LecunNormal()),
              new Dense(1, sigmoid(), new Uniform(0.1))),
          network.layers());
    }
  }

  @Test
  void weightsAreDrawnLayerByLayerRowByRowAndBiasesAreZero() {
    try (Network network =
        Network.inputs(2)
            .initialiser(new Uniform(0.1))
            .dense(3, relu())
            .dense(1, sigmoid())
            .seed(99)
            .build(backend)) {
      RandomState random = new RandomState(99);
      for (int l = 0; l < 2; l++) {
        for (double[] unit : network.weights(l)) {
          for (double weight : unit) {
            assertEquals(random.uniform() * 0.1, weight);
          }
        }
        assertArrayEquals(new double[l == 0 ? 3 : 1], network.biases(l));
      }
    }
  }

  @Test
  void aNetworkSaysWhatItIs() {
    try (Network network = small(backend)) {
      assertEquals(3, network.inputs());
      assertEquals(2, network.outputs());
      assertSame(backend, network.backend());
      assertEquals(3 * 4 + 4 + 4 * 2 + 2, network.parameterCount());
      assertEquals(
          """
          layer  kind          activation     outputs    parameters
                 input                              3%s
          1      dense         relu                 4            16
          2      dense         sigmoid              2            10
          26 trained parameters; cost binary-cross-entropy; backend naive, FLOAT64, EXACT_SEPARATE"""
              .formatted(" ".repeat(14)),
          network.summary().replace(System.lineSeparator(), "\n"));
    }
  }

  // ---- predictions

  @Test
  void predictsAsByHand() {
    try (Network network = byHand()) {
      double[][] expected = {{3.5, 6.5}, {0.5, 1.5}}; // 1 + 2 + ½, 3 + 4 − ½; 2 − 2 + ½, …
      assertArrayEquals(expected, network.predict(new double[][] {{1, 1}, {2, -1}}));
      assertArrayEquals(
          new double[] {3.5, 6.5, 0.5, 1.5}, network.predict(new double[] {1, 1, 2, -1}, 2));
    }
  }

  @Test
  void noRecordHasNoPrediction() {
    try (Network network = byHand()) {
      assertEquals(0, network.predict(new double[0][]).length);
      assertEquals(0, network.predict(new double[0], 0).length);
    }
  }

  @Test
  void recordsOfAnotherWidthAreRefused() {
    try (Network network = byHand()) {
      refuses(
          "predict: a record must have 2 features: 3 numbers for 1 records",
          () -> network.predict(new double[][] {{1, 2, 3}}));
      refuses(
          "data: rows of records must have one length: row 0 has 2, row 1 has 1",
          () -> network.predict(new double[][] {{1, 2}, {3}}));
      refuses(
          "predict: a record must have 2 features: 5 numbers for 2 records",
          () -> network.predict(new double[5], 2));
      refuses(
          "predict: a record must have 2 features: 2 numbers for -1 records",
          () -> network.predict(new double[2], -1));
    }
  }

  @Test
  void outputsThatFitInNoArrayAreRefused() {
    try (Network network = Network.inputs(1).dense(1024, relu()).build(backend)) {
      int records = 1 << 21; // 2³¹ outputs
      refuses(
          "predict: the outputs must fit in one array; predict fewer records at a time: 2097152 "
              + "records of 1024 outputs",
          () -> network.predict(new double[records], records));
    }
  }

  /** Predictions run 1024 records at a time. */
  @Test
  void aRecordsPredictionDoesNotDependOnTheOthers() {
    try (Network network = small(backend)) {
      int records = 1024 + 1024 + 3;
      RandomState random = new RandomState(1);
      double[][] rows = new double[records][3];
      double[][] targets = new double[records][2];
      for (int i = 0; i < records; i++) {
        for (int j = 0; j < 3; j++) {
          rows[i][j] = random.normal();
        }
        targets[i][0] = random.integer(1);
      }
      double[][] together = network.predict(rows);
      int right = 0;
      double sum = 0;
      for (int i = 0; i < records; i += 41) {
        assertArrayEquals(together[i], network.predict(new double[][] {rows[i]})[0]);
      }
      for (int i = 0; i < records; i++) {
        double[] a = together[i];
        right += a[0] > 0.5 == targets[i][0] > 0.5 && a[1] <= 0.5 ? 1 : 0;
        double first = targets[i][0] == 1 ? a[0] : 1 - a[0];
        sum -= (StrictMath.log(first) + StrictMath.log(1 - a[1])) / 2;
      }
      Evaluation evaluation = network.evaluate(DataSet.of(rows, targets));
      assertEquals((double) right / records, evaluation.accuracy());
      assertEquals(sum / records, evaluation.cost(), 1e-12);
    }
  }

  @Test
  void evaluatesQuantitiesWithoutAccuracy() {
    try (Network network = byHand()) {
      // outputs 3.5, 6.5: errors 0.5, −1.5
      DataSet data = DataSet.of(new double[][] {{1, 1}}, new double[][] {{3, 8}});
      assertEquals(new Evaluation(1.25, Double.NaN), network.evaluate(data));
    }
  }

  /** The sum of the outputs, from what its working space has not overwritten. */
  private record OutputSum() implements Cost {
    @Override
    public String kind() {
      return "output-sum";
    }

    @Override
    public void requireTargets(double[] targets, int units) {
      if (targets[0] < 0) {
        throw new IllegalArgumentException("no");
      }
    }

    @Override
    public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
      backend.fill(7, elements);
      backend.sumOverUnits(a, losses);
    }

    @Override
    public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
      backend.fill(1, da);
    }
  }

  @Test
  void aCostsWorkingSpaceIsNotTheOutput() {
    try (Network network =
        Network.inputs(2).dense(2, identity()).cost(new OutputSum()).build(backend)) {
      network.weights(0, new double[][] {{1, 2}, {3, 4}});
      DataSet data = DataSet.of(new double[][] {{1, 1}}, new double[][] {{0, 0}});
      assertEquals(10, network.evaluate(data).cost());
      try (Objective objective = network.objective(data)) {
        assertEquals(10, objective.value());
      }
      DataSet refused = DataSet.of(new double[][] {{1, 1}}, new double[][] {{-1, 0}});
      refuses("no", () -> network.objective(refused));
      refuses("no", () -> network.evaluate(refused));
      refuses("no", () -> network.fit(refused, Training.epochs(1)));
    }
  }

  /** {@code z²}, whose derivative 2z does not follow from its value. */
  private record Square() implements Activation {
    @Override
    public String kind() {
      return "square";
    }

    @Override
    public boolean needsPreActivation() {
      return true;
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      backend.apply(ElementwiseFunction.SQUARE, z, a);
    }

    @Override
    public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
      backend.combine(CombineOperation.MULTIPLY, z, da, dz);
      backend.combine(CombineOperation.ADD, dz, dz, dz);
    }
  }

  /** {@code (a − y)²} at w = 3, b = −5, x = 1, y = 1, so that z = −2 and a = 4. */
  @Test
  void anActivationThatNeedsItsPreActivationGetsIt() {
    try (Network network = Network.inputs(1).dense(1, new Square()).build(backend)) {
      network.weights(0, new double[][] {{3}});
      network.biases(0, new double[] {-5});
      DataSet data = DataSet.of(new double[][] {{1}}, new double[][] {{1}});
      try (Objective objective = network.objective(data)) {
        assertEquals(9, objective.value());
        assertEquals(-24, objective.gradient()[0][0]); // 2·(a − y) · 2z · x
      }
    }
  }

  @Test
  void theCostOfAnInfiniteOutputIsNotFinite() {
    try (Network network = Network.inputs(1).dense(1, identity()).build(backend)) {
      network.biases(0, new double[] {Double.POSITIVE_INFINITY});
      DataSet data = DataSet.of(new double[2][1], new double[2][1]);
      assertEquals(Double.POSITIVE_INFINITY, network.evaluate(data).cost());
      network.biases(0, new double[] {Double.MAX_VALUE});
      assertEquals(Double.MAX_VALUE / 2, network.evaluate(data).cost());
      network.biases(0, new double[] {Double.NaN});
      assertEquals(Double.NaN, network.evaluate(data).cost());
    }
  }

  @Test
  void dataThatDoesNotFitIsRefused() {
    try (Network network = small(backend)) {
      DataSet narrow = DataSet.of(new double[1][2], new double[1][2]);
      DataSet wide = DataSet.of(new double[1][3], new double[1][5]);
      String must =
          ": the data must have the network's numbers of inputs and outputs: the network has 3 and "
              + "2, the data ";
      refuses("fit" + must + "2 and 2", () -> network.fit(narrow, Training.epochs(1)));
      refuses("fit" + must + "3 and 5", () -> network.fit(wide, Training.epochs(1)));
      refuses("evaluate" + must + "2 and 2", () -> network.evaluate(narrow));
      DataSet labels = DataSet.of(new double[1][3], new double[][] {{0, 2}});
      String targets =
          "cost: binary-cross-entropy needs targets between 0 and 1: target 1 of record 0 is 2.0";
      refuses(targets, () -> network.fit(labels, Training.epochs(1)));
      refuses(targets, () -> network.evaluate(labels));
    }
  }

  @Test
  void twoThreadsPredictTheSameBitsAtOnce() throws Exception {
    try (Network network = small(backend)) {
      double[] features = new double[3 * 500];
      for (int i = 0; i < features.length; i++) {
        features[i] = StrictMath.sin(i);
      }
      double[] expected = network.predict(features, 500);
      Callable<Void> predicts =
          () -> {
            for (int repeat = 0; repeat < 50; repeat++) {
              assertArrayEquals(expected, network.predict(features, 500));
            }
            return null;
          };
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        for (Future<Void> done : threads.invokeAll(List.of(predicts, predicts))) {
          done.get();
        }
      } finally {
        threads.shutdown();
      }
    }
  }

  // ---- parameters

  @Test
  void parametersGoInAndOutRowByRow() {
    try (Network network = Network.inputs(3).dense(2, relu()).build(backend)) {
      double[][] weights = {{1, 2, 3}, {4, 5, 6}};
      network.weights(0, weights);
      assertArrayEquals(weights, network.weights(0));
      assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, network.parameter(0, "weight"));
      network.parameter(0, "weight", new double[] {6, 5, 4, 3, 2, 1});
      assertArrayEquals(new double[][] {{6, 5, 4}, {3, 2, 1}}, network.weights(0));
      network.biases(0, new double[] {-1, 7});
      assertArrayEquals(new double[] {-1, 7}, network.biases(0));
      assertArrayEquals(new double[] {-1, 7}, network.parameter(0, "bias"));
      network.weights(0)[0][0] = 99;
      assertEquals(6, network.weights(0)[0][0]); // a copy
    }
  }

  @Test
  void parametersThatDoNotFitAreRefused() {
    try (Network network = Network.inputs(3).dense(2, relu()).build(backend)) {
      refuses(
          "parameter: values must fill bias of layer 1, which is [2, 1]: 3 values given",
          () -> network.biases(0, new double[3]));
      refuses(
          "parameter: layer 1 has no parameter of this name: 'weights', it has [weight, bias]",
          () -> network.parameter(0, "weights"));
      refuses(
          "weights: rows must be units, columns inputs: layer 1 is [2, 3], given are 3 rows of 2",
          () -> network.weights(0, new double[3][2])); // the transpose, of the same size
      refuses(
          "data: rows of weights must have one length: row 0 has 3, row 1 has 2",
          () -> network.weights(0, new double[][] {{1, 2, 3}, {4, 5}}));
      for (int layer : new int[] {-1, 1}) {
        assertEquals(
            "parameter: no such layer, 0 is the first: " + layer + " of 1",
            assertThrows(IndexOutOfBoundsException.class, () -> network.biases(layer))
                .getMessage());
      }
    }
  }

  @Test
  void aNetworkWithoutNumbersDrawsNothingAndTakesThoseOfAnother() {
    NetworkBuilder builder = Network.inputs(3).dense(4, relu()).dense(1, sigmoid());
    try (Network drawn = builder.build(backend);
        Network zeros = Network.of(builder.architecture(), backend)) {
      assertEquals(drawn.architecture(), zeros.architecture());
      assertArrayEquals(new double[4 * 3 + 4 + 4 + 1], zeros.parameters());
      zeros.parameters(drawn.parameters());
      assertEquals(drawn.weightsSha256(), zeros.weightsSha256());
    }
  }

  @Test
  void aCopyIsAnotherNetwork() {
    try (Network original = byHand()) {
      try (Network copy = original.copy()) {
        assertSame(backend, copy.backend());
        assertEquals(original.weightsSha256(), copy.weightsSha256());
        copy.biases(0, new double[] {9, 9});
        assertArrayEquals(new double[] {0.5, -0.5}, original.biases(0));
      }
      assertArrayEquals(new double[][] {{3.5, 6.5}}, original.predict(new double[][] {{1, 1}}));
    }
  }

  @Test
  void aCopyMayLiveOnAnotherBackend() {
    try (Backend floats = Matrices.naive(DType.FLOAT32);
        Network original = small(backend);
        Network copy = original.copy(floats)) {
      original.biases(0, new double[] {0.1, 0.2, 0.3, 0.4});
      assertSame(floats, copy.backend());
      double[] weights = original.parameter(0, "weight");
      double[] rounded = copy.parameter(0, "weight");
      for (int i = 0; i < weights.length; i++) {
        assertEquals((float) weights[i], rounded[i]);
      }
      try (Network back = copy.copy(backend)) {
        assertEquals(copy.weightsSha256(), back.weightsSha256());
      }
    }
  }

  @Test
  void theHashIsThatOfLittleEndianDoublesRowByRow() throws Exception {
    try (Network network = byHand()) {
      ByteBuffer bytes = ByteBuffer.allocate(6 * 8);
      for (double value : new double[] {1, 2, 3, 4, 0.5, -0.5}) {
        bytes.putLong(Long.reverseBytes(Double.doubleToLongBits(value)));
      }
      StringBuilder expected = new StringBuilder();
      for (byte b : MessageDigest.getInstance("SHA-256").digest(bytes.array())) {
        expected.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
      }
      assertEquals(expected.toString(), network.weightsSha256());
      network.weights(0, new double[][] {{1, 2}, {3, Math.nextUp(4.0)}});
      assertNotEquals(expected.toString(), network.weightsSha256());
    }
  }

  @Test
  void predictionsGoIntoAnArrayOfTheCallers() {
    try (Network network = byHand()) {
      double[] outputs = {9, 9, 9, 9};
      network.predict(new double[] {1, 1, 0, 2}, outputs);
      assertArrayEquals(new double[] {3.5, 6.5, 4.5, 7.5}, outputs);
      network.predict(new double[0], new double[0]);
      refuses(
          "predict: the arrays must hold 2 features and 2 outputs for each record: 3 features, "
              + "4 outputs",
          () -> network.predict(new double[3], outputs));
      refuses(
          "predict: the arrays must hold 2 features and 2 outputs for each record: 2 features, "
              + "4 outputs",
          () -> network.predict(new double[2], outputs));
      refuses(
          "predict: the arrays must hold 2 features and 2 outputs for each record: 4 features, "
              + "5 outputs",
          () -> network.predict(new double[4], new double[5]));
    }
  }

  /** In FLOAT32 they are what doubles give; in FLOAT64 they are rounded. */
  @Test
  void predictionsInFloats() {
    for (DType dtype : DType.values()) {
      try (Backend own = Matrices.naive(dtype);
          Network network = small(own)) {
        double[] features = new double[3 * 1500]; // more than are propagated at once
        float[] floats = new float[features.length];
        for (int i = 0; i < features.length; i++) {
          floats[i] = (i % 17 - 8) / 16f;
          features[i] = floats[i];
        }
        double[] expected = network.predict(features, 1500);
        float[] outputs = new float[expected.length];
        network.predict(floats, outputs);
        for (int i = 0; i < outputs.length; i++) {
          assertEquals((float) expected[i], outputs[i]);
        }
        refuses(
            "predict: the arrays must hold 3 features and 2 outputs for each record: 2 features, "
                + "4 outputs",
            () -> network.predict(new float[2], new float[4]));
      }
    }
  }

  @Test
  void anEvaluationIsTheMeanOfSums() {
    try (Network network = small(backend)) {
      DataSet data =
          DataSet.of(
                  new double[][] {{1, 0, 2}, {0, 1, -1}, {3, 1, 0}, {-1, 2, 1}},
                  new double[][] {{1, 0}, {0, 0}, {1, 1}, {0, 1}})
              .weighted(1, 2, 0.5, 3);
      EvaluationSums sums = network.evaluationSums(data);
      assertEquals(6.5, sums.weightSum());
      assertEquals(network.evaluate(data), sums.mean(network.cost().decision()));
      EvaluationSums parts =
          network.evaluationSums(data.select(0, 1)).plus(network.evaluationSums(data.select(2, 3)));
      assertEquals(sums.lossSum(), parts.lossSum(), 4 * Math.ulp(sums.lossSum()));
      assertEquals(sums.correct(), parts.correct());
      assertEquals(sums.weightSum(), parts.weightSum());
    }
  }

  // ---- lifetime

  @Test
  void aClosedNetworkRefusesToWork() {
    Network network = byHand();
    network.close();
    network.close();
    closed(network);
  }

  @Test
  void aNetworkOnAClosedBackendRefusesToWork() {
    Backend other = Matrices.naive(DType.FLOAT64);
    Network network = small(other);
    other.close();
    closed(network);
    assertThrows(ClosedException.class, () -> Network.inputs(1).dense(1, relu()).build(other));
  }

  private static void closed(Network network) {
    int inputs = network.inputs();
    DataSet data = DataSet.of(new double[1][inputs], new double[1][2]);
    assertThrows(ClosedException.class, () -> network.predict(new double[1][inputs]));
    assertThrows(ClosedException.class, () -> network.evaluate(data));
    assertThrows(ClosedException.class, () -> network.fit(data, Training.epochs(1)));
    assertThrows(ClosedException.class, () -> network.weights(0));
    assertThrows(
        ClosedException.class,
        () -> network.biases(0, new double[network.layers().get(0).units(inputs)]));
    assertThrows(ClosedException.class, network::copy);
    assertThrows(ClosedException.class, network::weightsSha256);
  }
}
