package nn.io.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How the records of a table become inputs and targets of a network, learnt from one table and
 * applicable to others with the same columns. Numbers stay as they are; scaling them is another
 * step, which must see the training records alone. Immutable.
 */
public final class TableEncoding {
  private final List<FeatureColumn> features;
  private final TargetColumn target;

  private TableEncoding(List<FeatureColumn> features, TargetColumn target) {
    this.features = List.copyOf(features);
    this.target = target;
  }

  /**
   * Looks at every cell of a table. A feature column is categorical if the specification says so or
   * none of its cells is a number, else numeric.
   *
   * @throws IllegalArgumentException if the specification names a column that is not there, or
   *     leaves no feature
   * @throws CsvException if a cell is empty or no number in a numeric column, or the target does
   *     not fit the task
   */
  public static TableEncoding fit(CsvTable table, TableSpec spec) {
    requireColumns(table, spec);
    List<FeatureColumn> features = new ArrayList<>();
    for (int column = 0; column < table.header().size(); column++) {
      String name = table.header().get(column);
      if (!name.equals(spec.target()) && !spec.ignored().contains(name)) {
        features.add(
            spec.categorical().contains(name) || !hasNumber(table, column)
                ? CategoricalFeature.fit(table, column)
                : NumericFeature.fit(table, column));
      }
    }
    if (features.isEmpty()) {
      throw new IllegalArgumentException(
          "encode: at least one column must be a feature: the columns are "
              + String.join(", ", table.header())
              + ", the target is "
              + spec.target());
    }
    return new TableEncoding(
        features, TargetColumn.fit(table, table.column(spec.target()), spec.task()));
  }

  private static void requireColumns(CsvTable table, TableSpec spec) {
    Set<String> named = new HashSet<>(spec.categorical());
    named.addAll(spec.ignored());
    if (named.contains(spec.target())) {
      throw new IllegalArgumentException(
          "encode: the target cannot be a categorical or ignored feature: " + spec.target());
    }
    named.add(spec.target());
    for (String name : named.stream().sorted().toList()) {
      if (table.column(name) < 0) {
        throw new IllegalArgumentException(
            "encode: "
                + table.file()
                + " has no column '"
                + name
                + "'; its columns are "
                + String.join(", ", table.header()));
      }
    }
  }

  private static boolean hasNumber(CsvTable table, int column) {
    for (int row = 0; row < table.records(); row++) {
      if (Numbers.isNumber(table.cell(row, column))) {
        return true;
      }
    }
    return false;
  }

  /** The feature columns in the table's order. */
  public List<FeatureColumn> features() {
    return features;
  }

  /** The target column. */
  public TargetColumn target() {
    return target;
  }

  /** A name for each input of the network. */
  public List<String> inputs() {
    return features.stream().flatMap(feature -> feature.inputs().stream()).toList();
  }

  /**
   * The features of every record, a record as a row.
   *
   * @throws CsvException if a column is missing or a cell does not fit
   */
  public double[][] encodeFeatures(CsvTable table) {
    int[] columns = features.stream().mapToInt(feature -> column(table, feature.name())).toArray();
    int[] widths = features.stream().mapToInt(feature -> feature.inputs().size()).toArray();
    double[][] records = new double[table.records()][IntStream.of(widths).sum()];
    for (int row = 0; row < records.length; row++) {
      int from = 0;
      for (int i = 0; i < columns.length; i++) {
        features.get(i).encode(table, row, columns[i], records[row], from);
        from += widths[i];
      }
    }
    return records;
  }

  /** The targets of every record, a record as a row; like {@link #encodeFeatures}. */
  public double[][] encodeTargets(CsvTable table) {
    int column = column(table, target.name());
    double[][] records = new double[table.records()][];
    for (int row = 0; row < records.length; row++) {
      records[row] = target.encode(table, row, column);
    }
    return records;
  }

  private static int column(CsvTable table, String name) {
    int column = table.column(name);
    if (column < 0) {
      throw CsvException.ofFile(
          table.file(),
          "there is no column '"
              + name
              + "'; its columns are "
              + String.join(", ", table.header()));
    }
    return column;
  }
}
