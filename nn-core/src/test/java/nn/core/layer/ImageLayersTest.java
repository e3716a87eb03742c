package nn.core.layer;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.RequiredKernelsBackend;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Layer;
import nn.api.network.OutputRange;
import nn.api.network.Parameter;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import nn.core.cost.MeanSquaredError;
import nn.core.data.DataSet;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.Normal;
import nn.core.optimiser.Adam;
import nn.core.training.Objective;
import nn.core.training.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Convolution and pooling. */
class ImageLayersTest {
  private final Backend backend = Matrices.naive(DType.FLOAT64);

  @AfterEach
  void close() {
    backend.close();
  }

  private static double[][] normals(int rows, int width) {
    Random random = new Random(5);
    double[][] values = new double[rows][width];
    for (double[] row : values) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    return values;
  }

  private double[][] predict(Layer layer, double[][] images) {
    try (Network network = Network.inputs(images[0].length).layer(layer).build(backend)) {
      return network.predict(images);
    }
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  // ---- convolution

  /** The formula, as seven loops. */
  private static double[] plain(
      double[] x, ImageShape in, ImageShape out, int[] window, double[] w, double[] b) {
    int height = window[0];
    int width = window[1];
    double[] z = new double[out.size()];
    for (int f = 0; f < out.channels(); f++) {
      for (int i = 0; i < out.height(); i++) {
        for (int j = 0; j < out.width(); j++) {
          double sum = b[f];
          for (int k = 0; k < in.channels(); k++) {
            for (int p = 0; p < height; p++) {
              for (int q = 0; q < width; q++) {
                int row = i * window[2] + p - window[3];
                int column = j * window[2] + q - window[3];
                if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
                  sum +=
                      w[((f * in.channels() + k) * height + p) * width + q]
                          * x[(k * in.height() + row) * in.width() + column];
                }
              }
            }
          }
          z[(f * out.height() + i) * out.width() + j] = sum;
        }
      }
    }
    return z;
  }

  @ParameterizedTest
  @CsvSource({
    "2, 5, 4, 3, 3, 3, 1, 1",
    "1, 1, 1, 2, 1, 1, 1, 0",
    "3, 6, 7, 2, 2, 3, 2, 0",
    "2, 4, 9, 3, 4, 2, 3, 2",
    "1, 3, 3, 1, 5, 5, 1, 2",
    "2, 1, 8, 2, 1, 4, 2, 0"
  })
  void outputsAreThoseOfSevenLoops(
      int channels, int height, int width, int filters, int h, int w, int stride, int padding) {
    ImageShape in = new ImageShape(channels, height, width);
    Convolution layer =
        new Convolution(in, filters, h, w, identity()).stride(stride).padding(padding);
    double[][] images = normals(3, in.size());
    try (Network network = Network.inputs(in.size()).seed(3).layer(layer).build(backend)) {
      network.parameter(0, "bias", normals(1, filters)[0]);
      double[][] found = network.predict(images);
      for (int j = 0; j < images.length; j++) {
        double[] expected =
            plain(
                images[j],
                in,
                layer.output(),
                new int[] {h, w, stride, padding},
                network.parameter(0, "weight"),
                network.parameter(0, "bias"));
        assertArrayEquals(expected, found[j], 1e-13);
      }
    }
  }

  /** A square, whose gradient reads {@code z}. */
  private record Square() implements Activation {
    @Override
    public String kind() {
      return "square";
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      backend.combine(CombineOperation.MULTIPLY, z, z, a);
    }

    @Override
    public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
      backend.combine(CombineOperation.MULTIPLY, da, z, dz);
      backend.combine(CombineOperation.ADD, dz, dz, dz);
    }

