package nn.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.metric.Bootstrap;
import nn.core.metric.ClassificationReport;
import nn.core.metric.Metric;
import nn.core.metric.Predictions;
import nn.io.table.Task;
import org.jspecify.annotations.Nullable;

/**
 * How well a network does on some records.
 *
 * @param cost what training lowers, without penalties; of a number the mean squared error in
 *     standard deviations
 * @param metrics by name; errors of numbers are in the target's own unit
 * @param intervals of the metrics, likewise; empty of records that trained, whose own are no news
 * @param report by class; null for a number
 */
record Scores(
    double cost,
    Map<String, Double> metrics,
    Map<String, Bootstrap.Interval> intervals,
    @Nullable ClassificationReport report) {

  /** So many values are looked at for an interval, at most. */
  private static final int MAX_DRAWN = 500_000;

  private static final int MAX_RESAMPLES = 1000;
  private static final int MIN_RESAMPLES = 100;

  /** Of records that trained. */
  static Scores ofTrain(Network network, TableData data, List<Metric> metrics) {
    return of(network, data.train(), data, metrics, Map.of());
  }

  /** Of records that did not train, with intervals. */
  static Scores ofTest(Network network, DataSet records, TableData data, List<Metric> metrics) {
    Predictions predictions = data.predictions(network, records);
    int resamples =
        Math.max(MIN_RESAMPLES, Math.min(MAX_RESAMPLES, MAX_DRAWN / predictions.records()));
    Bootstrap bootstrap = Bootstrap.resamples(resamples);
    Map<String, Bootstrap.Interval> intervals = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      intervals.put(metric.name(), bootstrap.interval(metric, predictions));
    }
    return of(network, records, data, metrics, intervals);
  }

  private static Scores of(
      Network network,
      DataSet records,
      TableData data,
      List<Metric> metrics,
      Map<String, Bootstrap.Interval> intervals) {
    Predictions predictions = data.predictions(network, records);
    Map<String, Double> values = new LinkedHashMap<>();
    metrics.forEach(metric -> values.put(metric.name(), metric.value(predictions)));
    boolean classes = data.encoding().target().task() != Task.REGRESSION;
    return new Scores(
        network.evaluate(records).cost(),
        values,
        intervals,
        classes ? ClassificationReport.of(predictions) : null);
  }

  /** The value of a metric; NaN if it was not measured. */
  double value(String metric) {
    return metrics.getOrDefault(metric, Double.NaN);
  }

  /** For a summary. */
  Map<String, @Nullable Object> describe(List<String> classNames) {
    Map<String, @Nullable Object> description = new LinkedHashMap<>();
    description.put("cost", cost);
    description.putAll(metrics);
    if (!intervals.isEmpty()) {
      Map<String, @Nullable Object> ends = new LinkedHashMap<>();
      intervals.forEach(
          (name, interval) -> ends.put(name, List.of(interval.low(), interval.high())));
      description.put("intervals95", ends);
    }
    if (report != null) {
      List<Map<String, @Nullable Object>> classes = new ArrayList<>();
      for (int c = 0; c < classNames.size(); c++) {
        classes.add(describe(classNames.get(c), report.classes().get(c)));
      }
      description.put("classes", classes);
    }
    return description;
  }

  private static Map<String, @Nullable Object> describe(String name, ClassificationReport.Row row) {
    Map<String, @Nullable Object> description = new LinkedHashMap<>();
    description.put("class", name);
    description.put("precision", row.precision());
    description.put("recall", row.recall());
    description.put("f1", row.f1());
    description.put("records", row.support());
    return description;
  }

  /** A table of a training's scores, for people. */
  static List<String> table(Scores train, @Nullable Scores test) {
    List<String> lines = new ArrayList<>();
    lines.add(line("", "train", test == null ? "" : "test", test == null ? "" : "95 % interval"));
    lines.add(line("cost", number(train.cost), test == null ? "" : number(test.cost), ""));
    for (String name : train.metrics.keySet()) {
      Bootstrap.Interval tested = test == null ? null : test.intervals.get(name);
      lines.add(
          line(
              name,
              number(train.value(name)),
              tested == null ? "" : number(tested.value()),
              tested == null ? "" : number(tested.low()) + " to " + number(tested.high())));
    }
    return lines;
  }

  private static String line(String name, String train, String test, String interval) {
    return Results.padded(name, 18)
        + Results.padded(train, 12)
        + Results.padded(test, 12)
        + interval;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "undefined" : Results.rounded(value);
  }
}
