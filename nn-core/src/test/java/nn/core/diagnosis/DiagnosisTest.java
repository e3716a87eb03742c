package nn.core.diagnosis;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.leakyRelu;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Activation;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.diagnosis.Finding.Kind;
import nn.core.initialiser.HeNormal;
import nn.core.layer.Convolution;
import nn.core.layer.ImageShape;
import nn.core.optimiser.Adam;
import nn.core.random.RandomState;
import nn.core.schedule.Cosine;
import nn.core.training.EarlyStopping;
import nn.core.training.Fit;
import nn.core.training.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault is found in a network that has it, and none in networks that learn well. */
class DiagnosisTest {
  private static final DataSet MOONS = Moons.make(800, 0.2, 1);

  private final Backend backend = Matrices.naive(DType.FLOAT64);

  @AfterEach
  void close() {
    backend.close();
  }

  private static List<Finding> findings(Network network, DataSet data, Training training) {
    Fit fit = network.fit(data, training);
    String hash = network.weightsSha256();
    List<Finding> findings = network.diagnose(data, training, fit);
    assertEquals(hash, network.weightsSha256(), "the network stays as it is");
    assertEquals(findings, network.diagnose(data, training, fit), "the same each time");
    return findings;
  }

  private static Finding finds(Kind kind, List<Finding> findings) {
    List<Finding> found = findings.stream().filter(f -> f.kind() == kind).toList();
    assertEquals(1, found.size(), findings.toString());
    return found.get(0);
  }

  private static void findsNo(Kind kind, List<Finding> findings) {
    assertTrue(findings.stream().noneMatch(f -> f.kind() == kind), findings.toString());
  }

  private static NetworkBuilder hidden(int inputs, Activation activation, int... units) {
    NetworkBuilder builder = Network.inputs(inputs);
    for (int width : units) {
      builder = builder.dense(width, activation);
    }
    return builder;
  }

  /** A training that changes next to nothing, so that a network stays what it was made. */
  private static Training hardly() {
    return Training.epochs(1).learningRate(1e-12);
  }

  // ---- no false alarm

  private void findsNothing(NetworkBuilder builder, DataSet data, Training training) {
    try (Network network = builder.build(backend)) {
      assertEquals(List.of(), findings(network, data, training));
    }
  }

