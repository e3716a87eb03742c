package nn.io.onnx;

import static java.util.Map.entry;

import java.util.Map;
import nn.api.Message;
import nn.api.network.Layer;
import nn.api.network.Part;
import nn.core.layer.ActivationLayer;
import nn.core.layer.AveragePooling;
import nn.core.layer.BatchNormalisation;
import nn.core.layer.Convolution;
import nn.core.layer.Dense;
import nn.core.layer.Dropout;
import nn.core.layer.Embedding;
import nn.core.layer.Frozen;
import nn.core.layer.LayerNormalisation;
import nn.core.layer.MaxPooling;
import nn.core.layer.Residual;
import nn.core.layer.Sequence;

/**
 * What each of nn's layers is in ONNX. Between layers a value is {@code [records, units]}: nn's
 * columns are rows here, so weights stay as they are.
 */
final class LayerNodes {

  /** Adds the nodes of a layer; what they give. */
  private interface Mapping<L> {
    String nodes(L layer, int inputs, LayerScope at, String x);
  }

  private static final Map<Class<?>, Mapping<Layer>> MAPPINGS =
      Map.ofEntries(
          of(
              ActivationLayer.class,
              (layer, inputs, at, x) -> ActivationNodes.add(layer.activation(), at, x)),
          of(
              AveragePooling.class,
              (layer, inputs, at, x) -> ImageNodes.averagePooling(layer, at, x)),
          of(BatchNormalisation.class, LayerNodes::batchNormalisation),
          of(Convolution.class, (layer, inputs, at, x) -> ImageNodes.convolution(layer, at, x)),
          of(Dense.class, LayerNodes::dense),
          of(Dropout.class, (layer, inputs, at, x) -> x), // in prediction it does nothing
          of(Embedding.class, LayerNodes::embedding),
          of(Frozen.class, LayerNodes::parts),
          of(LayerNormalisation.class, LayerNodes::layerNormalisation),
          of(MaxPooling.class, (layer, inputs, at, x) -> ImageNodes.maxPooling(layer, at, x)),
          of(
              Residual.class,
              (layer, inputs, at, x) -> at.node("Add", x, parts(layer, inputs, at, x))),
          of(Sequence.class, LayerNodes::parts));

  private LayerNodes() {}

  private static <L extends Layer> Map.Entry<Class<?>, Mapping<Layer>> of(
      Class<L> type, Mapping<L> mapping) {
    return entry(type, (layer, inputs, at, x) -> mapping.nodes(type.cast(layer), inputs, at, x));
  }

  /**
   * Adds the nodes of a layer; what they give.
   *
   * @param x {@code [records, inputs]}
   * @throws IllegalArgumentException if it is not one of nn's
   */
  static String add(Layer layer, int inputs, LayerScope at, String x) {
    Mapping<Layer> mapping = MAPPINGS.get(layer.getClass());
    if (mapping == null) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: only nn's own layers can be exported; build what it does from these, or use the network on a JVM: '%s' by %s, %s",
              layer.kind(), layer.getClass().getName(), at.description()));
    }
    return mapping.nodes(layer, inputs, at, x);
  }

  /** One part after another. */
  private static String parts(Layer layer, int inputs, LayerScope at, String x) {
    String y = x;
    for (Part part : layer.parts(inputs)) {
      y = add(part.layer(), part.inputs(), at.part(part), y);
    }
    return y;
  }

  /** {@code g(X·Wᵀ + b)}. */
  private static String dense(Dense layer, int inputs, LayerScope at, String x) {
    Attributes transposed = new Attributes().integer("transB", 1);
    String w = at.parameter("weight", layer.units(), inputs);
    String z =
        layer.bias()
            ? at.node("Gemm", transposed, x, w, at.parameter("bias", layer.units()))
            : at.node("Gemm", transposed, x, w);
    return ActivationNodes.add(layer.activation(), at, z);
  }

  /**
   * {@code γ·(x − μ)/√(σ² + ε) + β} in nn's order. {@code BatchNormalization} has ε as a float, and
   * ONNX Runtime subtracts {@code μ·γ/√(σ² + ε)} at the end, where digits cancel.
   */
  private static String batchNormalisation(
      BatchNormalisation layer, int inputs, LayerScope at, String x) {
    int features = at.values("weight").length;
    boolean images = layer.config().settings().containsKey("input-channels");
    long[] extents = images ? new long[] {features, 1} : new long[] {features};
    String channels = images ? at.reshape(x, 0, features, inputs / features) : x;
    String centred = at.node("Sub", channels, at.parameter("running_mean", extents));
    String inverse = inverseRoot(at, at.parameter("running_var", extents), layer.epsilon());
    String y = scaled(at, at.node("Mul", centred, inverse), extents);
    return images ? at.reshape(y, 0, inputs) : y;
  }

  /** The same with each record's own mean and variance. */
  private static String layerNormalisation(
      LayerNormalisation layer, int inputs, LayerScope at, String x) {
    String centred = at.node("Sub", x, mean(at, x));
    String variance = mean(at, at.node("Mul", centred, centred));
    String inverse = inverseRoot(at, variance, layer.epsilon());
    return scaled(at, at.node("Mul", centred, inverse), inputs);
  }

  private static String mean(LayerScope at, String x) {
    return at.node("ReduceMean", new Attributes().integers("axes", 1), x);
  }

  /** {@code 1/√(a + ε)}. */
  private static String inverseRoot(LayerScope at, String a, double epsilon) {
    String root = at.node("Sqrt", at.node("Add", a, at.number(epsilon)));
    return at.node("Div", at.number(1), root);
  }

  /** {@code γ·x + β}. */
  private static String scaled(LayerScope at, String x, long... extents) {
    String product = at.node("Mul", x, at.parameter("weight", extents));
    return at.node("Add", product, at.parameter("bias", extents));
  }

  /** The rows of a table {@code [categories, size]}, those of a record one after another. */
  private static String embedding(Embedding layer, int inputs, LayerScope at, String x) {
    int size = layer.size();
    int categories = layer.categories();
    String table =
        at.tensor("weight", transposed(at.values("weight"), size, categories), categories, size);
    String vectors = at.node("Gather", table, index(at, x, categories));
    return at.reshape(vectors, 0, Math.multiplyExact((long) inputs, size));
  }

  /**
   * Numbers as indices. What is no whole number from 0 on, which nn refuses, becomes one that is
   * out of bounds, which ONNX refuses: a plain {@code Cast} would cut digits off, and −1 be the
   * last category.
   */
  private static String index(LayerScope at, String x, int categories) {
    String whole = at.node("Equal", x, at.node("Floor", x));
    String valid = at.node("And", whole, at.node("GreaterOrEqual", x, at.number(0)));
    String checked = at.node("Where", valid, x, at.number(categories));
    return at.cast(ElementType.INT64, checked);
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    double[] result = new double[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = matrix[i * columns + j];
      }
    }
    return result;
  }
}
