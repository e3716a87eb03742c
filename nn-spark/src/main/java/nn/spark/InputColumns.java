package nn.spark;

import java.io.Serializable;
import java.util.List;
import nn.api.Message;
import org.apache.spark.sql.Row;

/**
 * The columns of a row that a model reads.
 *
 * @param names of the columns, as the model calls them
 * @param indices where each is in a row
 */
record InputColumns(List<String> names, List<Integer> indices) implements Serializable {
  private static final int LONGEST_ROW = 200;

  InputColumns {
    names = List.copyOf(names);
    indices = List.copyOf(indices);
  }

  /** Where a cell is, for messages: rows of a cluster have no number, so by the row's values. */
  String place(Row row, int column) {
    return Message.of(
        "row %s, column %d (%s)", shortened(row), indices.get(column) + 1, names.get(column));
  }

  private static String shortened(Row row) {
    String values = Message.oneLine(row.toString());
    return values.length() <= LONGEST_ROW ? values : values.substring(0, LONGEST_ROW) + "…";
  }
}
