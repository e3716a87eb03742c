package nn.io.onnx;

import nn.api.network.Part;
import nn.core.Network;

/** The place of a layer, which knows the layer's parameters too. */
final class LayerScope extends Scope {
  private final Network network;
  private final int layer;
  private final String inner; // of a layer in the layer: empty, or for instance "body.0."

  private LayerScope(OnnxGraph graph, Network network, int layer, String inner) {
    super(graph, "layers." + layer + "." + inner);
    this.network = network;
    this.layer = layer;
    this.inner = inner;
  }

  /** Of a layer of a network, counted from 0. */
  LayerScope(OnnxGraph graph, Network network, int layer) {
    this(graph, network, layer, "");
  }

  /** Of a layer in this layer. */
  LayerScope part(Part part) {
    return new LayerScope(graph(), network, layer, inner + part.path(""));
  }

  /** For people, who count from 1: {@code layer 2} or {@code layer 2, part body.0}. */
  String description() {
    String part = inner.isEmpty() ? "" : ", part " + inner.substring(0, inner.length() - 1);
    return "layer " + (layer + 1) + part;
  }

  /** A parameter's values, row after row. */
  double[] values(String parameter) {
    return network.parameter(layer, inner + parameter);
  }

  /** A parameter as a constant tensor. */
  String parameter(String parameter, long... extents) {
    return tensor(parameter, values(parameter), extents);
  }
}
