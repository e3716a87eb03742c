package nn.io.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import nn.api.Message;
import nn.api.Shape;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.core.Network;
import nn.core.layer.Embedding;
import nn.io.array.NumberArray;
import org.jspecify.annotations.Nullable;

/**
 * A layer of a network, or a part of one, that has parameters of its own.
 *
 * @param index of the layer in the network
 * @param path before the names of its parameters there; empty for the layer itself
 * @param layer what it computes
 * @param parameters its own
 */
record ImportTarget(int index, String path, Layer layer, List<Parameter> parameters) {

  /** Those of a network, in the order in which their parameters are saved. */
  static List<ImportTarget> of(Network network) {
    List<ImportTarget> targets = new ArrayList<>();
    int inputs = network.inputs();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      add(targets, l, "", layer, inputs);
      inputs = layer.units(inputs);
    }
    return targets;
  }

  private static void add(
      List<ImportTarget> targets, int index, String path, Layer layer, int inputs) {
    List<Parameter> own = layer.parameters(inputs);
    if (!own.isEmpty()) {
      targets.add(new ImportTarget(index, path, layer, own));
    }
    for (Part part : layer.parts(inputs)) {
      String inner = part.name().isEmpty() ? path : path + part.name() + ".";
      add(targets, index, inner, part.layer(), part.inputs());
    }
  }

  /** What keeps arrays from being the parameters; null for nothing. */
  @Nullable String difference(Map<String, NumberArray> arrays) {
    Set<String> names =
        parameters.stream()
            .map(Parameter::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!names.equals(arrays.keySet())) {
      return Message.of("the parameters must be %s, they are %s", names, arrays.keySet());
    }
    for (Parameter parameter : parameters) {
      NumberArray array = array(arrays, parameter);
      if (!fits(array.shape(), parameter.shape())) {
        return Message.of(
            "%s must be of shape %s, it is %s", parameter.name(), parameter.shape(), array.shape());
      }
    }
    return null;
  }

  private static boolean fits(List<Integer> extents, Shape shape) {
    long columns =
        extents.stream().skip(1).mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    return !extents.isEmpty() && extents.get(0) == shape.rows() && columns == shape.columns();
  }

  /** An embedding's weight is the transpose of PyTorch's. */
  private NumberArray array(Map<String, NumberArray> arrays, Parameter parameter) {
    NumberArray array =
        arrays.getOrDefault(parameter.name(), NumberArray.ofDoubles(new double[0], 0));
    return layer instanceof Embedding ? array.transposed() : array;
  }

  void set(Network network, Map<String, NumberArray> arrays) {
    for (Parameter parameter : parameters) {
      network.parameter(index, path + parameter.name(), array(arrays, parameter).toDoubles());
    }
  }

  /** For instance {@code layer 2 (dense: weight [3, 2], bias [3, 1])}. */
  @Override
  public String toString() {
    String described =
        parameters.stream()
            .map(parameter -> parameter.name() + " " + parameter.shape())
            .collect(Collectors.joining(", "));
    return Message.of("layer %d (%s: %s)", index + 1, layer.kind(), described);
  }
}
