package nn.io.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Reader;
import java.util.Arrays;

/**
 * The cells of the record that is being read, stripped of space around them. Each record is handed
 * out as this same object.
 */
final class CsvFields extends AbstractBaseCsvCallbackHandler<CsvFields> {
  /** More are no table; the cells after these are counted and not kept. */
  static final int MOST = 100_000;

  /** What is longer is no cell, … */
  private static final int LONGEST_CELL = 1 << 22;

  /** … or no record; the cells after so many characters are not kept either. */
  static final int LONGEST = 1 << 23;

  private final StringBuilder text = new StringBuilder();
  private int[] ends = new int[16];
  private int kept;
  private boolean tooLong;

  /** The records of a text, whether or not they have as many cells as others; no blank lines. */
  static CsvReader<CsvFields> read(Reader text, char separator, boolean mayBreakOff) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .trimWhitespacesAroundQuotes(true)
        .allowUnclosedQuote(mayBreakOff)
        .maxBufferSize(LONGEST_CELL)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .build(new CsvFields(), text);
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    text.setLength(0);
    kept = 0;
    tooLong = false;
  }

  @Override
  protected void handleField(int index, char[] chars, int offset, int length, boolean quoted) {
    if (index >= MOST || text.length() + length > LONGEST) {
      tooLong |= index < MOST;
      return;
    }
    int from = offset;
    int to = offset + length;
    while (from < to && Character.isWhitespace(chars[from])) {
      from++;
    }
    while (from < to && Character.isWhitespace(chars[to - 1])) {
      to--;
    }
    if (kept == ends.length) {
      ends = Arrays.copyOf(ends, 2 * kept);
    }
    text.append(chars, from, to - from);
    ends[kept++] = text.length();
  }

  @Override
  protected CsvFields buildRecord() {
    return this;
  }

  /** How many cells the record has. */
  int count() {
    return getFieldCount();
  }

  /** Whether it is longer than a record may be. */
  boolean isTooLong() {
    return tooLong;
  }

  /** The line where it starts, counted from 1. */
  long line() {
    return getStartingLineNumber();
  }

  /** A cell, of the first {@value #MOST}. */
  String field(int index) {
    return text.substring(from(index), ends[index]);
  }

  /** Whether a cell has a comma in it. */
  boolean hasComma() {
    return text.indexOf(",") >= 0;
  }

  /** Adds all cells to a store. */
  void copyTo(CellStore cells) {
    for (int i = 0; i < kept; i++) {
      cells.add(text, from(i), ends[i]);
    }
  }

  private int from(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }
}
