package nn.core.layer;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import nn.api.Backend;
import nn.api.DType;
import nn.api.RequiredKernelsBackend;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.OutputRange;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.network.Pass;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Explicit;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.data.DataSet;
import nn.core.initialiser.XavierNormal;
import nn.core.optimiser.Adam;
import nn.core.training.Training;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers with parts, and layers that behave differently in training. */
class LayersTest {
  private static final int CLASSES = 3;

  private final Backend backend = Matrices.naive(DType.FLOAT64);

  @AfterEach
  void close() {
    backend.close();
  }

  private static Dense dense(int units, Activation activation) {
    return new Dense(units, activation, new XavierNormal());
  }

  private static Backend open(String name, int threads) {
    return Backends.open(name, new BackendOptions(DType.FLOAT64, threads));
  }

  /** Normal features, and a class for each record. */
  private static double[][][] classes(int records, int inputs) {
    Random random = new Random(7);
    double[][] features = new double[records][inputs];
    double[][] targets = new double[records][CLASSES];
    for (int j = 0; j < records; j++) {
      Arrays.setAll(features[j], i -> random.nextGaussian());
      targets[j][random.nextInt(CLASSES)] = 1;
    }
    return new double[][][] {features, targets};
  }

  private static DataSet data(int records, int inputs) {
    double[][][] classes = classes(records, inputs);
    return DataSet.of(classes[0], classes[1]);
  }

  // ---- gradients

  /** A network with every layer of this jar, parts in parts, and a frozen one between others. */
  private static NetworkBuilder all(int inputs, int width) {
    Layer body =
        new Sequence(
            dense(5, tanh()), new BatchNormalisation(), new Dropout(0.25), dense(width, tanh()));
    return Network.inputs(inputs)
        .seed(7)
        .dense(width, identity())
        .batchNormalisation()
        .activation(relu())
        .layerNormalisation()
        .dropout(0.25)
        .layer(new Residual(body))
        .layer(new Frozen(new Sequence(dense(5, tanh()), new Dropout(0.25))))
        .layer(new Residual(new Residual(new ActivationLayer(tanh()))));
  }

  @ParameterizedTest
  @CsvSource({"naive, true", "naive, false", "naive-fma, true", "naive-fma, false"})
  void backwardMatchesFiniteDifferences(String name, boolean fuse) {
    Cost cost = new CategoricalCrossEntropy();
    double[][][] classes = classes(8, 4);
    try (Backend any = open(name, 2);
        Network network =
            all(4, 6).dense(CLASSES, softmax()).cost(fuse ? cost : new Explicit(cost)).build(any)) {
      GradientReport report = GradientCheck.of(network).on(classes[0], classes[1]);
      assertTrue(report.passed(), report::toString);
      assertTrue(report.checked() > 150, report::toString);
    }
  }

  @Test
  void eachLayerAloneMatchesFiniteDifferences() {
    double[][] features = classes(6, 4)[0];
    for (Layer layer :
        List.of(
            new BatchNormalisation(),
            new LayerNormalisation(),
            new Dropout(0.5),
            new ActivationLayer(tanh()),
            new ActivationLayer(softmax()),
            new Sequence(dense(3, tanh()), dense(4, softmax())),
            new Residual(dense(4, tanh())),
            new Residual(new BatchNormalisation()),
            new Frozen(dense(4, tanh())),
            new Residual(new Frozen(new Sequence(dense(2, tanh()), dense(4, identity())))))) {
      GradientReport report = GradientCheck.of(layer, backend).on(features, classes(6, 4)[0]);
      assertTrue(report.passed(), () -> layer + ": " + report);
    }
  }

  // ---- sequence

  @Test
  void aSequenceHasTheBitsOfItsLayersInTheNetwork() {
    DataSet data = data(9, 4);
    Training training = Training.epochs(5).optimiser(new Adam(0.01));
    try (Network flat =
            Network.inputs(4)
                .layer(dense(6, tanh()))
                .layer(dense(5, relu()))
                .dense(CLASSES, softmax())
                .build(backend);
        Network nested =
            Network.inputs(4)
                .layer(new Sequence(dense(6, tanh()), new Sequence(dense(5, relu()))))
                .dense(CLASSES, softmax())
                .build(backend)) {
      assertEquals(flat.weightsSha256(), nested.weightsSha256());
      flat.fit(data, training);
      nested.fit(data, training);
      assertArrayEquals(flat.parameter(1, "weight"), nested.parameter(0, "1.0.weight"));
      assertEquals(flat.weightsSha256(), nested.weightsSha256());
    }
  }

