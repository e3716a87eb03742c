package nn.io.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nn.api.DType;

/**
 * A graph that grows node by node ({@code GraphProto}). A value is a name: of an input, of a
 * constant tensor, or of what a node gives.
 */
final class OnnxGraph {
  private final ElementType type;
  private final List<ProtoMessage> nodes = new ArrayList<>();
  private final List<ProtoMessage> initialisers = new ArrayList<>();
  private final List<ProtoMessage> inputs = new ArrayList<>();
  private final List<ProtoMessage> outputs = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<Double, String> numbers = new HashMap<>(); // constants that are there already

  OnnxGraph(DType dtype) {
    type = ElementType.of(dtype);
  }

  /** The type of the network's numbers. */
  ElementType type() {
    return type;
  }

  /** A name that no other value and no other node has. */
  private String unique(String name) {
    String candidate = name;
    for (int i = 2; !names.add(candidate); i++) {
      candidate = name + "_" + i;
    }
    return candidate;
  }

  /**
   * Adds a node ({@code NodeProto}), which bears the name of what it gives.
   *
   * @param name of that, followed by a number if there is one of this name
   */
  String node(String name, String operator, Attributes attributes, String... operands) {
    String output = unique(name);
    ProtoMessage node = new ProtoMessage();
    for (String operand : operands) {
      node.text(1, operand);
    }
    node.text(2, output).text(3, output).text(4, operator).messages(5, attributes.messages());
    nodes.add(node);
    return output;
  }

  /** A number of the network's type as a tensor of no dimension; one tensor for equal numbers. */
  String number(double value) {
    return numbers.computeIfAbsent(value, unused -> tensor(type, "constant", new double[] {value}));
  }

  /** A constant tensor. */
  String tensor(ElementType of, String name, double[] values, long... extents) {
    return initialiser(name, of, extents, of.raw(values));
  }

  /** A constant tensor of whole numbers. */
  String integers(String name, long[] values, long... extents) {
    ByteBuffer raw =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      raw.putLong(value);
    }
    return initialiser(name, ElementType.INT64, extents, raw.array());
  }

  private String initialiser(String name, ElementType of, long[] extents, byte[] raw) {
    String unique = unique(name);
    initialisers.add(
        new ProtoMessage()
            .integers(1, extents)
            .integer(2, of.number())
            .text(8, unique)
            .bytes(9, raw));
    return unique;
  }

  /** A constant vector of texts. */
  String texts(String name, List<String> values) {
    String unique = unique(name);
    ProtoMessage tensor =
        new ProtoMessage().integer(1, values.size()).integer(2, ElementType.STRING.number());
    values.forEach(value -> tensor.text(6, value));
    initialisers.add(tensor.text(8, unique));
    return unique;
  }

  /** Declares an input, {@code [records, width]}. */
  String input(String name, ElementType of, int width) {
    String unique = unique(name);
    inputs.add(value(unique, of, width));
    return unique;
  }

  /** Declares an output: a value under another name, {@code [records, width]}. */
  void output(String name, ElementType of, String value, int width) {
    outputs.add(value(node(name, "Identity", new Attributes(), value), of, width));
  }

  /** Declares an output of one number or text for each record, {@code [records]}. */
  void output(String name, ElementType of, String value) {
    outputs.add(value(node(name, "Identity", new Attributes(), value), of));
  }

  /** {@code ValueInfoProto}; the first dimension is a variable. */
  private static ProtoMessage value(String name, ElementType of, int... extents) {
    ProtoMessage shape = new ProtoMessage().message(1, new ProtoMessage().text(2, "records"));
    for (int extent : extents) {
      shape.message(1, new ProtoMessage().integer(1, extent));
    }
    ProtoMessage tensor = new ProtoMessage().integer(1, of.number()).message(2, shape);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
  }

  /** The graph, which is complete. */
  ProtoMessage message(String name) {
    return new ProtoMessage()
        .messages(1, nodes)
        .text(2, name)
        .messages(5, initialisers)
        .messages(11, inputs)
        .messages(12, outputs);
  }
}
