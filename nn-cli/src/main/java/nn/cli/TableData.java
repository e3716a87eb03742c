package nn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Standardiser;
import nn.core.metric.Predictions;
import nn.io.table.CsvTable;
import nn.io.table.StratifiedSplit;
import nn.io.table.TableEncoding;
import nn.io.table.TargetColumn;
import nn.io.table.TargetScale;
import nn.io.table.Task;
import org.jspecify.annotations.Nullable;

/**
 * A table, ready to train: encoded, split, and scaled by what the training records say.
 *
 * @param encoding how cells became numbers
 * @param raw all records in file order, before scaling
 * @param train the training records, scaled
 * @param test the other records, scaled the same way; null if there are none
 * @param features how features were scaled
 * @param scale how the target was scaled
 */
record TableData(
    TableEncoding encoding,
    DataSet raw,
    DataSet train,
    @Nullable DataSet test,
    Standardiser features,
    TargetScale scale) {

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
      CsvTable table = TableData.table(command, options.file);
      if (table.records() < 2) {
        throw ToolException.failed(
            command + ": at least 2 records are needed; add records: " + options.file + " has 1");
      }
      try {
        TableEncoding encoding = TableEncoding.fit(table, options.spec());
        return new Raw(table, encoding, TableData.records(encoding, table));
      } catch (IllegalArgumentException wrongColumn) {
        throw ToolException.wrongUse(String.valueOf(wrongColumn.getMessage()));
      }
    }
  }

  /**
   * Reads the table that an option names, and splits it.
   *
   * @param command for messages
   */
  static TableData read(String command, DataOptions options, TestOptions test, int seed) {
    Raw raw = Raw.read(command, options);
    try {
      Path testFile = test.test;
      return testFile == null
          ? split(raw.encoding(), raw.records(), test.testShare, seed)
          : scaled(
              raw.encoding(),
              raw.records(),
              raw.records(),
              records(raw.encoding(), table(command, testFile)));
    } catch (IllegalArgumentException tooLarge) {
      throw ToolException.failed(
          command
              + ": numbers are too large; correct the column in "
              + options.file
              + ": "
              + tooLarge.getMessage());
    }
  }

  private static CsvTable table(String command, Path file) {
    if (Files.notExists(file)) {
      throw ToolException.wrongUse(command + ": there is no such file; name a CSV file: " + file);
    }
    if (Files.isDirectory(file)) {
      throw ToolException.wrongUse(command + ": this is a folder; name a CSV file in it: " + file);
    }
    return CsvTable.read(file);
  }

  private static DataSet records(TableEncoding encoding, CsvTable table) {
    return DataSet.of(encoding.encodeFeatures(table), encoding.encodeTargets(table));
  }

  private static TableData split(TableEncoding encoding, DataSet raw, double testShare, int seed) {
    StratifiedSplit split =
        StratifiedSplit.draw(
            raw.records(),
            record -> encoding.target().classOf(targets(raw, record)),
            testShare,
            seed);
    return scaled(
        encoding,
        raw,
        raw.select(split.train()),
        split.test().length == 0 ? null : raw.select(split.test()));
  }

  /** The targets of a record. */
  static double[] targets(DataSet data, int record) {
    double[] targets = new double[data.outputs()];
    data.copyTargets(record, 1, targets, 0);
    return targets;
  }

  private static TableData scaled(
      TableEncoding encoding, DataSet raw, DataSet train, @Nullable DataSet test) {
    Standardiser features = Standardiser.fit(train);
    TargetScale scale =
        encoding.target().task() == Task.REGRESSION ? TargetScale.fit(train) : TargetScale.NONE;
    return new TableData(
        encoding,
        raw,
        scale.apply(features.apply(train)),
        test == null ? null : scale.apply(features.apply(test)),
        features,
        scale);
  }

  /** What a network says of records, beside what is right; a number is in its own unit. */
  Predictions predictions(Network network, DataSet records) {
    double[] outputs = network.predict(records.features(), records.records());
    double[] targets = records.targets();
    if (encoding.target().task() == Task.REGRESSION) {
      outputs = numbers(outputs);
      targets = numbers(targets);
    }
    return new Predictions(
        network.cost().decision(), outputs, targets, records.outputs(), records.weights());
  }

  private double[] numbers(double[] scaled) {
    return Arrays.stream(scaled).map(scale::number).toArray();
  }

  /** What was understood of the table, in one line. */
  String description() {
    TargetColumn target = encoding.target();
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
        brief(String.join(", ", encoding.inputs())),
        train.records(),
        test == null ? 0 : test.records());
  }

  /** Columns that are probably no features: so many categories are learnt by heart. */
  List<String> warnings() {
    return encoding.features().stream()
        .filter(
            feature -> feature.inputs().size() > 2 && feature.inputs().size() > raw.records() / 2)
        .map(
            feature ->
                "column '"
                    + feature.name()
                    + "' has "
                    + feature.inputs().size()
                    + " categories in "
                    + raw.records()
                    + " records, so the network may learn them by heart; leave it out with --ignore "
                    + feature.name())
        .toList();
  }

  private static String brief(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + " ...";
  }
}
