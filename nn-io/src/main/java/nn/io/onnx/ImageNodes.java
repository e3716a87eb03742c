package nn.io.onnx;

import java.util.stream.LongStream;
import nn.api.network.Config;
import nn.core.layer.AveragePooling;
import nn.core.layer.Convolution;
import nn.core.layer.ImageLayer;
import nn.core.layer.ImageShape;
import nn.core.layer.MaxPooling;

/**
 * What layers of images are in ONNX: operators on {@code [records, channels, height, width]}, which
 * is nn's order. ONNX Runtime computes {@code Conv} and {@code AveragePool} in float only, so for
 * doubles the windows are gathered, as nn does.
 */
final class ImageNodes {
  private final ImageShape input;
  private final ImageShape output;
  private final int height; // of a window
  private final int width;
  private final int stride;
  private final int padding;
  private final LayerScope at;

  private ImageNodes(ImageLayer layer, LayerScope at) {
    Config config = layer.config();
    input = layer.input();
    output = layer.output();
    height = config.integer("height");
    width = config.integer("width");
    stride = config.integer("stride");
    padding = layer instanceof Convolution ? config.integer("padding") : 0;
    this.at = at;
  }

  static String convolution(Convolution layer, LayerScope at, String x) {
    ImageNodes nodes = new ImageNodes(layer, at);
    boolean bias = layer.config().flag("bias");
    String z = at.isDouble() ? nodes.product(x, bias) : nodes.convolution(x, bias);
    return ActivationNodes.add(layer.activation(), at, z);
  }

  static String averagePooling(AveragePooling layer, LayerScope at, String x) {
    ImageNodes nodes = new ImageNodes(layer, at);
    return at.isDouble() ? nodes.meanOfWindows(x) : nodes.pooling("AveragePool", x);
  }

  static String maxPooling(MaxPooling layer, LayerScope at, String x) {
    return new ImageNodes(layer, at).pooling("MaxPool", x);
  }

  private String image(String x) {
    return at.reshape(x, 0, input.channels(), input.height(), input.width());
  }

  private String flat(String y) {
    return at.reshape(y, 0, output.size());
  }

  private Attributes window() {
    return new Attributes().integers("kernel_shape", height, width);
  }

  private String pooling(String operator, String x) {
    return flat(at.node(operator, window().integers("strides", stride, stride), image(x)));
  }

  private String convolution(String x, boolean bias) {
    Attributes attributes =
        window()
            .integers("pads", padding, padding, padding, padding)
            .integers("strides", stride, stride);
    String w = at.parameter("weight", output.channels(), input.channels(), height, width);
    return flat(
        bias
            ? at.node("Conv", attributes, image(x), w, at.parameter("bias", output.channels()))
            : at.node("Conv", attributes, image(x), w));
  }

  /** {@code W·X + b} with a column of X for each window. */
  private String product(String x, boolean bias) {
    int channels = output.channels();
    String windows = windows(x, 1, input.channels()); // [records, positions, numbers of a window]
    String w = at.parameter("weight", channels, numbers(input.channels()));
    String wTransposed = at.node("Transpose", new Attributes().integers("perm", 1, 0), w);
    String product = at.node("MatMul", windows, wTransposed); // [records, positions, channels]
    String z = bias ? at.node("Add", product, at.parameter("bias", channels)) : product;
    return flat(at.node("Transpose", new Attributes().integers("perm", 0, 2, 1), z));
  }

  private String meanOfWindows(String x) {
    String windows = windows(x, input.channels(), 1); // [records, outputs, numbers of a window]
    return at.node(
        "ReduceMean", new Attributes().integers("axes", 2).integer("keepdims", 0), windows);
  }

  private int numbers(int depth) {
    return Math.multiplyExact(depth, height * width);
  }

  /**
   * All windows, {@code [records, images · positions, depth · height · width]}. The place of a
   * number in the padded image is the sum of its window's and its own place in that, so two short
   * vectors of indices are enough.
   *
   * @param images how many images of {@code depth} channels a record is
   */
  private String windows(String x, int images, int depth) {
    long[] starts = starts(images, depth);
    long[] places = places(depth);
    String indices =
        at.node(
            "Add",
            at.integers("windows", starts, new long[] {starts.length, 1}),
            at.integers("places", places, new long[] {1, places.length}));
    return at.node("Gather", new Attributes().integer("axis", 1), padded(x), indices);
  }

  /** Records of images with zeros beyond each edge. */
  private String padded(String x) {
    if (padding == 0) {
      return x;
    }
    String pads = at.integers("pads", 0, 0, padding, padding, 0, 0, padding, padding);
    long size = Math.multiplyExact((long) input.channels(), paddedHeight() * paddedWidth());
    return at.reshape(at.node("Pad", image(x), pads), 0, size);
  }

  private long paddedHeight() {
    return input.height() + 2L * padding;
  }

  private long paddedWidth() {
    return input.width() + 2L * padding;
  }

  private long index(long channel, long row, long column) {
    return (channel * paddedHeight() + row) * paddedWidth() + column;
  }

  /** Where each window begins. */
  private long[] starts(int images, int depth) {
    return LongStream.range(0, images)
        .flatMap(image -> grid(image * depth, output.height(), output.width(), stride))
        .toArray();
  }

  /** Where each number of a window is, seen from its beginning. */
  private long[] places(int depth) {
    return LongStream.range(0, depth).flatMap(channel -> grid(channel, height, width, 1)).toArray();
  }

  /** The indices of points of a channel, row after row. */
  private LongStream grid(long channel, int rows, int columns, int step) {
    return LongStream.range(0, (long) rows * columns)
        .map(i -> index(channel, i / columns * step, i % columns * step));
  }
}