  private static Training adam() {
    return Training.epochs(60).batch(32).optimiser(new Adam(0.005)).validationShare(0.2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void moonsAreLearntWell(int seed) {
    findsNothing(hidden(2, relu(), 25, 25).dense(1, sigmoid()).seed(seed), MOONS, adam());
    findsNothing(hidden(2, tanh(), 25, 25).dense(1, sigmoid()).seed(seed), MOONS, adam());
    findsNothing(
        hidden(2, sigmoid(), 25).dense(1, sigmoid()).seed(seed),
        MOONS,
        adam().optimiser(new Adam(0.05)).schedule(new Cosine(0)));
    findsNothing(
        hidden(2, relu(), 25, 25).dense(1, sigmoid()).seed(seed),
        MOONS,
        Training.epochs(300).learningRate(0.1));
    findsNothing(
        hidden(2, relu(), 25, 25).dense(1, sigmoid()).seed(seed),
        Moons.make(100, 0.4, seed), // few and noisy
        Training.epochs(1000)
            .batch(16)
            .optimiser(new Adam(0.01))
            .validation(Moons.make(200, 0.4, 9))
            .earlyStopping(EarlyStopping.patience(30)));
    findsNothing(
        Network.inputs(2)
            .dense(32, identity())
            .batchNormalisation()
            .activation(relu())
            .dropout(0.2)
            .dense(1, sigmoid())
            .seed(seed),
        MOONS,
        adam());
  }

  /** Three classes of records around a point of their own, as iris has them. */
  private static DataSet blobs(int records, double spread, int seed) {
    RandomState random = new RandomState(seed);
    double[][] centres = {{1, 0, 0, 1}, {-1, 1, 0, 0}, {-1, -1, 1, 0}};
    double[][] features = new double[records][4];
    double[][] targets = new double[records][3];
    for (int i = 0; i < records; i++) {
      for (int j = 0; j < 4; j++) {
        features[i][j] = centres[i % 3][j] + spread * random.normal();
      }
      targets[i][i % 3] = 1;
    }
    return DataSet.of(features, targets);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void blobsAreLearntWell(int seed) {
    DataSet data = blobs(150, 0.4, seed);
    findsNothing(hidden(4, relu(), 25, 25).dense(3, softmax()).seed(seed), data, adam());
    findsNothing(
        hidden(4, relu(), 25, 25).dense(3, softmax()).seed(seed),
        data,
        Training.epochs(100).batch(32).learningRate(0.05));
  }

  private static DataSet curve(int records, double noise, int seed) {
    RandomState random = new RandomState(seed);
    double[][] features = new double[records][3];
    double[][] targets = new double[records][1];
    for (int i = 0; i < records; i++) {
      for (int j = 0; j < 3; j++) {
        features[i][j] = random.normal();
      }
      targets[i][0] = Math.sin(features[i][0]) + 0.5 * features[i][1] + noise * random.normal();
    }
    return DataSet.of(features, targets);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aRegressionIsLearntWell(int seed) {
    DataSet data = curve(400, 0.2, seed);
    findsNothing(hidden(3, relu(), 25, 25).dense(1, identity()).seed(seed), data, adam());
    findsNothing(
        hidden(3, tanh(), 20).dense(1, identity()).seed(seed),
        data,
        Training.epochs(200).batch(32).learningRate(0.02).validationShare(0.2));
    findsNothing(
        Network.inputs(3).dense(1, identity()).seed(seed),
        data,
        Training.epochs(100).learningRate(0.1));
  }

  @Test
  void goingOnWithATrainedNetworkIsNoFault() {
    try (Network network = hidden(2, relu(), 25, 25).dense(1, sigmoid()).build(backend)) {
      Training training = Training.epochs(500).learningRate(0.3);
      network.fit(MOONS, training);
      assertEquals(List.of(), findings(network, MOONS, training));
    }
  }

  // ---- dead units

  /** Gives this bias to the first units of a layer, and 0.5 to the others. */
  private static void bias(Network network, int layer, int units, double bias) {
    double[] biases = new double[network.biases(layer).length];
    Arrays.fill(biases, 0.5);
    Arrays.fill(biases, 0, units, bias);
    network.biases(layer, biases);
  }

  @Test
  void deadUnits() {
    try (Network network = hidden(2, relu(), 3, 10).dense(1, sigmoid()).build(backend)) {
      bias(network, 1, 6, -100);
      Finding dead = finds(Kind.DEAD_UNITS, findings(network, MOONS, hardly()));
      assertEquals(1, dead.layer());
      assertEquals(0.6, dead.measured());
      assertEquals(0.5, dead.threshold());
      assertEquals(
          "Layer 2 (dense, 10 units, relu): 6 of 10 units are dead, they give 0 for all 800"
              + " records; lower the learning rate or use leaky-relu.",
          dead.toString());
      bias(network, 1, 4, -100);
      findsNo(Kind.DEAD_UNITS, findings(network, MOONS, hardly()));
    }
    try (Network network = hidden(2, leakyRelu(), 10).dense(1, sigmoid()).build(backend)) {
      bias(network, 0, 10, -100);
      findsNo(Kind.DEAD_UNITS, findings(network, MOONS, hardly()));
    }
  }

  /** Images whose border is always black: places are 0 for all of them, channels are not. */
  @Test
  void ofImagesAChannelIsAUnit() {
    RandomState random = new RandomState(2);
    double[][] images = new double[40][64];
    double[][] targets = new double[40][1];
    for (int i = 0; i < 40; i++) {
      for (int place : new int[] {27, 28, 35, 36}) { // the middle of 8 by 8
        images[i][place] = random.uniform();
      }
      targets[i][0] = images[i][27] > 0.5 ? 1 : 0;
    }
    ImageShape shape = new ImageShape(1, 8, 8);
    try (Network network =
        Network.inputs(64)
            .layer(new Convolution(shape, 4, 3, 3, 1, 0, identity(), new HeNormal(), true))
            .activation(relu())
            .layer(
                new Convolution(
                    new ImageShape(4, 6, 6), 4, 3, 3, 1, 0, relu(), new HeNormal(), true))
            .dense(1, sigmoid())
            .build(backend)) {
      DataSet data = DataSet.of(images, targets);
      network.parameter(0, "bias", new double[] {-0.01, -0.01, -0.01, -0.01});
      network.parameter(2, "bias", new double[] {-0.01, -0.01, -0.01, -0.01});
      findsNo(Kind.DEAD_UNITS, findings(network, data, hardly()));
      network.parameter(2, "bias", new double[] {-0.01, -99, -99, -99});
      Finding dead = finds(Kind.DEAD_UNITS, findings(network, data, hardly()));
      assertEquals(2, dead.layer());
      assertTrue(dead.sentence().contains(": 3 of 4 channels are dead, "), dead.sentence());
    }
  }

  // ---- saturated units

  @Test
  void saturatedUnits() {
    for (Activation activation : List.of(tanh(), sigmoid())) {
      try (Network network = hidden(2, activation, 10).dense(1, sigmoid()).build(backend)) {
        bias(network, 0, 5, -20);
        Finding saturated = finds(Kind.SATURATED_UNITS, findings(network, MOONS, hardly()));
        assertEquals(0, saturated.layer());
        assertEquals(0.5, saturated.measured());
        assertEquals(
            "Layer 1 (dense, 10 units, "
                + activation.kind()
                + "): 5 of 10 units are saturated, for most of 800 records they are so near their"
                + " bounds that hardly a gradient passes; standardise the features, lower the"
                + " learning rate, or use relu.",
            saturated.sentence());
        bias(network, 0, 4, -20);
        findsNo(Kind.SATURATED_UNITS, findings(network, MOONS, hardly()));
      }
    }
  }

  /** An output is meant to be near its bounds, and relu to be flat on one side. */
  @Test
  void outputsAndRectifiersDoNotSaturate() {
    try (Network network = hidden(2, relu(), 10).dense(1, sigmoid()).build(backend)) {
      bias(network, 0, 10, -1);
      bias(network, 1, 1, -20);
      findsNo(Kind.SATURATED_UNITS, findings(network, MOONS, hardly()));
    }
  }

  // ---- gradients

  @Test
  void vanishingGradients() {
    int[] deep = {16, 16, 16, 16, 16, 16, 16, 16};
    try (Network network = hidden(2, sigmoid(), deep).dense(1, sigmoid()).build(backend);
        Network relu = hidden(2, relu(), deep).dense(1, sigmoid()).build(backend)) {
      Finding vanishing = finds(Kind.VANISHING_GRADIENTS, findings(network, MOONS, hardly()));
      assertEquals(0, vanishing.layer());
      assertTrue(vanishing.measured() < 1e-3);
      String begin =
          "Layer 1 (dense, 16 units, sigmoid): gradients vanish, beside the weights they";
      assertTrue(vanishing.sentence().startsWith(begin), vanishing.sentence());
      findsNo(Kind.VANISHING_GRADIENTS, findings(relu, MOONS, hardly()));
    }
  }

  @Test
  void explodingGradients() {
    DataSet data = curve(400, 0.2, 1);
    double[] large = data.features();
    for (int i = 0; i < large.length; i++) {
      large[i] *= 1e3;
    }
    DataSet raw = DataSet.of(400, large, 3, data.targets(), 1);
    try (Network network = Network.inputs(3).dense(1, identity()).build(backend)) {
      Finding exploding = finds(Kind.EXPLODING_GRADIENTS, findings(network, raw, hardly()));
      assertTrue(exploding.measured() > 1e3);
      assertTrue(
          exploding.sentence().startsWith("Layer 1 (dense, 1 units, identity): gradients explode,"),
          exploding.sentence());
      findsNo(Kind.EXPLODING_GRADIENTS, findings(network, data, hardly()));
    }
  }

  /** The sum of one gradient by hand: y = w·x, of which the cost is the mean of (w·x − y)². */
  @Test
  void gradientsAndUpdatesAreThoseOfOneMoreStep() {
    DataSet data = DataSet.of(2, new double[] {1, 2}, 1, new double[] {4003, 8006}, 1);
    try (Network network = Network.inputs(1).dense(1, identity()).build(backend)) {
      network.weights(0, new double[][] {{2}});
      List<Finding> findings = findings(network, data, Training.epochs(1).learningRate(1e-9));
      double w = 2 + 1e-9 * 20005; // dw = mean of 2·(w·x − y)·x = 5·(w − 4003)
      double b = 1e-9 * 3 * 4001; // db = mean of 2·(w·x − y) = 3·(w − 4003)
      double gradient = Math.abs(5 * (w - 4003) + 3 * b);
      Finding exploding = finds(Kind.EXPLODING_GRADIENTS, findings);
      assertEquals(gradient / w, exploding.measured(), 1e-9 * exploding.measured());
    }
  }

  // ---- updates

  @Test
  void smallUpdates() {
    try (Network network = hidden(2, relu(), 10).dense(1, sigmoid()).build(backend)) {
      Finding small =
          finds(
              Kind.SMALL_UPDATES, findings(network, MOONS, Training.epochs(20).learningRate(1e-7)));
      assertTrue(small.measured() < 1e-5);
      assertTrue(
          small
              .sentence()
              .endsWith("raise the learning rate (gradient-descent {learning-rate=1.0E-7})."),
          small.sentence());
    }
  }

  /** Also where a schedule has ended with a rate of 0. */
  @Test
  void largeUpdates() {
    Training training = Training.epochs(2).batch(200).optimiser(new Adam(1));
    try (Network network = Network.inputs(3).dense(1, identity()).seed(4).build(backend)) {
      DataSet data = curve(400, 0.2, 1);
      Training falling = training.schedule(new Cosine(0));
      Finding large = finds(Kind.LARGE_UPDATES, findings(network, data, falling));
      assertTrue(large.measured() > 0.1);
      assertTrue(
          large.sentence().contains("where about 1e-3 is usual; lower the learning rate (adam"),
          large.sentence());
    }
  }

  // ---- costs

  @Test
  void divergenceThatStaysFinite() {
    for (double rate : new double[] {10, 50, 500}) {
      try (Network network = hidden(2, relu(), 25, 25).dense(1, sigmoid()).build(backend)) {
        Finding diverged =
            finds(Kind.DIVERGED, findings(network, MOONS, Training.epochs(50).learningRate(rate)));
        assertEquals(-1, diverged.layer());
      }
    }
  }

  @Test
  void overfitting() {
    Training training =
        Training.epochs(500)
            .batch(16)
            .optimiser(new Adam(0.01))
            .validation(Moons.make(300, 0.4, 9));
    try (Network network = hidden(2, relu(), 50, 50).dense(1, sigmoid()).build(backend)) {
      List<Finding> findings = findings(network, Moons.make(60, 0.4, 3), training);
      assertTrue(finds(Kind.OVERFITTING, findings).measured() > 0.25);
      findsNo(Kind.LEARNT_NOTHING, findings);
    }
  }

  // ---- learnt nothing

  private static DataSet noise(boolean classes) {
    RandomState random = new RandomState(5);
    double[][] features = new double[300][6];
    double[][] targets = new double[300][1];
    for (int i = 0; i < 300; i++) {
      for (int j = 0; j < 6; j++) {
        features[i][j] = random.normal();
      }
      double target = random.normal();
      targets[i][0] = classes ? (target > 0 ? 1 : 0) : target;
    }
    return DataSet.of(features, targets);
  }

  @Test
  void noiseTeachesNothing() {
    Training training = adam().earlyStopping(EarlyStopping.patience(10));
    try (Network classes = hidden(6, relu(), 20).dense(1, sigmoid()).build(backend);
        Network quantities = hidden(6, relu(), 20).dense(1, identity()).build(backend)) {
      Finding nothing = finds(Kind.LEARNT_NOTHING, findings(classes, noise(true), training));
      assertTrue(nothing.sentence().contains(" of 60 held-out records "), nothing.sentence());
      finds(Kind.LEARNT_NOTHING, findings(quantities, noise(false), training));
    }
  }

  /** Good on the records that trained, and worse than the mean on others. */
  @Test
  void whatIsKnownByHeartIsNothing() {
    try (Network network = hidden(6, relu(), 50, 50).dense(1, identity()).build(backend)) {
      DataSet data = noise(false);
      Training training = Training.epochs(100).batch(32).optimiser(new Adam(0.01));
      Fit fit = network.fit(data, training);
      assertTrue(network.evaluate(data).cost() < 0.3);
      findsNo(Kind.LEARNT_NOTHING, network.diagnose(data, training, fit));
      double[] targets = new double[200];
      double[] features = new double[1200];
      RandomState random = new RandomState(8);
      Arrays.setAll(features, i -> random.normal());
      Arrays.setAll(targets, i -> random.normal());
      DataSet fresh = DataSet.of(200, features, 6, targets, 1);
      Finding nothing = finds(Kind.LEARNT_NOTHING, network.diagnose(data, training, fit, fresh));
      assertTrue(nothing.sentence().contains("200 held-out records"), nothing.sentence());
    }
  }

  @Test
  void aLearningRateOfNextToNothingTeachesNothing() {
    try (Network network = hidden(2, relu(), 10).dense(1, sigmoid()).build(backend)) {
      bias(network, 1, 1, -9);
      Finding nothing = finds(Kind.LEARNT_NOTHING, findings(network, MOONS, hardly()));
      assertTrue(nothing.sentence().contains(" of 800 training records "), nothing.sentence());
    }
  }

  // ---- all along

  @ParameterizedTest
  @EnumSource
  void ofEveryTypeAndOfAStoppedTraining(DType dtype) {
    try (Backend any = Matrices.naive(dtype);
        Network network =
            Network.inputs(2)
                .dense(8, identity())
                .batchNormalisation()
                .activation(relu())
                .dropout(0.2)
                .dense(1, sigmoid())
                .build(any)) {
      List<String> whole = new ArrayList<>();
      for (int steps : new int[] {1, 7, 200}) { // within the first epoch, a later one, at the end
        long[] done = {0};
        Training training =
            Training.epochs(8)
                .batch(32)
                .optimiser(new Adam(0.02))
                .stopWhen(() -> ++done[0] >= steps);
        findings(network, MOONS, training).forEach(finding -> whole.add(finding.sentence()));
      }
      assertTrue(whole.stream().allMatch(sentence -> sentence.endsWith(".")), whole.toString());
    }
  }

  @Test
  void anotherTrainingOrOtherDataIsRefused() {
    try (Network network = hidden(2, relu(), 3).dense(1, sigmoid()).build(backend)) {
      Training training = Training.epochs(2);
      Fit fit = network.fit(MOONS, training);
      DataSet narrow = DataSet.of(1, new double[] {1}, 1, new double[] {1}, 1);
      for (Runnable wrong :
          List.<Runnable>of(
              () -> network.diagnose(MOONS, training.seed(1), fit),
              () -> network.diagnose(narrow, training, fit),
              () -> network.diagnose(MOONS, training, fit, narrow))) {
        String message =
            String.valueOf(assertThrows(IllegalArgumentException.class, wrong::run).getMessage());
        assertTrue(message.startsWith("diagnose: "), message);
      }
    }
  }
}
