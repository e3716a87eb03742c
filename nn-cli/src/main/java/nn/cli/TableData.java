package nn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import nn.core.data.DataSet;
import nn.core.data.Standardiser;
import nn.io.CsvTable;
import nn.io.StratifiedSplit;
import nn.io.TableEncoding;
import nn.io.TableSpec;
import nn.io.TargetColumn;
import nn.io.TargetScale;
import nn.io.Task;
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

  static TableData read(Path file, TableSpec spec, double testShare, int seed) {
    if (Files.notExists(file)) {
      throw ToolException.wrongUse("train: there is no such file; name a CSV file: " + file);
    }
    if (Files.isDirectory(file)) {
      throw ToolException.wrongUse("train: this is a folder; name a CSV file in it: " + file);
    }
    CsvTable table = CsvTable.read(file);
    if (table.records() < 2) {
      throw ToolException.failed(
          "train: at least 2 records are needed; add records: " + file + " has 1");
    }
    TableEncoding encoding;
    try {
      encoding = TableEncoding.fit(table, spec);
    } catch (IllegalArgumentException wrongColumn) {
      throw ToolException.wrongUse(String.valueOf(wrongColumn.getMessage()));
    }
    double[][] targets = encoding.encodeTargets(table);
    DataSet raw = DataSet.of(encoding.encodeFeatures(table), targets);
    StratifiedSplit split =
        StratifiedSplit.draw(
            raw.records(), record -> encoding.target().classOf(targets[record]), testShare, seed);
    try {
      return scaled(encoding, raw, split);
    } catch (IllegalArgumentException tooLarge) {
      throw ToolException.failed(
          "train: numbers are too large; correct the column in "
              + file
              + ": "
              + tooLarge.getMessage());
    }
  }

  private static TableData scaled(TableEncoding encoding, DataSet raw, StratifiedSplit split) {
    DataSet train = raw.select(split.train());
    Standardiser features = Standardiser.fit(train);
    TargetScale scale =
        encoding.target().task() == Task.REGRESSION ? TargetScale.fit(train) : TargetScale.NONE;
    DataSet test =
        split.test().length == 0 ? null : scale.apply(features.apply(raw.select(split.test())));
    return new TableData(encoding, raw, scale.apply(features.apply(train)), test, features, scale);
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
