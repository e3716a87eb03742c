package nn.io.table;

import nn.api.Message;
import org.jspecify.annotations.Nullable;

/**
 * A table cannot be used. The message is one line that names the table, the place in it where there
 * is one, and what to do.
 */
public sealed class TableException extends RuntimeException permits CsvException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 2000;

  private final @Nullable TableSetting setting;
  private final @Nullable String column;

  TableException(String message, @Nullable TableSetting setting, @Nullable String column) {
    super(Message.oneLine(shortened(message)));
    this.setting = setting;
    this.column = column;
  }

  /** Names of strangers' columns may be long. */
  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** Of a table as a whole, or of one of its columns. */
  static TableException of(
      String table, String problem, @Nullable TableSetting setting, @Nullable String column) {
    return new TableException("table: " + table + ": " + problem, setting, column);
  }

  /** A complaint about a column that no setting helps with. */
  static TableException of(String table, String problem) {
    return of(table, problem, null, null);
  }

  /** The setting that helps; null where the table itself must be corrected. */
  public @Nullable TableSetting setting() {
    return setting;
  }

  /** The name of the column that it is about; null where none is meant. */
  public @Nullable String column() {
    return column;
  }
}
