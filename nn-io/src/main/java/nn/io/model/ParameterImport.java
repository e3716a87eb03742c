package nn.io.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nn.api.Message;
import nn.api.network.Activation;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.io.array.Npz;
import nn.io.array.NumberArray;
import nn.io.array.Safetensors;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.torch.TorchFile;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that another program trained, from a file of named arrays: PyTorch's {@code .pt} and
 * {@code .pth}, {@code .safetensors}, or NumPy's {@code .npz}.
 *
 * <pre>{@code
 * ParameterImport parameters = ParameterImport.read(Path.of("model.pt"));
 * Network network = parameters.dense(relu(), sigmoid()).build(backend);
 * parameters.into(network);
 * }</pre>
 *
 * <p>An array is named by its layer and its parameter, {@code fc1.weight}; what comes before the
 * last dot is the layer. The layers of the file become those of a network that have parameters, one
 * after the other, in the order of the file. A {@code .safetensors} file keeps none: there the
 * order is that of the names if they differ in numbers alone, and else {@link #layers(List)} says
 * it. Activations and dropout have no parameters; those of other layers have PyTorch's names and
 * shapes, so {@code weight} is {@code [units, inputs]}. Immutable.
 */
public final class ParameterImport {

  /** The keys of a checkpoint under which PyTorch's tutorials save a network. */
  private static final List<String> CONTAINERS = List.of("model_state_dict.", "state_dict.");

  /** A counter of batch normalisation in PyTorch. */
  private static final String COUNTER = "num_batches_tracked";

  private final FileSource source;
  private final Map<String, NumberArray> arrays;
  private final Map<String, Map<String, NumberArray>> layers;
  private final boolean ordered; // whether the layers' order is known

  private ParameterImport(
      FileSource source,
      Map<String, NumberArray> arrays,
      Map<String, Map<String, NumberArray>> layers,
      boolean ordered) {
    this.source = source;
    this.arrays = arrays;
    this.layers = layers;
    this.ordered = ordered;
  }

  /**
   * Reads a file. Of a checkpoint with a {@code model_state_dict} or a {@code state_dict} that is
   * taken; {@link #under} takes another.
   *
   * @throws FileFormatException if the file cannot be read, or its name has another ending
   */
  public static ParameterImport read(Path file) {
    FileSource source = new FileSource("import", file);
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    ParameterImport all;
    if (name.endsWith(".pt") || name.endsWith(".pth")) {
      all = of(source, TorchFile.read(file), true);
    } else if (name.endsWith(".npz")) {
      all = of(source, Npz.read(file), true);
    } else if (name.endsWith(".safetensors")) {
      Map<String, NumberArray> sorted = new TreeMap<>(LayerNames.BY_NUMBERS);
      sorted.putAll(Safetensors.importFile(file).arrays());
      all = of(source, sorted, false);
    } else {
      throw source.problem(
          FileProblem.OTHER_FORMAT,
          "parameters are imported from .pt, .pth, .safetensors and .npz files; save them as one of"
              + " these");
    }
    return CONTAINERS.stream()
        .filter(prefix -> all.arrays.keySet().stream().anyMatch(key -> key.startsWith(prefix)))
        .findFirst()
        .map(all::under)
        .orElse(all);
  }

  /**
   * Arrays of a file.
   *
   * @param inOrder whether the order of the layers is that of the arrays
   */
  private static ParameterImport of(
      FileSource source, Map<String, NumberArray> arrays, boolean inOrder) {
    Map<String, Map<String, NumberArray>> layers = byLayer(arrays);
    boolean ordered = inOrder || LayerNames.tellOrder(layers.keySet());
    return new ParameterImport(source, arrays, layers, ordered);
  }

  private static Map<String, Map<String, NumberArray>> byLayer(Map<String, NumberArray> arrays) {
    Map<String, Map<String, NumberArray>> layers = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          int dot = name.lastIndexOf('.');
          String parameter = name.substring(dot + 1);
          if (!parameter.equals(COUNTER)) {
            String layer = name.substring(0, Math.max(0, dot));
            layers.computeIfAbsent(layer, unknown -> new LinkedHashMap<>()).put(parameter, array);
          }
        });
    return layers;
  }

  /** All arrays by name, in the file's order; what {@link #under} takes has shorter names. */
  public Map<String, NumberArray> arrays() {
    return new LinkedHashMap<>(arrays);
  }

  /** The names of the layers, in the order in which they are taken. */
  public List<String> layers() {
    return List.copyOf(layers.keySet());
  }

  /**
   * What a prefix of the names holds, without it.
   *
   * @throws FileFormatException if no name begins with it
   */
  public ParameterImport under(String prefix) {
    Map<String, NumberArray> found = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), array);
          }
        });
    if (found.isEmpty()) {
      throw inconsistent(
          Message.of("no name begins with '%s'; the names are %s", prefix, arrays.keySet()));
    }
    return of(source, found, ordered);
  }

  /**
   * These layers of the file alone, in this order.
   *
   * @throws FileFormatException if there is none of a name
   */
  public ParameterImport layers(List<String> names) {
    Map<String, Map<String, NumberArray>> chosen = new LinkedHashMap<>();
    for (String name : names) {
      Map<String, NumberArray> layer = layers.get(name);
      if (layer == null) {
        throw inconsistent(
            Message.of("there is no layer '%s'; the layers are %s", name, described()));
      }
      chosen.put(name, layer);
    }
    return new ParameterImport(source, arrays, chosen, true);
  }

  /**
   * A network of fully connected layers of the file's shapes.
   *
   * @param hidden the activation of all layers but the last
   * @param last that of the last
   * @throws FileFormatException if a layer is no fully connected one, or does not take what the one
   *     before it gives
   */
  public NetworkBuilder dense(Activation hidden, Activation last) {
    requireOrder();
    List<String> names = layers();
    if (names.isEmpty()) {
      throw inconsistent(
          "there must be a layer with parameters; save the whole state dictionary: the names are "
              + arrays.keySet());
    }
    NetworkBuilder builder = Network.inputs(weight(names.get(0)).shape().get(1));
    int inputs = weight(names.get(0)).shape().get(1);
    for (int l = 0; l < names.size(); l++) {
      NumberArray weight = weight(names.get(l));
      if (weight.shape().get(1) != inputs) {
        throw inconsistent(
            Message.of(
                "each layer must take what the one before it gives: '%s' takes %d, and gets %d;"
                    + " name the layers in their order: %s",
                names.get(l), weight.shape().get(1), inputs, described()));
      }
      inputs = weight.shape().get(0);
      Activation activation = l == names.size() - 1 ? last : hidden;
      if (bias(names.get(l)) == null) {
        builder.denseWithoutBias(inputs, activation);
      } else {
        builder.dense(inputs, activation);
      }
    }
    return builder;
  }

  private NumberArray weight(String layer) {
    Map<String, NumberArray> parameters = parameters(layer);
    NumberArray weight = parameters.get("weight");
    int others = parameters.size() - (bias(layer) == null ? 1 : 2);
    if (weight == null || weight.shape().size() != 2 || weight.size() == 0 || others != 0) {
      throw inconsistent(
          Message.of(
              "a fully connected layer has a weight of two dimensions, and at most a bias: '%s' has"
                  + " %s; build the network, and import into that",
              layer, parameters));
    }
    return weight;
  }

  private @Nullable NumberArray bias(String layer) {
    return parameters(layer).get("bias");
  }

  private Map<String, NumberArray> parameters(String layer) {
    return layers.getOrDefault(layer, Map.of());
  }

  /**
   * Sets all parameters of a network, rounded to the number type of its backend.
   *
   * @throws FileFormatException if the layers of the file are not those of the network that have
   *     parameters, with the same parameters of the same shapes; then nothing is set
   */
  public void into(Network network) {
    requireOrder();
    List<ImportTarget> targets = ImportTarget.of(network);
    List<String> names = layers();
    if (targets.size() != names.size()) {
      throw unlike(targets, "there must be as many layers with parameters in both");
    }
    for (int l = 0; l < names.size(); l++) {
      String difference = targets.get(l).difference(parameters(names.get(l)));
      if (difference != null) {
        throw unlike(targets, Message.of("'%s': %s", names.get(l), difference));
      }
    }
    for (int l = 0; l < names.size(); l++) {
      targets.get(l).set(network, parameters(names.get(l)));
    }
  }

  private void requireOrder() {
    if (!ordered) {
      throw inconsistent(
          "a .safetensors file keeps no order of layers, and these do not differ in numbers alone;"
              + " name the layers to take, in their order: "
              + described());
    }
  }

  private FileFormatException unlike(List<ImportTarget> targets, String rule) {
    String wanted =
        IntStream.range(0, targets.size())
            .mapToObj(l -> targets.get(l).toString())
            .collect(Collectors.joining(", "));
    return inconsistent(
        Message.of(
            "%s; name the layers to take, in their order: the network has %s, the file %s",
            rule, wanted, described()));
  }

  private String described() {
    List<String> described = new ArrayList<>();
    layers.forEach((name, parameters) -> described.add("'" + name + "' " + parameters));
    return String.join(", ", described);
  }

  private FileFormatException inconsistent(String rule) {
    return source.problem(FileProblem.INCONSISTENT, rule);
  }
}
