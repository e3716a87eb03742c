package nn.io.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The records of a CSV file that have been read so far. */
final class CsvLoading {
  private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 2;

  private final String file;
  private final char separator;
  private final boolean hasHeader;
  private int[] lines = new int[64];
  private boolean commas;
  private @Nullable List<String> header;
  private @Nullable CellStore cells;

  CsvLoading(String file, char separator, boolean hasHeader) {
    this.file = file;
    this.separator = separator;
    this.hasHeader = hasHeader;
  }

  void add(CsvFields record) {
    if (record.isTooLong()) {
      throw CsvException.ofLine(
          file,
          record.line(),
          "a record may have at most "
              + CsvFields.LONGEST
              + " characters; is a quote or a line end missing?",
          TableSetting.SEPARATOR);
    }
    List<String> names = header;
    CellStore store = cells;
    if (names == null || store == null) {
      names = begin(record);
      store = new CellStore(names.size());
      header = names;
      cells = store;
      if (hasHeader) {
        return;
      }
    }
    if (record.count() != names.size()) {
      throw CsvException.ofLine(
          file, record.line(), unequal(names.size(), record.count()), TableSetting.SEPARATOR);
    }
    keepLine(store.records(), record.line());
    commas |= record.hasComma();
    record.copyTo(store);
    if (store.bytes() > MOST_BYTES) {
      throw CsvException.ofLine(
          file,
          record.line(),
          "the table takes more than half of the memory that Java may use, "
              + MOST_BYTES / (1 << 20)
              + " MB; give Java more with -Xmx, or use fewer records");
    }
  }

  private void keepLine(int record, long line) {
    if (line > Integer.MAX_VALUE) {
      throw CsvException.ofLine(
          file, line, "a file of so many lines is too long; use a part of it");
    }
    if (record == lines.length) {
      lines = Arrays.copyOf(lines, 2 * record);
    }
    lines[record] = (int) line;
  }

  private String unequal(int expected, int found) {
    return "every record must have as many cells as the "
        + (hasHeader ? "header" : "first")
        + ", which has "
        + expected
        + "; this one has "
        + found
        + ", separated by "
        + CsvFormat.plural(separator)
        + "; correct the line, or set the separator";
  }

  private List<String> begin(CsvFields record) {
    if (record.count() > CsvFields.MOST) {
      throw CsvException.ofLine(
          file,
          record.line(),
          "a table may have at most "
              + CsvFields.MOST
              + " columns, this one has "
              + record.count()
              + "; correct the file");
    }
    if (!hasHeader) {
      return IntStream.rangeClosed(1, record.count()).mapToObj(i -> "column" + i).toList();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < record.count(); i++) {
      names.add(record.field(i));
    }
    requireNames(record.line(), names);
    return List.copyOf(names);
  }

  private void requireNames(long line, List<String> names) {
    TableSetting setting = Columns.looksLikeRecord(names) ? TableSetting.HEADER : null;
    String advice =
        setting == null ? "" : ", or, if the first line is a record, say that there is no header";
    Map<String, Integer> seen = new HashMap<>();
    for (int column = 1; column <= names.size(); column++) {
      String name = names.get(column - 1);
      if (name.isEmpty()) {
        throw CsvException.ofLine(
            file,
            line,
            "column " + column + " has no name; the first line must name each column" + advice,
            setting);
      }
      Integer first = seen.put(name, column);
      if (first != null) {
        throw CsvException.ofLine(
            file,
            line,
            "columns "
                + first
                + " and "
                + column
                + " have the same name '"
                + Cells.shortened(name)
                + "'; rename one"
                + advice,
            setting);
      }
    }
  }

  /**
   * The names of the columns.
   *
   * @throws CsvException if nothing has been read
   */
  List<String> header() {
    if (header == null) {
      throw CsvException.ofFile(file, "the file is empty; it needs a header and records");
    }
    return header;
  }

  /**
   * The cells of all records.
   *
   * @throws CsvException if there are none
   */
  CellStore cells() {
    if (cells == null || cells.records() == 0) {
      throw CsvException.ofFile(
          file,
          header != null && Columns.looksLikeRecord(header)
              ? "there is no record below the header; if the first line is a record, say that there"
                  + " is no header"
              : "there is no record below the header",
          TableSetting.HEADER);
    }
    cells.close();
    return cells;
  }

  /** How many records there are. */
  int records() {
    return cells == null ? 0 : cells.records();
  }

  /** Forgets the records, and keeps the header. */
  void clear() {
    cells = new CellStore(header().size());
  }

  /** The line where each record starts. */
  int[] lines() {
    return Arrays.copyOf(lines, cells().records());
  }

  /** Whether a cell has a comma in it. */
  boolean hasCommas() {
    return commas;
  }
}
