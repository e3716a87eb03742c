package nn.io.table;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import nn.api.Message;
import nn.core.data.DataSet;

/**
 * How the records of a table become inputs and targets of a network, learnt from one table and
 * applicable to others with the same columns. Numbers stay as they are; scaling them is another
 * step, which must see the training records alone: {@link TablePreparation}. Immutable.
 *
 * <p>Another table may have its columns in another order and more of them. It needs the target only
 * where targets are asked for.
 */
public final class TableEncoding {
  private final List<FeatureColumn> features;
  private final TargetColumn target;
  private final Set<String> missingCells;
  private final boolean numbersMayBeMissing; // a missing cell's text is a number's, such as -999
  private final int[] offsets; // each feature's first input, and after the last their number

  private TableEncoding(
      List<FeatureColumn> features, TargetColumn target, Set<String> missingCells) {
    this.features = List.copyOf(features);
    this.target = target;
    this.missingCells = Set.copyOf(missingCells);
    numbersMayBeMissing = missingCells.stream().anyMatch(Numbers::isNumber);
    offsets = new int[features.size() + 1];
    for (int i = 0; i < features.size(); i++) {
      offsets[i + 1] = offsets[i] + features.get(i).inputs().size();
    }
  }

  /**
   * An encoding of known parts, as a file has them.
   *
   * @param features at least one, of different names
   * @param target of another name
   * @param missingCells the texts of cells that are missing, the empty one among them
   * @throws IllegalArgumentException if something is not as said
   */
  public static TableEncoding of(
      List<FeatureColumn> features, TargetColumn target, Collection<String> missingCells) {
    Set<String> names = new HashSet<>(Set.of(target.name()));
    for (FeatureColumn feature : features) {
      if (!names.add(feature.name())) {
        throw new IllegalArgumentException(
            "encode: columns must have different names: two are '" + feature.name() + "'");
      }
    }
    if (features.isEmpty()) {
      throw new IllegalArgumentException(
          "encode: at least one column must be a feature: none but the target " + target.name());
    }
    if (!missingCells.contains("")) {
      throw new IllegalArgumentException(
          "encode: the empty cell must count as missing: only these do: "
              + new TreeSet<>(missingCells));
    }
    return new TableEncoding(features, target, Set.copyOf(missingCells));
  }

  /**
   * Looks at every cell of a table once. A feature column is categorical if the specification says
   * so or none of its cells is a number, else numeric.
   *
   * @throws IllegalArgumentException if the specification names a column that is not there, or
   *     leaves no feature
   * @throws TableException if there is no record, a cell is missing where that is refused, or no
   *     number in a numeric column, or the target does not fit the task
   */
  public static TableEncoding fit(Table table, TableSpec spec) {
    TableSummary summary = new TableSummary(table.name(), table.header(), spec);
    summary.add(table);
    return summary.encoding();
  }

  static TableEncoding fitted(
      List<FeatureColumn> features, TargetColumn target, Set<String> missingCells) {
    return new TableEncoding(features, target, missingCells);
  }

  /** The feature columns in the table's order. */
  public List<FeatureColumn> features() {
    return features;
  }

  /** The target column. */
  public TargetColumn target() {
    return target;
  }

  /** The texts of cells that are missing; the empty one is among them. */
  public Set<String> missingCells() {
    return missingCells;
  }

  /** A name for each input of the network. */
  public List<String> inputs() {
    return features.stream().flatMap(feature -> feature.inputs().stream()).toList();
  }

  /**
   * The features of every record, a record as a row.
   *
   * @throws TableException if a column is missing or a cell does not fit
   */
  public double[][] encodeFeatures(Table table) {
    int[] columns = featureColumns(table);
    double[][] records = new double[table.records()][inputCount()];
    for (int record = 0; record < records.length; record++) {
      encode(table, record, columns, records[record], 0);
    }
    return records;
  }

  /** The targets of every record, a record as a row; like {@link #encodeFeatures}. */
  public double[][] encodeTargets(Table table) {
    int column = column(table, target.name());
    double[][] records = new double[table.records()][target.outputs()];
    for (int record = 0; record < records.length; record++) {
      target.encode(table, record, column, missingCells, records[record], 0);
    }
    return records;
  }