    @Override
    public boolean needsPreActivation() {
      return true;
    }
  }

  @Test
  void anyActivationWillDo() {
    ImageShape in = new ImageShape(2, 4, 3);
    double[][] images = normals(4, in.size());
    for (Activation activation : List.of(relu(), tanh(), softmax(), new Square())) {
      Convolution layer = new Convolution(in, 3, 2, activation).initialiser(new Normal(0.5));
      Convolution plain = new Convolution(in, 3, 2, identity()).initialiser(new Normal(0.5));
      double[][] fused = predict(layer, images);
      double[][] after = predict(new Sequence(plain, new ActivationLayer(activation)), images);
      assertArrayEquals(after, fused, activation.kind());
      GradientReport report =
          GradientCheck.of(layer, backend).on(images, normals(4, layer.output().size()));
      assertTrue(report.passed(), report::toString);
      assertEquals(activation.range(), layer.range());
    }
    assertEquals(OutputRange.DISTRIBUTION, new Convolution(in, 3, 2, softmax()).range());
  }

  @Test
  void weightsAndBiasesHavePyTorchsNamesAndOrder() {
    Convolution layer =
        new Convolution(new ImageShape(2, 5, 5), 4, 3, 2, relu()).initialiser(new HeNormal());
    assertEquals(
        List.of("weight [4, 12]", "bias [4, 1]"),
        layer.parameters(50).stream().map(ImageLayersTest::described).toList());
    assertEquals(
        List.of("weight [4, 12]"),
        layer.withoutBias().parameters(50).stream().map(ImageLayersTest::described).toList());
  }

  private static String described(Parameter parameter) {
    return parameter.name() + " " + parameter.shape();
  }

  @Test
  void oneLessBiasIsABiasOfZero() {
    ImageShape in = new ImageShape(2, 4, 3);
    Convolution with = new Convolution(in, 3, 2, tanh());
    double[][] images = normals(4, in.size());
    assertArrayEquals(predict(with, images), predict(with.withoutBias(), images));
    assertArrayEquals(
        predict(new Dense(3, tanh()), images), predict(new Dense(3, tanh()).withoutBias(), images));
    for (Layer layer : List.of(with.withoutBias(), new Dense(3, tanh()).withoutBias())) {
      double[][] targets = normals(4, layer.units(in.size()));
      GradientReport report = GradientCheck.of(layer, backend).on(images, targets);
      assertTrue(report.passed(), report::toString);
    }
  }

  // ---- pooling

  @Test
  void maximaAndMeansOfWindows() {
    ImageShape in = new ImageShape(2, 3, 5);
    double[] image = {
      1, 2, 3, 4, 5, //
      9, 8, 7, 6, 5, //
      1, 1, 1, 1, 1, //
      -1, -2, -3, -4, -9, //
      -5, -4, -1, -8, -9, //
      0, 0, 0, 0, 0
    };
    double[][] images = {image};
    assertArrayEquals(
        new double[][] {{9, 7, -1, -1}}, predict(new MaxPooling(in, 2), images)); // 2 × 1 × 2
    assertArrayEquals(new double[][] {{5, 5, -3, -4}}, predict(new AveragePooling(in, 2), images));
    assertEquals(new ImageShape(2, 2, 3), new MaxPooling(in, 2, 3, 1).output());
    assertArrayEquals(
        new double[][] {{9, 8, 7, 9, 8, 7, -1, -1, -1, 0, 0, 0}},
        predict(new MaxPooling(in, 2, 3, 1), images));
  }

  /** The gradient by an image of the sum of a layer's outputs, each times its target. */
  private double[] gradient(ImageLayer layer, double[] image, double[] factors) {
    double[] gradient = new double[image.length];
    try (Network network =
            Network.inputs(image.length).layer(layer).cost(new MeanSquaredError()).build(backend);
        Objective objective =
            network.objective(DataSet.of(new double[][] {image}, new double[][] {factors}))) {
      System.arraycopy(objective.gradient()[0], 0, gradient, 0, image.length);
    }
    return gradient;
  }

  @Test
  void ofSeveralGreatestTheFirstGetsTheGradient() {
    // squared error of one output, (9 − 8.5)² with mean over one unit, has the gradient 1
    ImageShape in = new ImageShape(1, 2, 3);
    double[] factors = {8.5};
    assertArrayEquals(
        new double[] {0, 0, 1, 0, 0, 0},
        gradient(new MaxPooling(in, 2, 3, 1), new double[] {1, 2, 9, 9, 9, 4}, factors));
    assertArrayEquals(
        new double[] {1, 0, 0, 0, 0, 0},
        gradient(new MaxPooling(in, 2, 3, 1), new double[] {9, 9, 9, 9, 9, 9}, factors));
    factors[0] = -0.5;
    assertArrayEquals(
        new double[] {0, 1, 0, 0, 0, 0},
        gradient(new MaxPooling(in, 2, 3, 1), new double[] {-1, -0.0, 0.0, -1, 0, 0}, factors));
    factors[0] = 0.5;
    assertArrayEquals(
        new double[] {1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6},
        gradient(new AveragePooling(in, 2, 3, 1), new double[] {1, 1, 1, 1, 1, 1}, factors));
  }

  @Test
  void aNaNIsTheGreatest() {
    ImageShape in = new ImageShape(1, 2, 2);
    for (int place = 0; place < 4; place++) {
      double[] image = {Double.POSITIVE_INFINITY, 1, 2, 3};
      image[place] = Double.NaN;
      double[][] images = {image};
      assertTrue(Double.isNaN(predict(new MaxPooling(in, 2), images)[0][0]));
      assertTrue(Double.isNaN(predict(new AveragePooling(in, 2), images)[0][0]));
    }
  }

  @Test
  void gradientsMatchFiniteDifferences() {
    ImageShape in = new ImageShape(2, 5, 6);
    double[][] images = normals(4, in.size());
    for (ImageLayer layer :
        List.of(
            new MaxPooling(in, 2),
            new MaxPooling(in, 3, 2, 1),
            new AveragePooling(in, 2),
            new AveragePooling(in, 3, 2, 1),
            new Convolution(in, 3, 3, tanh()).stride(2).padding(1))) {
      double[][] factors = normals(4, layer.output().size());
      GradientReport report = GradientCheck.of(layer, backend).on(images, factors);
      assertTrue(report.passed(), () -> layer + ": " + report);
    }
  }

  // ---- shapes

  @Test
  void aLayerKnowsTheShapeThatItGives() {
    ImageShape in = new ImageShape(1, 28, 28);
    Convolution first = new Convolution(in, 6, 5, relu()).padding(2);
    assertEquals(new ImageShape(6, 28, 28), first.output());
    assertEquals(new ImageShape(6, 14, 14), new MaxPooling(first.output(), 2).output());
    assertEquals(new ImageShape(6, 13, 13), new MaxPooling(first.output(), 3, 4, 2).output());
    assertEquals(new ImageShape(16, 9, 9), new Convolution(in, 16, 4, relu()).stride(3).output());
    assertEquals("6 × 28 × 28", first.output().toString());
    assertEquals(4704, first.units(784));
    refuses(
        "convolution: inputs must be channels × height × width: 783, not 1 × 28 × 28",
        () -> first.units(783));
  }

  @Test
  void impossibleShapesAreRefused() {
    ImageShape in = new ImageShape(3, 4, 5);
    refuses(
        "image: channels, height and width must be at least 1: 3 × 0 × 5",
        () -> new ImageShape(3, 0, 5));
    refuses(
        "image: too many numbers for a record: 65536 × 256 × 128",
        () -> new ImageShape(65536, 256, 128));
    refuses("convolution: channels must be at least 1: 0", () -> new Convolution(in, 0, 3, relu()));
    refuses(
        "convolution: the window must fit into the padded image: window 5 × 5, image 3 × 4 × 5,"
            + " padding 0",
        () -> new Convolution(in, 6, 5, relu()).output());
    assertEquals(new ImageShape(6, 4, 5), new Convolution(in, 6, 5, relu()).padding(2).output());
    refuses(
        "convolution: window and stride must be at least 1, and padding at least 0: window 3 × 3,"
            + " stride 0, padding 0",
        () -> new Convolution(in, 6, 3, relu()).stride(0));
    refuses(
        "max-pooling: the window must fit into the padded image: window 2 × 6, image 3 × 4 × 5,"
            + " padding 0",
        () -> new MaxPooling(in, 2, 6, 1));
    refuses(
        "average-pooling: window and stride must be at least 1, and padding at least 0: window 0 ×"
            + " 0, stride 0, padding 0",
        () -> new AveragePooling(in, 0));
  }

  // ---- networks

  /** The sizes of LeNet-5, with all channels of the second convolution connected. */
  private static NetworkBuilder leNet() {
    return Network.images(1, 28, 28)
        .seed(1)
        .layer(image -> new Convolution(image, 6, 5, relu()).padding(2))
        .maxPooling(2)
        .convolution(16, 5, relu())
        .maxPooling(2)
        .dense(120, relu())
        .dense(84, relu())
        .dense(10, softmax());
  }

  @Test
  void leNetHasItsNumberOfParameters() {
    try (Network network = leNet().build(backend)) {
      assertEquals(61706, network.parameterCount());
      assertEquals(784, network.inputs());
      assertEquals(400 * 120, network.parameter(4, "weight").length);
    }
  }

  /** Its predictions run 236 records at a time, since a record has so many numbers. */
  @Test
  void aRecordsPredictionDoesNotDependOnTheOthers() {
    double[][] images = normals(250, 784);
    try (Network network = leNet().build(backend)) {
      double[][] together = network.predict(images);
      for (int record : new int[] {0, 235, 236, 249}) {
        assertArrayEquals(together[record], network.predict(new double[][] {images[record]})[0]);
      }
    }
  }

  @Test
  void theBuilderFollowsTheImage() {
    try (Network network =
        Network.images(2, 6, 6)
            .batchNormalisation()
            .dropout(0.5)
            .layer(image -> new Residual(new Convolution(image, 2, 3, tanh()).padding(1)))
            .layer(image -> new Frozen(new Convolution(image, 5, 3, tanh())))
            .layer(image -> new Sequence(new MaxPooling(image, 2), new Dropout(0.5)))
            .averagePooling(2)
            .build(backend)) {
      assertEquals(5, network.outputs());
    }
    refuses(
        "network: no image comes from the layers before; begin with Network.images(channels,"
            + " height, width), or give the layer its shape: layer(new Convolution(new"
            + " ImageShape(channels, height, width), …))",
        () -> Network.images(1, 4, 4).dense(16, relu()).maxPooling(2));
    refuses(
        "max-pooling: inputs must be channels × height × width: 5, not 1 × 4 × 4",
        () -> Network.inputs(5).layer(new MaxPooling(new ImageShape(1, 4, 4), 2)).build(backend));
  }

  /** The weights of a small network with every layer for images, after some steps. */
  private static String trained(Backend backend, int records) {
    double[][] images = normals(records, 2 * 9 * 8);
    double[][] targets = new double[records][3];
    for (int j = 0; j < records; j++) {
      targets[j][j % 3] = 1;
    }
    try (Network network =
        Network.images(2, 9, 8)
            .seed(2)
            .layer(image -> new Convolution(image, 3, 3, 2, relu()).padding(1))
            .maxPooling(2)
            .convolution(4, 2, sigmoid())
            .averagePooling(2)
            .dense(3, softmax())
            .build(backend)) {
      network.fit(DataSet.of(images, targets), Training.epochs(3).optimiser(new Adam(0.01)));
      return network.weightsSha256();
    }
  }

  @ParameterizedTest
  @EnumSource
  void neitherThreadsNorDerivedKernelsNorPartsChangeABit(DType dtype) {
    for (int records : new int[] {23, 1100}) { // in one part, and in three
      try (Backend one = Backends.open("naive", new BackendOptions(dtype, 1));
          Backend two = Backends.open("naive", new BackendOptions(dtype, 2))) {
        String expected = trained(one, records);
        assertEquals(expected, trained(two, records));
        assertEquals(expected, trained(new RequiredKernelsBackend(one), records));
      }
    }
  }
}
