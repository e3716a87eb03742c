package nn.io.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.core.metric.Bootstrap;
import nn.core.metric.ClassificationReport;
import nn.core.metric.Metric;
import nn.core.metric.Predictions;
import org.jspecify.annotations.Nullable;

/**
 * How well a model does on some records.
 *
 * @param cost what training lowers, without penalties; of a number the mean squared error in
 *     standard deviations
 * @param metrics by name; errors of numbers are in the target's own unit
 * @param intervals of the metrics, likewise; empty where none were asked for
 * @param report by class; null for a number
 */
public record TableScores(
    double cost,
    Map<String, Double> metrics,
    Map<String, Bootstrap.Interval> intervals,
    @Nullable ClassificationReport report) {

  /** So many values are looked at for an interval, at most. */
  private static final int MAX_DRAWN = 500_000;

  private static final int MAX_RESAMPLES = 1000;
  private static final int MIN_RESAMPLES = 100;

  static TableScores of(double cost, Predictions predictions, List<Metric> metrics) {
    Map<String, Double> values = new LinkedHashMap<>();
    metrics.forEach(metric -> values.put(metric.name(), metric.value(predictions)));
    boolean classes = predictions.decision() != nn.api.network.Decision.NONE;
    return new TableScores(
        cost, values, Map.of(), classes ? ClassificationReport.of(predictions) : null);
  }

  /** This with 95 % intervals of the metrics, by resampling the same records. */
  TableScores withIntervals(Predictions predictions, List<Metric> metrics) {
    int resamples =
        Math.max(MIN_RESAMPLES, Math.min(MAX_RESAMPLES, MAX_DRAWN / predictions.records()));
    Bootstrap bootstrap = Bootstrap.resamples(resamples);
    Map<String, Bootstrap.Interval> drawn = new LinkedHashMap<>();
    metrics.forEach(metric -> drawn.put(metric.name(), bootstrap.interval(metric, predictions)));
    return new TableScores(cost, metrics(), drawn, report);
  }

  /** The value of a metric; NaN if it was not measured. */
  public double value(String metric) {
    return metrics.getOrDefault(metric, Double.NaN);
  }
}
