package nn.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.cli.report.Section;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.metric.Metric;
import nn.core.training.History;
import nn.io.table.CsvTable;
import nn.io.table.Table;
import nn.io.table.TableEncoding;
import nn.io.table.TableModel;
import nn.io.table.TableNetwork;
import nn.io.table.TablePreparation;
import nn.io.table.TableScores;
import nn.io.table.TableSplit;
import nn.io.table.TableWarnings;
import nn.io.table.TargetColumn;
import nn.io.table.Task;
import org.jspecify.annotations.Nullable;

/**
 * A table, ready to train: encoded, split, and prepared by what the training records say.
 *
 * @param table its cells
 * @param raw all records in file order, encoded
 * @param train the training records, encoded
 * @param test the other records, encoded; null if there are none
 * @param preparation of what the network sees
 * @param judged the cells of the records that test, or train where none do
 */
record TableData(
    CsvTable table,
    DataSet raw,
    DataSet train,
    @Nullable DataSet test,
    TablePreparation preparation,
    Cells judged)
    implements TrainingData {

  /**
   * Some records of a table.
   *
   * @param table that has them
   * @param records where they are in it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Cells(Table table, int[] records) {

    /** All of a table. */
    static Cells of(Table table) {
      return new Cells(table, IntStream.range(0, table.records()).toArray());
    }

    String cell(int record, String column) {
      return table.cell(records[record], table.column(column));
    }
  }

  /**
   * The records of a table, encoded and not yet scaled.
   *
   * @param table its cells
   */
  record Raw(CsvTable table, TableEncoding encoding, DataSet records) {

    /**
     * Reads the table that an option names.
     *
     * @param command for messages
     */
    static Raw read(String command, DataOptions options) {
      CsvTable table = options.csv.read(command, options.file());
      if (table.records() < 2) {
        throw ToolException.failed(
            command + ": at least 2 records are needed; add records: " + options.file() + " has 1");
      }
      try {
        TableEncoding encoding = TableEncoding.fit(table, options.spec());
        return new Raw(table, encoding, encoding.encode(table));
      } catch (IllegalArgumentException wrongColumn) {
        throw ToolException.wrongUse(String.valueOf(wrongColumn.getMessage()));
      }
    }

    /** Says how the file was read, and what is probably a mistake in it. */
    void announce(Screen screen) {
      if (!reading(table).isEmpty()) {
        screen.err().println(reading(table));
      }
      warnings(table, encoding).forEach(screen::warn);
    }
  }

  /**
   * Reads the table that an option names, and splits it.
   *
   * @param command for messages
   */
  static TableData read(String command, DataOptions options, TestOptions test, int seed) {
    test.ignoreSplitColumn(options);
    Raw raw = Raw.read(command, options);
    try {
      return test.test == null
          ? split(raw, splitOf(raw, test, seed))
          : withTest(command, raw, options.csv.read(command, test.test), test.test);
    } catch (IllegalArgumentException tooLarge) {
      throw ToolException.failed(
          command
              + ": numbers are too large; correct the column in "
              + options.file()
              + ": "
              + tooLarge.getMessage());
    }
  }

  private static TableSplit splitOf(Raw raw, TestOptions test, int seed) {
    DataSet records = raw.records();
    return test.splitColumn != null
        ? TableSplit.byColumn(raw.table(), test.splitColumn)
        : TableSplit.stratified(
            records.records(),
            record -> raw.encoding().target().classOf(targets(records, record)),
            test.share(),
            seed);
  }

  private static TableData withTest(String command, Raw raw, Table test, Path file) {
    DataSet tests;
    try {
      tests = raw.encoding().encode(test);
    } catch (IllegalArgumentException unusable) { // the other file is not to blame
      throw ToolException.failed(
          command + ": --test " + file + ": " + unusable.getMessage(), unusable);
    }
    return prepared(raw, raw.records(), tests, Cells.of(test));
  }

  private static TableData split(Raw raw, TableSplit split) {
    boolean tests = split.test().length > 0;
    return prepared(
        raw,
        raw.records().select(split.train()),
        tests ? raw.records().select(split.test()) : null,
        new Cells(raw.table(), tests ? split.test() : split.train()));
  }

  /** The targets of a record. */
  static double[] targets(DataSet data, int record) {
    double[] targets = new double[data.outputs()];
    data.copyTargets(record, 1, targets, 0);
    return targets;
  }

  private static TableData prepared(Raw raw, DataSet train, @Nullable DataSet test, Cells judged) {
    return new TableData(
        raw.table(),
        raw.records(),
        train,
        test,
        TablePreparation.fit(raw.encoding(), train),
        judged);
  }

  @Override
  public DataSet preparedTrain() {
    return preparation.apply(train);
  }

  @Override
  public @Nullable DataSet preparedValidation() {
    return null;
  }

  @Override
  public double[] example() {
    return preparation.apply(train.select(0)).features();
  }

  @Override
  public int trainRecords() {
    return train.records();
  }

  @Override
  public TableScores trained(TableModel model, Network network, List<Metric> metrics) {
    return model.evaluate(train, metrics, false);
  }

  @Override
  public void addPictures(
      Results results,
      TableModel model,
      History history,
      @Nullable TableScores tested,
      String unit) {
    TrainPictures.add(results, model, this, history, tested, unit);
  }

  @Override
  public List<Section> outcomes(TableModel model) {
    return Outcomes.of(this, model);
  }

  /** The network with its initial weights. */
  static Network build(TableNetwork network, TableEncoding encoding, Backend backend) {
    try {
      return network.build(encoding, backend);
    } catch (IllegalArgumentException unbuildable) {
      throw ToolException.wrongUse(
          "train: no network can have these layers; choose others with --layers and --activation: "
              + unbuildable.getMessage());
    }
  }

  @Override
  public String description() {
    TargetColumn target = encoding().target();
    String what =
        target.task() == Task.REGRESSION
            ? "a number"
            : target.classes().size()
                + " classes ("
                + brief(String.join(", ", target.classes()))
                + ")";
    return String.format(
        Locale.ROOT,
        "target %s: %s, %s; %d inputs (%s); %d records train, %d test",
        target.name(),
        TaskConverter.spelling(target.task()),
        what,
        raw.inputs(),
        brief(String.join(", ", encoding().inputs())),
        train.records(),
        test == null ? 0 : test.records());
  }

  @Override
  public String reading() {
    boolean other = judged.table() != table;
    String test = other && judged.table() instanceof CsvTable file ? reading(file) : "";
    return (reading(table) + "\n" + test).strip();
  }

  private static String reading(CsvTable table) {
    return table.particulars().isEmpty() ? "" : "read " + table.name() + ": " + table.particulars();
  }

  @Override
  public List<String> warnings() {
    return warnings(table, encoding());
  }

  private static List<String> warnings(CsvTable table, TableEncoding encoding) {
    return TableWarnings.of(table, encoding).stream().map(TableHint::sentence).toList();
  }

  private static String brief(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + " ...";
  }
}
