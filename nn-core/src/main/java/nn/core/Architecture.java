package nn.core;

import java.util.ArrayList;
import java.util.List;
import nn.api.network.ActivatedLayer;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.OutputRange;
import nn.api.network.Parameter;

/**
 * What a network is, without a number in it.
 *
 * @param inputs the number of features
 * @param layers at least one
 * @param cost what training lowers
 */
record Architecture(int inputs, List<Layer> layers, Cost cost) {

  Architecture {
    if (inputs < 1) {
      throw new IllegalArgumentException("network: inputs must be at least 1: " + inputs);
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("network: at least one layer is needed: none given");
    }
    layers = List.copyOf(layers);
    int units = inputs;
    for (Layer layer : layers) {
      units = layer.units(units);
    }
    cost.requireOutputs(units, lastRange(layers));
  }

  private static OutputRange lastRange(List<Layer> layers) {
    return layers.get(layers.size() - 1) instanceof ActivatedLayer last
        ? last.activation().range()
        : OutputRange.UNKNOWN;
  }

  /** The number of features, then of each layer's outputs. */
  int[] sizes() {
    int[] sizes = new int[layers.size() + 1];
    sizes[0] = inputs;
    for (int l = 0; l < layers.size(); l++) {
      sizes[l + 1] = layers.get(l).units(sizes[l]);
    }
    return sizes;
  }

  /** The parameters of each layer. */
  List<List<Parameter>> parameters() {
    int[] sizes = sizes();
    List<List<Parameter>> parameters = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      parameters.add(List.copyOf(layers.get(l).parameters(sizes[l])));
    }
    return parameters;
  }

  /** Whether a record's outputs depend in training on other records. */
  boolean mixesRecords() {
    return layers.stream().anyMatch(Layer::mixesRecords);
  }

  /** For instance {@code layer 2 (dense, 100 units, relu)}; layers count from 1. */
  String describe(int l) {
    Layer layer = layers.get(l);
    String activation =
        layer instanceof ActivatedLayer activated ? ", " + activated.activation().kind() : "";
    return "layer "
        + (l + 1)
        + " ("
        + layer.kind()
        + ", "
        + sizes()[l + 1]
        + " units"
        + activation
        + ")";
  }
}
