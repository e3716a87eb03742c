package nn.io.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a column after one pass over its cells: how many are numbers, other text or
 * missing, the first of each kind that may be complained about, and the different values while they
 * are not too many.
 */
final class ColumnSummary {

  /**
   * A cell to complain about.
   *
   * @param place of the cell
   * @param text of the cell
   */
  record Odd(String place, String text) {}

  private final String table;
  private final String name;
  private final Set<String> missingCells;
  private final Map<String, Integer> values = new LinkedHashMap<>();

  private long records;
  private long missing;
  private long numbers;
  private double firstNumber;
  private boolean sameNumber = true;
  private boolean whole = true;
  private double sum;
  private @Nullable Odd firstMissing;
  private @Nullable Odd firstText;
  private @Nullable Odd firstOtherwiseWritten;

  ColumnSummary(String table, String name, Set<String> missingCells) {
    this.table = table;
    this.name = name;
    this.missingCells = missingCells;
  }

  /** Looks at a column of a table, or of a part of one. */
  void add(Table part, int column) {
    for (int record = 0; record < part.records(); record++) {
      add(part, record, column);
    }
  }

  private void add(Table part, int record, int column) {
    String cell = part.cell(record, column);
    records++;
    if (missingCells.contains(cell)) {
      missing++;
      firstMissing = firstMissing != null ? firstMissing : odd(part, record, column);
      return;
    }
    double number = part.number(record, column);
    if (Double.isNaN(number)) {
      addText(part, record, column, cell);
    } else {
      addNumber(number);
    }
    if (!hasTooManyValues()) {
      values.merge(Double.isNaN(number) ? cell : Numbers.withPoint(cell), 1, Integer::sum);
    }
  }

  private void addText(Table part, int record, int column, String cell) {
    firstText = firstText != null ? firstText : odd(part, record, column);
    if (firstOtherwiseWritten == null && Numbers.isOtherwiseWritten(cell)) {
      firstOtherwiseWritten = odd(part, record, column);
    }
  }

  private void addNumber(double number) {
    firstNumber = numbers == 0 ? number : firstNumber;
    numbers++;
    sameNumber &= number == firstNumber;
    whole &= number == Math.rint(number);
    sum += number;
  }

  private static Odd odd(Table part, int record, int column) {
    return new Odd(part.place(record, column), part.cell(record, column));
  }

  /** How messages call the table. */
  String table() {
    return table;
  }

  String name() {
    return name;
  }

  long records() {
    return records;
  }

  long missing() {
    return missing;
  }

  long numbers() {
    return numbers;
  }

  /** Cells that are neither missing nor numbers. */
  long texts() {
    return records - missing - numbers;
  }

  /** Whether all numbers are the same. */
  boolean isSameNumber() {
    return sameNumber;
  }

  /** Whether all numbers are whole. */
  boolean isWhole() {
    return whole;
  }

  /** The mean of the numbers; NaN or infinite if it overflows. */
  double mean() {
    return sameNumber ? firstNumber : sum / numbers; // rounding may miss the constant
  }

  /**
   * How often there is each value, in the order of their first cells; numbers with a decimal point.
   */
  Map<String, Integer> values() {
    return Collections.unmodifiableMap(values);
  }

  /** Whether there are more values than {@link #values} has. */
  boolean hasTooManyValues() {
    return values.size() > Categories.MOST;
  }

  @Nullable Odd firstMissing() {
    return firstMissing;
  }

  @Nullable Odd firstText() {
    return firstText;
  }

  @Nullable Odd firstOtherwiseWritten() {
    return firstOtherwiseWritten;
  }

  /** A complaint about the column. */
  TableException problem(String problem, @Nullable TableSetting setting) {
    return TableException.of(table, "column '" + name + "' " + problem, setting, name);
  }
}
