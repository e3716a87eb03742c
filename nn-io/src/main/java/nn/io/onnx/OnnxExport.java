package nn.io.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.Message;
import nn.api.network.Decision;
import nn.api.network.Layer;
import nn.api.network.OutputRange;
import nn.core.Network;
import nn.core.data.Standardiser;
import nn.io.file.DurableFile;
import nn.io.file.FileFormatException;
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
 * <p>The same network gives the same bytes. It is read when the file is written. Belongs to one
 * thread.
 */
public final class OnnxExport {
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;

  private final Network network;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private @Nullable Standardiser standardiser;
  private @Nullable TargetScale scale;
  private List<String> inputNames = List.of();
  private List<String> classes = List.of();
  private double threshold;

  private OnnxExport(Network network) {
    this.network = network;
    threshold = network.cost().decision() == Decision.SIGN ? 0 : 0.5;
  }

  /** The outputs of a network for its features, as {@link Network#predict} gives them. */
  public static OnnxExport of(Network network) {
    return new OnnxExport(network);
  }

  /**
   * Names of the inputs, in order, for who uses the file: metadata.
   *
   * @throws IllegalArgumentException if there are not as many as the network has inputs
   */
  public OnnxExport inputNames(List<String> names) {
    requireInputs("names", names.size());
    inputNames = List.copyOf(names);
    return this;
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
    if (count != network.inputs()) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: there must be one of the %s for each input of the network: %d for %d inputs",
              what, count, network.inputs()));
    }
  }

  /**
   * Gives outputs in the target's own unit, {@link TargetScale#number}, as doubles.
   *
   * @throws IllegalArgumentException if the outputs stand for classes
   */
  public OnnxExport scale(TargetScale scale) {
    if (network.cost().decision() != Decision.NONE) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: only quantities have a scale, but this network's outputs stand for classes: its cost is %s",
              network.cost().kind()));
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
    Decision decision = network.cost().decision();
    boolean one = network.outputs() == 1;
    boolean decided =
        one
            ? decision == Decision.THRESHOLD || decision == Decision.SIGN
            : decision == Decision.FIRST_MAXIMUM;
    if (!decided || names.size() != (one ? 2 : network.outputs())) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: classes need one output and two names, or as many names as outputs, and a cost that decides between them: %d names, %d outputs, cost %s",
              names.size(), network.outputs(), network.cost().kind()));
    }
    classes = List.copyOf(names);
    return this;
  }

  /**
   * What an output must be above to mean the second of two classes; without it 0.5, or 0 where the
   * cost decides by the sign.
   *
   * @throws IllegalArgumentException if it is NaN, or the network has several outputs
   */
  public OnnxExport threshold(double threshold) {
    if (Double.isNaN(threshold) || network.outputs() != 1) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: a threshold must be a number, for a network with one output: %s, %d outputs",
              threshold, network.outputs()));
    }
    this.threshold = threshold;
    return this;
  }

  /** One more entry of the file's metadata, which programs may read and no runtime looks at. */
  public OnnxExport metadata(String key, String value) {
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
    ProtoMessage model =
        new ProtoMessage()
            .integer(1, IR_VERSION)
            .text(2, "nn")
            .message(7, graph())
            .message(8, new ProtoMessage().text(1, "").integer(2, OPERATOR_SET));
    allMetadata()
        .forEach((key, value) -> model.message(14, new ProtoMessage().text(1, key).text(2, value)));
    if (model.size() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          Message.of(
              "onnx: a file must be smaller than 2 GiB; use FLOAT32 or a smaller network: %d bytes",
              model.size()));
    }
    return model;
  }

  private Map<String, String> allMetadata() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("nn.onnx", "1.0");
    all.put("nn.weights-sha256", network.weightsSha256());
    if (!inputNames.isEmpty()) {
      all.put("nn.inputs", json(inputNames));
    }
    if (!classes.isEmpty()) {
      all.put("nn.classes", json(classes));
    }
    all.putAll(metadata);
    return all;
  }

  private ProtoMessage graph() {
    OnnxGraph graph = new OnnxGraph(network.backend().dtype());
    String y = layers(graph, input(graph));
    if (scale != null) {
      String numbers = TableNodes.scaled(graph, scale, y);
      graph.output("outputs", ElementType.DOUBLE, numbers, network.outputs());
    } else if (classes.isEmpty()) {
      graph.output("outputs", graph.type(), y, network.outputs());
    } else {
      graph.output("label", ElementType.STRING, label(graph, y));
      String name = isProbability() ? "probabilities" : "scores";
      graph.output(name, graph.type(), y, network.outputs());
    }
    return graph.message("nn");
  }

  private String input(OnnxGraph graph) {
    if (standardiser == null) {
      return graph.input("features", graph.type(), network.inputs());
    }
    String x = graph.input("features", ElementType.DOUBLE, network.inputs());
    return TableNodes.standardised(graph, standardiser, x);
  }

  private String layers(OnnxGraph graph, String x) {
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
    return network.outputs() == 1
        ? TableNodes.above(graph, classes, threshold, y)
        : TableNodes.largest(graph, classes, y);
  }

  private boolean isProbability() {
    OutputRange range = network.layers().get(network.layers().size() - 1).range();
    return range == OutputRange.PROBABILITY || range == OutputRange.DISTRIBUTION;
  }

  private static String json(List<String> texts) {
    StringWriter json = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
      generator.writeArray(texts.toArray(String[]::new), 0, texts.size());
    } catch (IOException impossible) {
      throw new IllegalStateException("a text can be written to", impossible);
    }
    return json.toString();
  }
}
