package nn.io.table;

/**
 * A CSV file cannot be used. The message is one line that names the file, the place in it where
 * there is one, and what to do.
 */
public final class CsvException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long line;
  private final int column;

  private CsvException(String message, long line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  static CsvException ofFile(String file, String problem) {
    return new CsvException("csv: " + file + ": " + problem, 0, 0);
  }

  static CsvException ofLine(String file, long line, String problem) {
    return new CsvException("csv: " + file + ", line " + line + ": " + problem, line, 0);
  }

  static CsvException ofCell(String file, long line, int column, String name, String problem) {
    return new CsvException(
        "csv: " + file + ", line " + line + ", column " + column + " (" + name + "): " + problem,
        line,
        column);
  }

  /** The line where the record starts, counted from 1; 0 where the whole file is meant. */
  public long line() {
    return line;
  }

  /** The column, counted from 1; 0 where no single cell is meant. */
  public int column() {
    return column;
  }
}
