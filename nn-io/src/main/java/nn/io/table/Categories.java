package nn.io.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The different values of a column, sorted: as numbers if all are, so that 10 follows 9 and 1.0 is
 * 1, else as text. Each is called as it is spelled first.
 */
final class Categories {
  /** More are hardly a category but a name or a number for each record. */
  static final int MOST = 1000;

  private final List<String> names;
  private final Map<Object, Integer> indices;
  private final boolean numbers;

  private Categories(List<String> names, boolean numbers) {
    this.names = List.copyOf(names);
    this.numbers = numbers;
    indices = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      indices.put(key(names.get(i)), i);
    }
  }

  /**
   * Collects a column's values.
   *
   * @throws CsvException if a cell is empty or there are too many values
   */
  static Categories of(CsvTable table, int column) {
    boolean numbers =
        IntStream.range(0, table.records())
            .allMatch(row -> Numbers.isNumber(table.cell(row, column)));
    Map<Object, String> found = new HashMap<>();
    for (int row = 0; row < table.records(); row++) {
      String cell = table.cell(row, column);
      if (cell.isEmpty()) {
        throw table.notANumber(row, column, "");
      }
      found.putIfAbsent(key(cell, numbers), cell);
      if (found.size() > MOST) {
        throw CsvException.ofFile(
            table.file(),
            "column '"
                + table.header().get(column)
                + "' has more than "
                + MOST
                + " different values, too many for categories or classes; is it an identifier?"
                + " leave it out");
      }
    }
    List<String> names = new ArrayList<>(found.values());
    names.sort(
        numbers ? Comparator.comparingDouble(Numbers::parse) : Comparator.<String>naturalOrder());
    return new Categories(names, numbers);
  }

  List<String> names() {
    return names;
  }

  /** Whether all of them are numbers. */
  boolean areNumbers() {
    return numbers;
  }

  /**
   * Which of them a cell is.
   *
   * @throws CsvException if it is none
   */
  int index(CsvTable table, int row, int column) {
    Integer index = indices.get(key(table.cell(row, column)));
    if (index == null) {
      throw table.at(
          row,
          column,
          "'" + table.cell(row, column) + "' is none of the known values " + shortened(names));
    }
    return index;
  }

  /** The first few of a list, for a message. */
  static String shortened(List<String> names) {
    int most = 10;
    String text = String.join(", ", names.subList(0, Math.min(most, names.size())));
    return names.size() <= most ? text : text + ", … (" + names.size() + " in all)";
  }

  private Object key(String cell) {
    return key(cell, numbers);
  }

  private static Object key(String cell, boolean numbers) {
    // Adding +0.0 makes -0.0 the same key as 0.0.
    return numbers ? (Object) (Numbers.parse(cell) + 0.0) : cell;
  }
}
