package nn.io.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import nn.api.Backend;
import nn.api.Message;
import nn.api.network.Catalogue;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.UnknownKindException;
import nn.core.Network;
import nn.core.architecture.Architecture;
import nn.io.array.ElementType;
import nn.io.array.NumberArray;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonException;
import nn.io.json.JsonObject;

/**
 * The network in a model file: inputs, layers and cost by kind and settings, and an array {@code
 * layers.<layer from 0>.<parameter>} for each parameter.
 */
final class NetworkSection {
  static final String INPUTS = "inputs";
  static final String LAYERS = "layers";
  static final String COST = "cost";
  private static final String PREFIX = LAYERS + ".";

  private final FileSource source;
  private final Architecture architecture;
  private final Map<String, NumberArray> arrays;

  private NetworkSection(
      FileSource source, Architecture architecture, Map<String, NumberArray> arrays) {
    this.source = source;
    this.architecture = architecture;
    this.arrays = arrays;
  }

  /** The members of a model that describe a network. */
  static JsonObject describe(Architecture architecture) {
    return JsonObject.EMPTY
        .with(INPUTS, architecture.inputs())
        .with(LAYERS, architecture.layers().stream().map(PlugInJson::write).toList())
        .with(COST, PlugInJson.write(architecture.cost()));
  }

  /** The parameters of a network, in the file's order. */
  static Map<String, NumberArray> store(Network network) {
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    forEach(
        network.architecture(),
        (layer, name, parameter) ->
            arrays.put(
                name,
                parameter.store(
                    network.parameter(layer, parameter.name()), network.backend().dtype())));
    return arrays;
  }

  /** What is done with each parameter. */
  private interface Visitor {
    void visit(int layer, String name, StoredParameter parameter);
  }

  private static void forEach(Architecture architecture, Visitor visitor) {
    int[] sizes = architecture.sizes();
    for (int l = 0; l < architecture.layers().size(); l++) {
      for (StoredParameter parameter : StoredParameter.of(architecture.layers().get(l), sizes[l])) {
        visitor.visit(l, PREFIX + l + "." + parameter.name(), parameter);
      }
    }
  }

  /**
   * Reads the network of a document, without a backend.
   *
   * @throws FileFormatException if a plug-in is missing, settings are wrong, or the arrays are not
   *     its parameters
   * @throws JsonException if a member is missing or of another type
   */
  static NetworkSection read(FileSource source, ModelDocument document, Catalogue catalogue) {
    Architecture architecture = architecture(source, document.model(), catalogue);
    JsonObject known = describe(architecture);
    known
        .names()
        .forEach(part -> requireOnly(document, value(document.model(), part), value(known, part)));
    NetworkSection section = new NetworkSection(source, architecture, document.arrays());
    section.requireParameters(document.names(PREFIX));
    return section;
  }

  private static Object value(JsonObject json, String name) {
    return Objects.requireNonNull(json.toMap().get(name));
  }

  /**
   * Refuses settings that what was built of them does not have: they would mean something that it
   * does not do.
   */
  private static void requireOnly(ModelDocument document, Object given, Object built) {
    if (given instanceof JsonObject object && built instanceof JsonObject known) {
      document.requireOnly(object, known.names().toArray(String[]::new));
      for (String name : known.names()) {
        if (object.has(name)) {
          requireOnly(document, value(object, name), value(known, name));
        }
      }
    } else if (given instanceof List<?> list && built instanceof List<?> known) {
      for (int i = 0; i < Math.min(list.size(), known.size()); i++) {
        requireOnly(document, list.get(i), known.get(i));
      }
    }
  }

