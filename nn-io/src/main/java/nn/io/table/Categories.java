package nn.io.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The different values of a column, sorted: as numbers if all are, so that 10 follows 9 and 1.0 is
 * 1, else as text. Each is called as it is spelled first.
 */
final class Categories {
  /** More are hardly a category but a name or a number for each record. */
  static final int MOST = 1000;

  private static final int MOST_SHOWN = 10;

  private final List<String> names;
  private final Map<Object, Integer> indices;
  private final boolean numbers;

  /**
   * Categories in the order of their inputs or outputs.
   *
   * @throws IllegalArgumentException if there are none or too many, one is empty, or two are the
   *     same
   */
  Categories(String column, List<String> names) {
    this.names = List.copyOf(names);
    numbers = names.stream().allMatch(Numbers::isNumber);
    indices = new HashMap<>();
    for (String name : this.names) {
      if (name.isEmpty() || indices.put(key(name), indices.size()) != null) {
        throw new IllegalArgumentException(
            "encode: categories must be different and not empty: column '"
                + column
                + "' has '"
                + Cells.shortened(name)
                + "' among "
                + names.size());
      }
    }
    if (names.isEmpty() || names.size() > MOST) {
      throw new IllegalArgumentException(
          "encode: a column must have from 1 to "
              + MOST
              + " categories: column '"
              + column
              + "' has "
              + names.size());
    }
  }

  /**
   * A column's values.
   *
   * @throws TableException if there are too many
   */
  static Categories of(ColumnSummary column) {
    if (column.hasTooManyValues()) {
      throw column.problem(
          "has more than "
              + MOST
              + " different values, too many for categories or classes; is it an identifier?"
              + " leave it out",
          TableSetting.IGNORED);
    }
    boolean numbers = column.texts() == 0;
    Map<Object, String> found = new LinkedHashMap<>();
    column.values().keySet().forEach(value -> found.putIfAbsent(key(value, numbers), value));
    List<String> names = new ArrayList<>(found.values());
    names.sort(
        numbers ? Comparator.comparingDouble(Numbers::parse) : Comparator.<String>naturalOrder());
    return new Categories(column.name(), names);
  }

  List<String> names() {
    return names;
  }

  /** Which of them a cell is; −1 if none. */
  int index(Table table, int record, int column) {
    Object key =
        numbers ? (Object) (table.number(record, column) + 0.0) : table.cell(record, column);
    return indices.getOrDefault(key, -1);
  }

  /** Which of them has a name; −1 if none. */
  int index(String name) {
    return indices.getOrDefault(key(name), -1);
  }

  /** The most frequent one; of equally frequent ones the first. */
  String mostFrequent(ColumnSummary column) {
    int[] counts = new int[names.size()];
    column.values().forEach((value, count) -> counts[index(value)] += count);
    return names.get(firstMaximum(counts));
  }

  /** Where the largest count is, the first of equal ones. */
  static int firstMaximum(int[] counts) {
    int most = 0;
    for (int i = 1; i < counts.length; i++) {
      most = counts[i] > counts[most] ? i : most;
    }
    return most;
  }

  /** The first few of a list, for a message. */
  static String shortened(List<String> names) {
    String text =
        names.stream().limit(MOST_SHOWN).map(Cells::shortened).collect(Collectors.joining(", "));
    return names.size() <= MOST_SHOWN ? text : text + ", … (" + names.size() + " in all)";
  }

  private Object key(String name) {
    return key(name, numbers);
  }

  private static Object key(String name, boolean numbers) {
    // Adding +0.0 makes -0.0 the same key as 0.0.
    return numbers ? (Object) (Numbers.parse(name) + 0.0) : name;
  }
}
