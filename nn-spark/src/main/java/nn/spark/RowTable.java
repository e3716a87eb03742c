package nn.spark;

import java.math.BigDecimal;
import java.util.List;
import nn.io.table.Table;
import org.apache.spark.sql.Row;

/**
 * Some rows as a table: its cells are those that a {@link nn.io.table.MemoryTable} of the same
 * values has, but texts of numbers are made only where they are asked for.
 *
 * @param rows its records
 * @param input the columns that it has
 */
record RowTable(List<Row> rows, InputColumns input) implements Table {

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public List<String> header() {
    return input.names();
  }

  @Override
  public int records() {
    return rows.size();
  }

  @Override
  public String cell(int record, int column) {
    Object value = value(record, column);
    return value == null ? "" : value.toString().strip();
  }

  @Override
  public double number(int record, int column) {
    Object value = value(record, column);
    if (value instanceof Float || !holdsNumber(value)) {
      return Table.super.number(record, column); // a float is read as 0.1, not as the nearest float
    }
    return ((Number) value).doubleValue();
  }

  @Override
  public boolean holdsNumber(int record, int column) {
    return holdsNumber(value(record, column));
  }

  /** Whether a value's text has the form of a number, and as a number the same value. */
  private static boolean holdsNumber(Object value) {
    return (value instanceof Double number && Double.isFinite(number))
        || (value instanceof Float single && Float.isFinite(single))
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigDecimal;
  }

  private Object value(int record, int column) {
    return rows.get(record).get(input.indices().get(column));
  }

  @Override
  public String place(int record, int column) {
    return input.place(rows.get(record), column);
  }
}