  private static Architecture architecture(
      FileSource source, JsonObject model, Catalogue catalogue) {
    int inputs = model.integer(INPUTS);
    List<JsonObject> layers = model.objects(LAYERS);
    JsonObject cost = model.object(COST);
    ImageTables.requireRoom(source, layers);
    try {
      List<Layer> rebuilt = new ArrayList<>();
      for (JsonObject layer : layers) {
        rebuilt.add(catalogue.layer(PlugInJson.read(layer)));
      }
      Cost lowered = catalogue.cost(PlugInJson.read(cost));
      return new Architecture(inputs, rebuilt, lowered);
    } catch (JsonException refused) {
      throw refused;
    } catch (RuntimeException refused) { // a plug-in may throw anything
      throw refused(source, refused);
    }
  }

  private static FileFormatException refused(FileSource source, RuntimeException refused) {
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownKindException unknown) {
        return FileFormatException.of(
            FileProblem.MISSING_PLUG_IN,
            source.operation(),
            source.path(),
            Message.of(
                "it needs the plug-in '%s'; put the jar that provides it on the class path (%s)",
                unknown.kind(), unknown.getMessage()),
            refused);
      }
    }
    return FileFormatException.of(
        FileProblem.INCONSISTENT,
        source.operation(),
        source.path(),
        "its layers cannot be built: "
            + refused.getMessage()
            + "; save it again with what wrote it",
        refused);
  }

  private void requireParameters(List<String> present) {
    Set<String> missing = new TreeSet<>();
    Set<String> unknown = new TreeSet<>(present);
    Set<ElementType> types = new TreeSet<>();
    forEach(
        architecture,
        (layer, name, parameter) -> {
          unknown.remove(name);
          NumberArray array = arrays.get(name);
          if (array == null) {
            missing.add(name);
          } else {
            requireShape(name, parameter, array);
            types.add(array.type());
          }
        });
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw inconsistent(
          Message.of(
              "its arrays must be the parameters of its layers: missing are %s, too many are %s",
              missing, unknown));
    }
    if (types.size() > 1 || types.contains(ElementType.I64)) {
      throw inconsistent("its parameters must be all F64 or all F32: there are " + types);
    }
  }

  private void requireShape(String name, StoredParameter parameter, NumberArray array) {
    if (!array.shape().equals(parameter.shape())) {
      throw inconsistent(
          Message.of(
              "an array must have the shape of its parameter: '%s' must be %s, it is %s",
              name, parameter.shape(), array.shape()));
    }
  }

  private FileFormatException inconsistent(String rule) {
    return source.problem(FileProblem.INCONSISTENT, rule + "; save it again with what wrote it");
  }

  /** The names of its arrays. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    forEach(architecture, (layer, name, parameter) -> names.add(name));
    return names;
  }

  /** The network without its numbers. */
  Architecture architecture() {
    return architecture;
  }

  /** The parameters by layer and name, {@code 0.weight}, row after row. */
  Map<String, double[]> parameters() {
    Map<String, double[]> parameters = new HashMap<>();
    forEach(
        architecture,
        (layer, name, parameter) ->
            parameters.put(layer + "." + parameter.name(), values(name, parameter)));
    return parameters;
  }

  private double[] values(String name, StoredParameter parameter) {
    return parameter.restore(Objects.requireNonNull(arrays.get(name)));
  }

  /**
   * The network on a backend, with the file's parameters rounded to its number type.
   *
   * @throws FileFormatException if a number is too large for that
   */
  Network network(Backend backend) {
    Network network = Network.of(architecture, backend);
    try {
      forEach(architecture, (layer, name, parameter) -> set(network, layer, name, parameter));
      return network;
    } catch (Throwable failure) {
      network.close();
      throw failure;
    }
  }

  private void set(Network network, int layer, String name, StoredParameter parameter) {
    double[] values = values(name, parameter);
    for (double value : values) {
      if (Double.isFinite(value) && !Double.isFinite(network.backend().dtype().round(value))) {
        throw source.problem(
            FileProblem.INCONSISTENT,
            Message.of(
                "its numbers must fit into %s: '%s' has %s; open it on a backend of FLOAT64",
                network.backend().dtype(), name, value));
      }
    }
    network.parameter(layer, parameter.name(), values);
  }
}
