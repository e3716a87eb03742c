package nn.io.table;

import org.jspecify.annotations.Nullable;

/**
 * A CSV file cannot be read. The message is one line that names the file, the line in it where
 * there is one, and what to do.
 */
public final class CsvException extends TableException {
  private static final long serialVersionUID = 1L;

  private final long line;

  private CsvException(String message, long line, @Nullable TableSetting setting) {
    super(message, setting, null);
    this.line = line;
  }

  static CsvException ofFile(String file, String problem) {
    return ofFile(file, problem, null);
  }

  static CsvException ofFile(String file, String problem, @Nullable TableSetting setting) {
    return new CsvException("csv: " + file + ": " + problem, 0, setting);
  }

  static CsvException ofLine(String file, long line, String problem) {
    return ofLine(file, line, problem, null);
  }

  static CsvException ofLine(
      String file, long line, String problem, @Nullable TableSetting setting) {
    return new CsvException("csv: " + file + ", line " + line + ": " + problem, line, setting);
  }

  /** The line where the record starts, counted from 1; 0 where the whole file is meant. */
  public long line() {
    return line;
  }
}
