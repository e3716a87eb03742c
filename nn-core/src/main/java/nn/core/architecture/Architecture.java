package nn.core.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nn.api.Message;
import nn.api.network.ActivatedLayer;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.core.data.DataSet;

/**
 * What a network is, without a number in it.
 *
 * @param inputs the number of features
 * @param layers at least one
 * @param cost what training lowers
 */
public record Architecture(int inputs, List<Layer> layers, Cost cost) {
  private static final int MAX_RECORDS = 1024;

  /** Inputs and outputs of all layers, of all records that are propagated at once. */
  private static final int MAX_NUMBERS = 1 << 21;

  /**
   * Checks that each layer takes what the one before it gives, and the cost what the last gives.
   *
   * @throws IllegalArgumentException if not
   */
  public Architecture {
    if (inputs < 1) {
      throw new IllegalArgumentException("network: inputs must be at least 1: " + inputs);
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("network: at least one layer is needed: none given");
    }
    layers = List.copyOf(layers);
    int units = inputs;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      String name = "layer " + (l + 1) + " (" + layer.kind() + ")";
      requireParts(name, layer, units);
      requireNames(name, Part.parameters(layer, units));
      units = layer.units(units);
    }
    cost.requireOutputs(units, layers.get(layers.size() - 1).range());
  }

  private static void requireParts(String name, Layer layer, int inputs) {
    List<String> names = layer.parts(inputs).stream().map(Part::name).toList();
    requireDistinct(name, "parts", names);
  }

  private static void requireNames(String name, List<Parameter> parameters) {
    requireDistinct(name, "parameters", parameters.stream().map(Parameter::name).toList());
  }

  private static void requireDistinct(String layer, String what, List<String> names) {
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          Message.of("network: %s must have names of their own: %s has %s", what, layer, names));
    }
  }

  /** The number of features, then of each layer's outputs. */
  public int[] sizes() {
    int[] sizes = new int[layers.size() + 1];
    sizes[0] = inputs;
    for (int l = 0; l < layers.size(); l++) {
      sizes[l + 1] = layers.get(l).units(sizes[l]);
    }
    return sizes;
  }

  /** The number of outputs. */
  public int outputs() {
    return sizes()[layers.size()];
  }

  /**
   * How many records are propagated at once where nothing trains, so that memory stays bounded: at
   * least one.
   */
  public int recordsAtOnce() {
    long numbers = Arrays.stream(sizes()).asLongStream().sum();
    return (int) Math.max(1, Math.min(MAX_RECORDS, MAX_NUMBERS / numbers));
  }

  /**
   * Refuses features that are no categories, where the first layer takes some.
   *
   * @throws IllegalArgumentException as {@link DataSet#requireCategories}
   */
  public void requireCategories(DataSet data) {
    int categories = layers.get(0).categories();
    if (categories > 0) {
      data.requireCategories(categories);
    }
  }

  /** The parameters of each layer: its own, then those of its parts. */
  public List<List<Parameter>> parameters() {
    int[] sizes = sizes();
    List<List<Parameter>> parameters = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      parameters.add(Part.parameters(layers.get(l), sizes[l]));
    }
    return parameters;
  }

  /** Whether a record's outputs depend in training on other records. */
  public boolean mixesRecords() {
    int[] sizes = sizes();
    for (int l = 0; l < layers.size(); l++) {
      if (Part.mixesRecords(layers.get(l), sizes[l])) {
        return true;
      }
    }
    return false;
  }

  /** For instance {@code layer 2 (dense, 100 units, relu)}; layers count from 1. */
  public String describe(int l) {
    Layer layer = layers.get(l);
    String activation =
        layer instanceof ActivatedLayer activated ? ", " + activated.activation().kind() : "";
    return Message.of("layer %d (%s, %d units%s)", l + 1, layer.kind(), sizes()[l + 1], activation);
  }
}
