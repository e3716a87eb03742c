package nn.io.onnx;

/** A place in a graph: nodes and tensors that are added through it bear its name. */
class Scope {
  private final OnnxGraph graph;
  private final String path;

  /**
   * A place.
   *
   * @param path begins the names of all that is added, for instance {@code layers.0.}
   */
  Scope(OnnxGraph graph, String path) {
    this.graph = graph;
    this.path = path;
  }

  final OnnxGraph graph() {
    return graph;
  }

  final String path() {
    return path;
  }

  /** Whether the network's numbers are doubles. */
  final boolean isDouble() {
    return graph.type() == ElementType.DOUBLE;
  }

  /** A constant tensor. */
  final String tensor(String name, double[] values, long... extents) {
    return graph.tensor(graph.type(), path + name, values, extents);
  }

  /** A constant vector of doubles, whatever the network's numbers are. */
  final String doubles(String name, double... values) {
    return graph.tensor(ElementType.DOUBLE, path + name, values, values.length);
  }

  /** A number as a constant. */
  final String number(double value) {
    return graph.number(value);
  }

  /** A constant vector of whole numbers. */
  final String integers(String name, long... values) {
    return integers(name, values, new long[] {values.length});
  }

  /** A constant tensor of whole numbers. */
  final String integers(String name, long[] values, long[] extents) {
    return graph.integers(path + name, values, extents);
  }

  /** A node without attributes; what it gives. */
  final String node(String operator, String... operands) {
    return node(operator, new Attributes(), operands);
  }

  /** A node; what it gives. */
  final String node(String operator, Attributes attributes, String... operands) {
    return graph.node(path + operator, operator, attributes, operands);
  }

  /** A value as a tensor of another shape; an extent of 0 stays as it is. */
  final String reshape(String x, long... extents) {
    return node("Reshape", x, integers("shape", extents));
  }

  /** A value as a tensor of another type. */
  final String cast(ElementType to, String x) {
    return node("Cast", new Attributes().integer("to", to.number()), x);
  }
}
