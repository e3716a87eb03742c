package nn.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nn.cli.report.Cells;
import nn.cli.report.DataTable;
import nn.core.metric.Predictions;
import nn.io.table.FeatureColumn;
import nn.io.table.TargetColumn;
import nn.io.table.Task;

/**
 * Records with what a model says of them, for people to look at.
 *
 * @param data whose judged records they are
 * @param predictions of these, in the same order
 */
record Samples(TableData data, Predictions predictions) {
  private static final int MOST_RECORDS = 8;
  private static final int MOST_COLUMNS = 8;

  /** Some from everywhere. */
  DataTable spread() {
    int records = predictions.records();
    int shown = Math.min(MOST_RECORDS, records);
    return table(
        "Sample predictions",
        IntStream.range(0, shown).map(i -> (int) ((long) i * records / shown)).boxed().toList(),
        "");
  }

  /** Those that are most wrong; none where all are right. */
  List<DataTable> worst() {
    List<Integer> worst =
        IntStream.range(0, predictions.records())
            .boxed()
            .filter(record -> error(record) > 0)
            .sorted(Comparator.comparingDouble(this::error).reversed())
            .limit(MOST_RECORDS)
            .toList();
    return worst.isEmpty()
        ? List.of()
        : List.of(
            table(
                isNumber() ? "Largest errors" : "Surest mistakes",
                worst,
                "Wrong values in the data are often found here."));
  }

  /** How far a number is off, or how sure the network is of a wrong class. */
  private double error(int record) {
    if (isNumber()) {
      return Math.abs(predictions.output(record, 0) - predictions.target(record, 0));
    }
    return predictions.predicted(record) == predictions.actual(record) ? 0 : probability(record);
  }

  /** Of the class that is predicted. */
  private double probability(int record) {
    int predicted = predictions.predicted(record);
    if (predictions.units() > 1) {
      return predictions.output(record, predicted);
    }
    double second = predictions.output(record, 0);
    return predicted == 1 ? second : 1 - second;
  }

  private boolean isNumber() {
    return target().task() == Task.REGRESSION;
  }

  private TargetColumn target() {
    return data.encoding().target();
  }

  private DataTable table(String title, List<Integer> records, String note) {
    List<String> columns =
        data.encoding().features().stream().map(FeatureColumn::name).limit(MOST_COLUMNS).toList();
    List<String> header = new ArrayList<>(columns);
    header.add("actual " + target().name());
    header.add("predicted");
    header.add(isNumber() ? "error" : "probability");
    Set<Integer> texts =
        IntStream.range(0, header.size() - 1)
            .filter(i -> !isNumber() || i < columns.size())
            .boxed()
            .collect(Collectors.toSet());
    return new DataTable(
        title, header, records.stream().map(record -> row(columns, record)).toList(), texts, note);
  }

  private List<String> row(List<String> columns, int record) {
    List<String> row = new ArrayList<>();
    columns.forEach(column -> row.add(data.judged().cell(record, column)));
    if (isNumber()) {
      double actual = predictions.target(record, 0);
      double predicted = predictions.output(record, 0);
      row.addAll(
          List.of(Cells.number(actual), Cells.number(predicted), Cells.number(predicted - actual)));
    } else {
      List<String> classes = target().classes();
      row.add(classes.get(predictions.actual(record)));
      row.add(classes.get(predictions.predicted(record)));
      row.add(Cells.number(probability(record)));
    }
    return row;
  }
}
