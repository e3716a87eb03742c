package nn.io.onnx;

import java.util.List;
import java.util.stream.IntStream;
import nn.io.json.JsonObject;
import nn.io.table.CategoricalFeature;
import nn.io.table.FeatureColumn;
import nn.io.table.MissingPolicy;
import nn.io.table.NumericFeature;
import nn.io.table.TableEncoding;
import nn.io.table.UnknownPolicy;

/**
 * How a table's columns become a network's inputs: {@code [records, columns]} doubles, NaN for a
 * missing cell and a category as its index, become {@code [records, inputs]}, as {@link
 * TableEncoding} makes them of cells. ONNX has no errors; what a column refuses becomes an index
 * that is out of bounds, which runtimes refuse.
 */
final class ColumnNodes {
  private final Scope at;
  private final FeatureColumn column;

  private ColumnNodes(Scope at, FeatureColumn column) {
    this.at = at;
    this.column = column;
  }

  /** All inputs. */
  static String encoded(OnnxGraph graph, TableEncoding encoding, String table) {
    Scope at = new Scope(graph, "columns.");
    List<FeatureColumn> columns = encoding.features();
    if (columns.stream().allMatch(ColumnNodes::isPlain)) {
      return finite(at, table);
    }
    String[] inputs =
        IntStream.range(0, columns.size())
            .mapToObj(i -> of(graph, columns.get(i)).inputs(table, i))
            .toArray(String[]::new);
    return at.node("Concat", new Attributes().integer("axis", 1), inputs);
  }

  /** Nodes that bear the column's name, which is what a runtime says if it refuses something. */
  private static ColumnNodes of(OnnxGraph graph, FeatureColumn column) {
    return new ColumnNodes(new Scope(graph, "columns." + column.name() + "."), column);
  }

  private static boolean isPlain(FeatureColumn column) {
    return column instanceof NumericFeature && column.missing() == MissingPolicy.REFUSE;
  }

  /** {@code x} where all of it is finite. */
  private static String finite(Scope at, String x) {
    return refused(at, x, at.node("Or", at.node("IsNaN", x), at.node("IsInf", x)));
  }

  /** {@code x}, unless a condition holds anywhere: there a zero to add is taken from nowhere. */
  private static String refused(Scope at, String x, String condition) {
    String index = at.cast(ElementType.INT64, condition);
    return at.node("Add", x, at.node("Gather", at.doubles("zero", 0), index));
  }

  private String inputs(String table, int index) {
    String cell =
        at.node("Gather", new Attributes().integer("axis", 1), table, at.integers("column", index));
    String missing = at.node("IsNaN", cell);
    boolean fills = column.missing() != MissingPolicy.REFUSE;
    String known =
        finite(at, fills ? at.node("Where", missing, at.doubles("fill", fill()), cell) : cell);
    String inputs =
        column instanceof CategoricalFeature categorical ? oneHot(categorical, known) : known;
    return column.indicated()
        ? at.node(
            "Concat",
            new Attributes().integer("axis", 1),
            inputs,
            at.cast(ElementType.DOUBLE, missing))
        : inputs;
  }

  private double fill() {
    return column instanceof CategoricalFeature categorical
        ? categorical.categories().indexOf(categorical.fill())
        : ((NumericFeature) column).fill();
  }

  /** 1 for the category of this index and 0 for the others. */
  private String oneHot(CategoricalFeature categorical, String index) {
    double[] all = IntStream.range(0, categorical.categories().size()).asDoubleStream().toArray();
    String equal = at.node("Equal", index, at.doubles("categories", all));
    String inputs = at.cast(ElementType.DOUBLE, equal);
    if (categorical.unknown() == UnknownPolicy.ZEROS) {
      return inputs;
    }
    String most = at.node("ReduceMax", new Attributes().integers("axes", 1), inputs);
    return refused(at, inputs, at.node("Equal", most, at.doubles("none", 0)));
  }

  /** What a column is, for who fills the table. */
  static JsonObject description(FeatureColumn column) {
    JsonObject json = JsonObject.EMPTY.with("name", column.name());
    return column instanceof CategoricalFeature categorical
        ? json.with("type", "category").with("categories", categorical.categories())
        : json.with("type", "number");
  }
}