  /**
   * Features and targets of every record.
   *
   * @throws TableException if there is no record, a column is missing or a cell does not fit
   * @throws IllegalArgumentException if they do not fit in an array
   */
  public DataSet encode(Table table) {
    int records = table.records();
    if (records == 0) {
      throw TableException.of(table.name(), "there is no record; add some");
    }
    int outputs = target.outputs();
    if ((long) records * Math.max(inputCount(), outputs) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          Message.of(
              "encode: all inputs must fit in an array; leave out columns or records: %s has %d"
                  + " records, which become %d inputs and %d targets each",
              table.name(), records, inputCount(), outputs));
    }
    double[] features = encodeFeatures(table, 0, records);
    double[] targets = new double[records * outputs];
    encodeTargets(table, targets, 0);
    return DataSet.of(records, features, inputCount(), targets, outputs);
  }

  /**
   * Writes the targets of every record.
   *
   * @param targets with zeros where they go
   * @param first where the first record goes, counted in records
   */
  void encodeTargets(Table table, double[] targets, int first) {
    int column = column(table, target.name());
    int outputs = target.outputs();
    for (int record = 0; record < table.records(); record++) {
      target.encode(table, record, column, missingCells, targets, (first + record) * outputs);
    }
  }

  /**
   * Gives out the features of every record, some records after others.
   *
   * @param most numbers that are given out at once, but at least those of a record
   */
  void encodeFeatures(Table table, int most, Consumer<double[]> visitor) {
    int[] columns = featureColumns(table);
    int records = Math.max(1, most / inputCount());
    for (int first = 0; first < table.records(); first += records) {
      int count = Math.min(records, table.records() - first);
      visitor.accept(encode(table, columns, first, count));
    }
  }

  /** The features of some records, one record after another. */
  double[] encodeFeatures(Table table, int first, int count) {
    return encode(table, featureColumns(table), first, count);
  }

  private double[] encode(Table table, int[] columns, int first, int count) {
    double[] records = new double[count * inputCount()];
    for (int i = 0; i < count; i++) {
      encode(table, first + i, columns, records, i * inputCount());
    }
    return records;
  }

  private void encode(Table table, int record, int[] columns, double[] inputs, int from) {
    for (int i = 0; i < columns.length; i++) {
      FeatureColumn feature = features.get(i);
      if (!isMissing(table, record, columns[i])) {
        feature.encode(table, record, columns[i], inputs, from + offsets[i]);
      } else if (feature.missing() != MissingPolicy.REFUSE) {
        feature.fill(inputs, from + offsets[i]);
      } else {
        throw Cells.missing(
            table.place(record, columns[i]),
            table.cell(record, columns[i]),
            feature.name(),
            feature instanceof NumericFeature ? "number" : "category");
      }
    }
  }

  private boolean isMissing(Table table, int record, int column) {
    return (numbersMayBeMissing || !table.holdsNumber(record, column))
        && missingCells.contains(table.cell(record, column));
  }

  /** How many inputs a record becomes. */
  int inputCount() {
    return offsets[features.size()];
  }

  private int[] featureColumns(Table table) {
    return features.stream().mapToInt(feature -> column(table, feature.name())).toArray();
  }

  private static int column(Table table, String name) {
    int column = table.column(name);
    if (column < 0) {
      throw TableException.of(
          table.name(),
          "there is no column '"
              + name
              + "'; its columns are "
              + Columns.shortened(table.header()));
    }
    return column;
  }

  /**
   * This with what stands for missing cells learnt from other records, as from those that train
   * where others test.
   *
   * @param train encoded by this
   */
  public TableEncoding refit(DataSet train) {
    requireOwn(train);
    List<FeatureColumn> refitted =
        IntStream.range(0, features.size())
            .mapToObj(i -> features.get(i).refit(train, offsets[i]))
            .toList();
    return new TableEncoding(refitted, target, missingCells);
  }

  /**
   * The records with what stands for missing cells here, which their indicators tell.
   *
   * @param encoded by this, or by what this was {@linkplain #refit refitted} from
   */
  public DataSet fill(DataSet encoded) {
    requireOwn(encoded);
    if (features.stream().noneMatch(FeatureColumn::indicated)) {
      return encoded;
    }
    return encoded.mapped(this::fill);
  }

  private void fill(double[] inputs, int from) {
    for (int i = 0; i < features.size(); i++) {
      if (features.get(i).indicated() && inputs[from + offsets[i + 1] - 1] == 1) {
        features.get(i).fill(inputs, from + offsets[i]);
      }
    }
  }

  private void requireOwn(DataSet encoded) {
    if (encoded.inputs() != inputCount() || encoded.outputs() != target.outputs()) {
      throw new IllegalArgumentException(
          Message.of(
              "encode: records must be encoded by this: %d inputs and %d targets, the data has %d"
                  + " and %d",
              inputCount(), target.outputs(), encoded.inputs(), encoded.outputs()));
    }
  }
}
