package nn.io.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import nn.api.Message;
import nn.api.network.Cost;
import nn.api.network.Decision;
import nn.api.network.Layer;
import nn.api.network.OutputRange;
import nn.core.Network;
import nn.core.data.Standardiser;
import nn.io.file.DurableFile;
import nn.io.file.FileFormatException;
import nn.io.json.JsonText;
import nn.io.table.TableEncoding;
import nn.io.table.TableModel;
import nn.io.table.TablePreparation;
import nn.io.table.TargetScale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a network as an ONNX file, which ONNX Runtime and others execute: operator set 17 of the
 * standard domain, format version 8 (<a href="https://onnx.ai/onnx/repo-docs/IR.html">ONNX IR</a>).
 *
 * <pre>{@code
 * OnnxExport.of(network).save(Path.of("moons.onnx"));
 * }</pre>
 *
 * <p>The graph takes {@code features} {@code [records, inputs]} and gives {@code outputs} {@code
 * [records, outputs]}, doubles for a network in FLOAT64 and floats for one in FLOAT32. With {@link
 * #standardise}, {@link #scale} and {@link #classes} it takes and gives what people know: features
 * as they are measured, numbers in the target's unit, names of classes.
 *
 * <p>For a {@link TableModel}, {@link #of(TableModel)} says all of that.
 *
 * <p>The same network gives the same bytes. It is read when the file is written. Belongs to one
 * thread.
 */
public final class OnnxExport {
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;

  private final Source source;
  private final int inputs;
  private final int outputs;
  private final Cost cost;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private @Nullable TableEncoding encoding;
  private @Nullable Standardiser standardiser;
  private @Nullable TargetScale scale;
  private List<String> classes = List.of();
  private double threshold;

  /** Whose network is read when the file is written. */
  private interface Source {
    ProtoMessage read(Function<Network, ProtoMessage> reader);
  }

  private OnnxExport(Source source, Network network) {
    this.source = source;
    inputs = network.inputs();
    outputs = network.outputs();
    cost = network.cost();
    threshold = cost.decision() == Decision.SIGN ? 0 : 0.5;
  }

  /** The outputs of a network for its features, as {@link Network#predict} gives them. */
  public static OnnxExport of(Network network) {
    return new OnnxExport(reader -> reader.apply(network), network);
  }

  /**
   * What a model says of the records of a table, with all that it does to them. {@code features} is
   * {@code [records, columns]}: doubles, a category as its index among those of its column, NaN for
   * a missing cell. Of classes there are {@code label} and {@code probabilities}, a number is in
   * {@code outputs}. What the model refuses, a runtime refuses as an index that is out of bounds.
   *
   * <p>The metadata {@code nn.columns} has name, type and categories of each column. Only {@link
   * #metadata} is left to say.
   */
  public static OnnxExport of(TableModel model) {
    try (Network network = model.network()) {
      OnnxExport export = new OnnxExport(reader -> read(model, reader), network);
      TablePreparation preparation = model.preparation();
      export.encoding = preparation.encoding();
      export.standardise(preparation.standardiser());
      export.described("nn.columns", array(ColumnNodes::description, model.encoding().features()));
      export.described("nn.target", JsonText.quoted(model.target().name()));
      return switch (model.target().task()) {
        case REGRESSION -> export.scale(preparation.scale());
        case MULTICLASS -> export.classes(model.target().classes());
        case BINARY -> export.classes(model.target().classes()).threshold(model.threshold());
      };
    }
  }

  private static ProtoMessage read(TableModel model, Function<Network, ProtoMessage> reader) {
    try (Network network = model.network()) {
      return reader.apply(network);
    }
  }

  private static <T> String array(Function<T, Object> json, List<T> values) {
    return values.stream()
        .map(value -> json.apply(value).toString())
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * Names of the inputs, in order, for who uses the file: metadata.
   *
   * @throws IllegalArgumentException if there are not as many as the network has inputs
   */
  public OnnxExport inputNames(List<String> names) {
    requireInputs("names", names.size());
    return described("nn.inputs", array(JsonText::quoted, names));
  }

  /**
   * Standardises the features before the network gets them: {@code (x − mean) / deviation} in
   * double, as {@link Standardiser#apply} does, then rounded to the network's type. {@code
   * features} are doubles then.
   *
   * @throws IllegalArgumentException if it was fitted to another number of features
   */
  public OnnxExport standardise(Standardiser standardiser) {
    requireInputs("means", standardiser.means().length);
    this.standardiser = standardiser;
    return this;
  }

  private void requireInputs(String what, int count) {
    if (count != inputs) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: there must be one of the %s for each input of the network: %d for %d inputs",
              what, count, inputs));
    }
  }

  /**
   * Gives outputs in the target's own unit, {@link TargetScale#number}, as doubles.
   *
   * @throws IllegalArgumentException if the outputs stand for classes
   */
  public OnnxExport scale(TargetScale scale) {
    if (cost.decision() != Decision.NONE) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: only quantities have a scale, but this network's outputs stand for classes: its cost is %s",
              cost.kind()));
    }
    this.scale = scale;
    return this;
  }

  /**
   * Gives the name of each record's class as the output {@code label}, and beside it {@code
   * probabilities} {@code [records, outputs]} in place of {@code outputs} ({@code scores} where the
   * last layer gives no probabilities). With one output it is that of the second class, and the
   * class is the second if it is above the {@linkplain #threshold threshold}; otherwise the class
   * is that of the largest output, the first of equal ones.
   *
   * @param names two for a network with one output, else one for each output
   * @throws IllegalArgumentException if there is another number of them, or the network's cost does
   *     not decide between classes
   */
  public OnnxExport classes(List<String> names) {
    Decision decision = cost.decision();
    boolean one = outputs == 1;
    boolean decided =
        one
            ? decision == Decision.THRESHOLD || decision == Decision.SIGN
            : decision == Decision.FIRST_MAXIMUM;
    if (!decided || names.size() != (one ? 2 : outputs)) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: classes need one output and two names, or as many names as outputs, and a cost that decides between them: %d names, %d outputs, cost %s",
              names.size(), outputs, cost.kind()));
    }
    classes = List.copyOf(names);
    return described("nn.classes", array(JsonText::quoted, names));
  }

  /**
   * What an output must be above to mean the second of two classes; without it 0.5, or 0 where the
   * cost decides by the sign.
   *
   * @throws IllegalArgumentException if it is NaN, or the network has several outputs
   */
  public OnnxExport threshold(double threshold) {
    if (Double.isNaN(threshold) || outputs != 1) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: a threshold must be a number, for a network with one output: %s, %d outputs",
              threshold, outputs));
    }
    this.threshold = threshold;
    return this;
  }

  /**
   * One more entry of the file's metadata, which programs may read and no runtime looks at.
   *
   * @throws IllegalArgumentException if the key begins with {@code nn.}
   */
  public OnnxExport metadata(String key, String value) {
    if (key.startsWith("nn.")) {
      throw new IllegalArgumentException(
          Message.of("onnx: keys that begin with nn. are nn's own; choose another: '%s'", key));
    }
    return described(key, value);
  }

  private OnnxExport described(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /**
   * Saves the file as {@link DurableFile} does: as a whole or not at all.
   *
   * @throws IllegalArgumentException if a layer or an activation is not one of nn's; nothing is
   *     written then
   * @throws FileFormatException if the file cannot be saved
   */
  public void save(Path file) {
    DurableFile.save(file, model()::writeTo);
  }

  /** The bytes of the file; errors as by {@link #save}. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      model().writeTo(bytes);
    } catch (IOException impossible) {
      throw new IllegalStateException("an array can be written to", impossible);
    }
    return bytes.toByteArray();
  }

  /** {@code ModelProto}. */
  private ProtoMessage model() {
    ProtoMessage model = source.read(this::model);
    if (model.size() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: a file must be smaller than 2 GiB; use FLOAT32 or a smaller network: %d bytes",
              model.size()));
    }
    return model;
  }

  private ProtoMessage model(Network network) {
    ProtoMessage model =
        new ProtoMessage()
            .integer(1, IR_VERSION)
            .text(2, "nn")
            .message(7, graph(network))
            .message(8, new ProtoMessage().text(1, "").integer(2, OPERATOR_SET))
            .message(14, entry("nn.onnx", "1.0"))
            .message(14, entry("nn.weights-sha256", network.weightsSha256()));
    metadata.forEach((key, value) -> model.message(14, entry(key, value)));
    return model;
  }

  private static ProtoMessage entry(String key, String value) {
    return new ProtoMessage().text(1, key).text(2, value);
  }

  private ProtoMessage graph(Network network) {
    OnnxGraph graph = new OnnxGraph(network.backend().dtype());
    String y = layers(network, graph, input(graph));
    if (scale != null) {
      String numbers = TableNodes.scaled(graph, scale, y);
      graph.output("outputs", ElementType.DOUBLE, numbers, outputs);
    } else if (classes.isEmpty()) {
      graph.output("outputs", graph.type(), y, outputs);
    } else {
      graph.output("label", ElementType.STRING, label(graph, y));
      graph.output(isProbability(network) ? "probabilities" : "scores", graph.type(), y, outputs);
    }
    return graph.message("nn");
  }

  private String input(OnnxGraph graph) {
    if (standardiser == null) {
      return graph.input("features", graph.type(), inputs);
    }
    if (encoding == null) {
      String x = graph.input("features", ElementType.DOUBLE, inputs);
      return TableNodes.standardised(graph, standardiser, x);
    }
    String table = graph.input("features", ElementType.DOUBLE, encoding.features().size());
    String x = ColumnNodes.encoded(graph, encoding, table);
    return TableNodes.standardised(graph, standardiser, x);
  }

  private static String layers(Network network, OnnxGraph graph, String x) {
    String y = x;
    int units = network.inputs();
    List<Layer> layers = network.layers();
    for (int l = 0; l < layers.size(); l++) {
      y = LayerNodes.add(layers.get(l), units, new LayerScope(graph, network, l), y);
      units = layers.get(l).units(units);
    }
    return y;
  }

  private String label(OnnxGraph graph, String y) {
    return outputs == 1
        ? TableNodes.above(graph, classes, threshold, y)
        : TableNodes.largest(graph, classes, y);
  }

  private static boolean isProbability(Network network) {
    OutputRange range = network.layers().get(network.layers().size() - 1).range();
    return range == OutputRange.PROBABILITY || range == OutputRange.DISTRIBUTION;
  }
}
