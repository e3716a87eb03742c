package nn.io.table;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables from databases, by JDBC. A program on the module path requires {@code java.sql}. */
public final class ResultSetTable {
  private ResultSetTable() {}

  /**
   * Reads the rest of a result set, which the caller closes. Columns are called by their labels, in
   * SQL's {@code AS}. NULL is a missing cell.
   *
   * @param name how messages call it
   * @throws SQLException if the database fails
   * @throws IllegalArgumentException if two columns have the same label; use {@code AS}
   */
  public static Table read(String name, ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<String> header = new ArrayList<>();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      header.add(columns.getColumnLabel(column));
    }
    MemoryTable.Builder builder = new MemoryTable.Builder(name, header);
    while (rows.next()) {
      List<@Nullable Object> row = new ArrayList<>(header.size());
      for (int column = 1; column <= header.size(); column++) {
        row.add(rows.getObject(column));
      }
      builder.add(row);
    }
    return builder.table();
  }
}