  @Test
  void aSequenceGivesWhatItsLastLayerGives() {
    Sequence sequence = new Sequence(dense(6, tanh()), dense(2, softmax()));
    assertEquals(2, sequence.units(4));
    assertEquals(OutputRange.DISTRIBUTION, sequence.range());
    assertEquals(OutputRange.DISTRIBUTION, new Frozen(sequence).range());
    assertEquals(
        List.of("0.weight", "0.bias", "1.weight", "1.bias"),
        Part.parameters(sequence, 4).stream().map(Parameter::name).toList());
    assertEquals(
        "sequence: at least one layer is needed: none given",
        assertThrows(IllegalArgumentException.class, Sequence::new).getMessage());
  }

  @Test
  void whetherRecordsAreMixedIsAskedOfTheParts() {
    Layer alone = new Residual(new Sequence(new Dropout(0.5), new Frozen(dense(4, tanh()))));
    Layer mixes = new Residual(new Sequence(new Dropout(0.5), new BatchNormalisation()));
    assertFalse(Part.mixesRecords(alone, 4));
    assertTrue(Part.mixesRecords(mixes, 4));
    assertTrue(Part.mixesRecords(new Frozen(mixes), 4));
  }

  // ---- residual

  @Test
  void aResidualBlockAddsItsInput() {
    try (Network network = Network.inputs(2).layer(new Residual(dense(2, relu()))).build(backend)) {
      network.parameter(0, "body.weight", new double[] {1, 2, 3, -4});
      network.parameter(0, "body.bias", new double[] {0.5, 1});
      // 1 + 5 + 0.5, 2 + max(0, −5 + 1)
      assertArrayEquals(new double[][] {{6.5, 2}}, network.predict(new double[][] {{1, 2}}));
    }
  }

  @Test
  void aBodyThatChangesTheWidthIsRefused() {
    assertEquals(
        "residual: the body must have as many outputs as inputs, so that x can be added: dense has"
            + " 4 inputs and 5 outputs",
        assertThrows(
                IllegalArgumentException.class,
                () -> Network.inputs(4).layer(new Residual(dense(5, tanh()))).build(backend))
            .getMessage());
  }

  /** The identity, which notes what passes. */
  private record Watch(List<double[]> seen) implements Layer {
    @Override
    public String kind() {
      return "watch";
    }

    @Override
    public int units(int inputs) {
      return inputs;
    }

    @Override
    public List<Parameter> parameters(int inputs) {
      return List.of();
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      double[] values = new double[x.shape().size()];
      pass.backend().read(x, values);
      seen.add(values);
      pass.backend().copy(x, y);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
      if (dx != null) {
        pass.backend().copy(dy, dx);
      }
    }
  }

  /** What a layer makes of ones in the first step of a training. */
  private double[] outputs(Layer layer, int inputs, int records) {
    List<double[]> seen = new ArrayList<>();
    double[] ones = new double[inputs * records];
    Arrays.fill(ones, 1);
    DataSet data = DataSet.of(records, ones, inputs, new double[records], 1);
    try (Network network =
        Network.inputs(inputs)
            .layer(layer)
            .layer(new Watch(seen))
            .dense(1, identity())
            .build(backend)) {
      network.fit(data, Training.epochs(1).seed(3));
    }
    return seen.get(0);
  }

  @Test
  void twoDropoutsOfABlockDropDifferentNumbers() {
    int numbers = 8 * 1000;
    double[] first = outputs(new Sequence(new Dropout(0.5)), 8, 1000);
    double[] both = outputs(new Sequence(new Dropout(0.5), new Dropout(0.5)), 8, 1000);
    double[] block =
        outputs(new Residual(new Sequence(new Dropout(0.5), new Dropout(0.5))), 8, 1000);
    int kept = 0;
    int keptOfFirst = 0;
    for (int i = 0; i < numbers; i++) {
      assertTrue(both[i] == 0 || (both[i] == 4 && first[i] == 2), "dropped by either is dropped");
      assertTrue(block[i] == 1 || block[i] == 5, "1 and what is left of it");
      keptOfFirst += first[i] == 2 ? 1 : 0;
      kept += both[i] == 4 ? 1 : 0;
    }
    double deviation = Math.sqrt(numbers * 0.25 * 0.75); // of a binomial distribution
    assertEquals(numbers * 0.5, keptOfFirst, 4 * deviation);
    assertEquals(numbers * 0.25, kept, 4 * deviation);
    // With one mask for both, all of the first's would be kept.
    assertEquals(keptOfFirst * 0.5, kept, 4 * deviation);
    // The path decides, so a block's are other numbers than a sequence's.
    assertFalse(Arrays.equals(Arrays.stream(both).map(y -> 1 + y).toArray(), block));
  }

  // ---- frozen

