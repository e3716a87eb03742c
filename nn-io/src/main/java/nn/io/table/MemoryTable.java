package nn.io.table;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of values that a program has: rows, maps, or Java's records. A value is its {@code
 * toString}, null is a missing cell. Immutable.
 */
public final class MemoryTable implements Table {
  private final String name;
  private final List<String> header;
  private final CellStore cells;

  private MemoryTable(String name, List<String> header, CellStore cells) {
    this.name = name;
    this.header = header;
    this.cells = cells;
  }

  /**
   * A table of rows.
   *
   * @param name how messages call it
   * @param header the names of the columns
   * @param rows one for each record, with a value for each column, null where there is none; read
   *     to the end
   * @throws IllegalArgumentException if there is no column, one has no name, two have the same, or
   *     a row has more or fewer values
   */
  public static MemoryTable ofRows(
      String name, List<String> header, Stream<? extends List<? extends @Nullable Object>> rows) {
    Builder builder = new Builder(name, header);
    rows.forEachOrdered(builder::add);
    return builder.table();
  }

  /** Collects rows. */
  static final class Builder {
    private final String name;
    private final List<String> header;
    private final CellStore cells;

    /**
     * A table without a row.
     *
     * @throws IllegalArgumentException if there is no column, one has no name, or two have the same
     */
    Builder(String name, List<String> header) {
      this.name = name;
      this.header = List.copyOf(header);
      if (header.isEmpty() || header.contains("") || Set.copyOf(header).size() < header.size()) {
        throw new IllegalArgumentException(
            "table: " + name + ": there must be columns with different names: " + header);
      }
      cells = new CellStore(header.size());
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has more or fewer values than there are columns
     */
    void add(List<? extends @Nullable Object> row) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "table: "
                + name
                + ": each record must have a value for each of "
                + header.size()
                + " columns: record "
                + (cells.records() + 1)
                + " has "
                + row.size());
      }
      for (Object value : row) {
        String cell = value == null ? "" : value.toString().strip();
        cells.add(cell, 0, cell.length());
      }
    }

    MemoryTable table() {
      cells.close();
      return new MemoryTable(name, header, cells);
    }
  }

  /**
   * A table of maps from columns to values. The columns are the keys in the order in which they are
   * met; a map without one has no value there.
   *
   * @param name how messages call it
   * @param records one map for each; read to the end
   * @throws IllegalArgumentException if there is no record, or no column
   */
  public static MemoryTable ofMaps(
      String name, Stream<? extends Map<String, ? extends @Nullable Object>> records) {
    List<Map<String, ? extends @Nullable Object>> maps = new ArrayList<>();
    Map<String, Boolean> columns = new LinkedHashMap<>();
    records.forEachOrdered(
        map -> {
          maps.add(map);
          map.keySet().forEach(column -> columns.put(column, true));
        });
    List<String> header = List.copyOf(columns.keySet());
    return ofRows(name, header, maps.stream().map(map -> row(map, header)));
  }

  private static List<@Nullable Object> row(
      Map<String, ? extends @Nullable Object> map, List<String> header) {
    List<@Nullable Object> row = new ArrayList<>(header.size());
    header.forEach(column -> row.add(map.get(column)));
    return row;
  }

  /**
   * A table of Java's records, whose components are the columns.
   *
   * @param type of the records, which nn.io may reach: a public one in a package that its module
   *     exports or opens
   * @param records read to the end
   * @throws IllegalArgumentException if the type has no component or cannot be reached, or an
   *     accessor throws
   */
  public static <R extends Record> MemoryTable ofRecords(Class<R> type, Stream<R> records) {
    RecordComponent[] components = type.getRecordComponents();
    List<String> header = Arrays.stream(components).map(RecordComponent::getName).toList();
    Method[] accessors =
        Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
    for (Method accessor : accessors) {
      if (!accessor.trySetAccessible()) {
        throw new IllegalArgumentException(
            "table: a record's type must be public, and its package open to nn.io: "
                + type.getName());
      }
    }
    return ofRows(type.getSimpleName(), header, records.map(value -> row(value, accessors)));
  }

  private static List<@Nullable Object> row(Record value, Method[] accessors) {
    List<@Nullable Object> row = new ArrayList<>(accessors.length);
    for (Method accessor : accessors) {
      try {
        row.add(accessor.invoke(value));
      } catch (IllegalAccessException | InvocationTargetException failed) {
        throw new IllegalArgumentException(
            "table: a record's accessors must give its values: " + accessor, failed);
      }
    }
    return row;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public int records() {
    return cells.records();
  }

  @Override
  public String cell(int record, int column) {
    return cells.cell(record, column);
  }

  @Override
  public String place(int record, int column) {
    return name
        + ", record "
        + (record + 1)
        + ", column "
        + (column + 1)
        + " ("
        + Cells.shortened(header.get(column))
        + ")";
  }
}
