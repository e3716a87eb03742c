package nn.io.onnx;

import java.util.List;
import nn.core.data.Standardiser;
import nn.io.table.TargetScale;

/**
 * What stands before a network's layers and after them, so that the graph takes numbers as they are
 * measured and gives numbers in the target's unit or names of classes. All of it is computed in
 * double, with the operations that nn makes.
 */
final class TableNodes {

  private TableNodes() {}

  /** {@code (x − mean) / deviation} of doubles, rounded to the network's type. */
  static String standardised(OnnxGraph graph, Standardiser standardiser, String x) {
    Scope at = new Scope(graph, "preprocessing.");
    String centred = at.node("Sub", x, at.doubles("mean", standardiser.means()));
    String scaled = at.node("Div", centred, at.doubles("deviation", standardiser.deviations()));
    return at.isDouble() ? scaled : at.cast(graph.type(), scaled);
  }

  /** {@code y · deviation + mean} as doubles. */
  static String scaled(OnnxGraph graph, TargetScale scale, String y) {
    Scope at = new Scope(graph, "target.");
    String product = at.node("Mul", asDoubles(at, y), at.doubles("deviation", scale.deviation()));
    return at.node("Add", product, at.doubles("mean", scale.mean()));
  }

  /** The name of the class whose output is the largest. */
  static String largest(OnnxGraph graph, List<String> classes, String y) {
    Scope at = new Scope(graph, "classes.");
    Attributes ofRecord = new Attributes().integer("axis", 1).integer("keepdims", 0);
    return at.node("Gather", graph.texts("classes.names", classes), at.node("ArgMax", ofRecord, y));
  }

  /** The name of the second class where the only output, as a double, is above the threshold. */
  static String above(OnnxGraph graph, List<String> classes, double threshold, String y) {
    Scope at = new Scope(graph, "classes.");
    String above = at.node("Greater", asDoubles(at, y), at.doubles("threshold", threshold));
    String index = at.reshape(at.cast(ElementType.INT64, above), -1); // [records]
    return at.node("Gather", graph.texts("classes.names", classes), index);
  }

  private static String asDoubles(Scope at, String y) {
    return at.isDouble() ? y : at.cast(ElementType.DOUBLE, y);
  }
}