  @Test
  void aFrozenLayerKeepsItsBitsAndGivesTheGradientOn() {
    Training one = Training.epochs(1).learningRate(0.5);
    DataSet data = data(9, 4);
    Layer middle = dense(6, tanh());
    try (Network frozen =
            Network.inputs(4)
                .dense(6, tanh())
                .layer(new Frozen(middle))
                .dense(CLASSES, softmax())
                .build(backend);
        Network free =
            Network.inputs(4)
                .dense(6, tanh())
                .layer(middle)
                .dense(CLASSES, softmax())
                .build(backend)) {
      double[] before = frozen.parameter(1, "weight");
      assertArrayEquals(before, free.parameter(1, "weight"));
      assertEquals(free.parameterCount() - 6 * 6 - 6, frozen.parameterCount());
      frozen.fit(data, one);
      free.fit(data, one);
      assertArrayEquals(before, frozen.parameter(1, "weight"));
      assertArrayEquals(new double[6], frozen.parameter(1, "bias"));
      for (int layer : new int[] {0, 2}) { // the first step of the others is the same
        assertArrayEquals(free.parameter(layer, "weight"), frozen.parameter(layer, "weight"));
      }
      frozen.fit(data, Training.epochs(20).optimiser(new Adam(0.01)).batch(4));
      assertArrayEquals(before, frozen.parameter(1, "weight"));
      assertFalse(Arrays.equals(free.parameter(0, "weight"), frozen.parameter(0, "weight")));
    }
  }

  // ---- statistics

  @Test
  void onlyACommitChangesStatisticsAndNoneAFrozenOne() {
    double[][] features = {{1, 10}, {3, 20}, {2, 60}, {6, 30}};
    double[][] targets = {{0}, {1}, {0}, {1}};
    try (Network network =
        Network.inputs(2)
            .layer(new Residual(new BatchNormalisation(1e-5, 0.75)))
            .layer(new Frozen(new BatchNormalisation(1e-5, 0.75)))
            .dense(1, identity())
            .build(backend)) {
      DataSet data = DataSet.of(features, targets);
      network.predict(features);
      network.evaluate(data);
      GradientCheck.of(network).on(features, targets);
      assertArrayEquals(new double[2], network.parameter(0, "body.running_mean"));
      assertArrayEquals(new double[] {1, 1}, network.parameter(0, "body.running_var"));
      network.fit(data, Training.epochs(1).learningRate(0.1));
      // a quarter of the means 3 and 30, and of the variances 14/3 and 1400/3
      assertArrayEquals(new double[] {0.75, 7.5}, network.parameter(0, "body.running_mean"));
      assertArrayEquals(
          new double[] {0.75 + 3.5 / 3, 0.75 + 350 / 3.0},
          network.parameter(0, "body.running_var"),
          1e-13);
      assertArrayEquals(new double[2], network.parameter(1, "running_mean"));
      assertArrayEquals(new double[] {1, 1}, network.parameter(1, "running_var"));
      assertArrayEquals(new double[] {1, 1}, network.parameter(1, "weight"));
    }
  }

  @Test
  void inPredictionEachRecordStandsAlone() {
    DataSet data = data(8, 4);
    double[][] features = classes(8, 4)[0];
    try (Network network = all(4, 6).dense(CLASSES, softmax()).build(backend)) {
      network.fit(data, Training.epochs(3));
      double[] before = network.predict(features)[0];
      double cost = network.evaluate(data).cost();
      features[1] = new double[] {9, 9, 9, 9};
      assertArrayEquals(before, network.predict(features)[0]);
      assertArrayEquals(before, network.predict(new double[][] {features[0]})[0]);
      assertEquals(cost, network.evaluate(data).cost());
    }
  }

  // ---- bits

  /** With batch statistics a batch is computed as one; without, in parts of 512 records. */
  private static String trained(Backend backend, boolean statistics) {
    NetworkBuilder builder = Network.inputs(20).seed(5).dense(40, relu());
    if (statistics) {
      builder.batchNormalisation();
    }
    builder
        .layer(new Residual(new Sequence(new Dropout(0.25), dense(40, tanh()), new Dropout(0.5))))
        .dense(CLASSES, softmax());
    try (Network network = builder.build(backend)) {
      network.fit(data(1300, 20), Training.epochs(3).optimiser(new Adam(0.01)).seed(2));
      String running =
          statistics ? Arrays.toString(network.parameter(1, "running_var")) : "no statistics";
      return network.weightsSha256() + running;
    }
  }

  @ParameterizedTest
  @CsvSource({"naive, true", "naive, false", "naive-fma, true", "naive-fma, false"})
  void threadsChangeNoBit(String name, boolean statistics) {
    try (Backend one = open(name, 1);
        Backend two = open(name, 2)) {
      assertEquals(trained(one, statistics), trained(two, statistics));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void derivedKernelsHaveTheBitsOfTheirDefaults(boolean statistics) {
    assertEquals(
        trained(backend, statistics), trained(new RequiredKernelsBackend(backend), statistics));
  }

  @Test
  void theSeedDecidesWhatIsDropped() {
    double[] some = outputs(new Dropout(0.5), 3, 50);
    assertArrayEquals(some, outputs(new Dropout(0.5), 3, 50));
    assertNotEquals(0, Arrays.stream(some).filter(y -> y == 0).count());
  }
}
