package nn.core.selection;

import java.util.List;
import java.util.stream.IntStream;
import nn.api.Message;
import nn.core.metric.Metric;
import org.jspecify.annotations.Nullable;

/** What a candidate got in each fold. Immutable. */
public final class Scores {
  private final List<Metric> metrics;
  private final double[][] values; // [fold][metric]
  private final @Nullable String divergence;

  Scores(List<Metric> metrics, double[][] values, @Nullable String divergence) {
    this.metrics = metrics;
    this.values = values;
    this.divergence = divergence;
  }

  /** The metrics, in their order. */
  public List<Metric> metrics() {
    return metrics;
  }

  /** The number of folds. */
  public int folds() {
    return values.length;
  }

  /**
   * A metric of the records that a fold tested; NaN if its training diverged.
   *
   * @param fold 0 for the first
   * @throws IllegalArgumentException if the metric was not asked for
   */
  public double value(int fold, Metric metric) {
    return values[fold][index(metric)];
  }

  private int index(Metric metric) {
    return IntStream.range(0, metrics.size())
        .filter(i -> metrics.get(i).name().equals(metric.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Message.of(
                        "scores: the metric must be one of %s: %s",
                        metrics.stream().map(Metric::name).toList(), metric.name())));
  }

  /** The mean over folds; NaN if it is in one. */
  public double mean(Metric metric) {
    double sum = 0;
    for (int fold = 0; fold < folds(); fold++) {
      sum += value(fold, metric);
    }
    return sum / folds();
  }

  /** The standard deviation over folds, with divisor {@link #folds()}. */
  public double deviation(Metric metric) {
    double mean = mean(metric);
    double squares = 0;
    for (int fold = 0; fold < folds(); fold++) {
      double difference = value(fold, metric) - mean;
      squares += difference * difference;
    }
    return Math.sqrt(squares / folds());
  }

  /** In which folds the training diverged, and how; null if in none. */
  public @Nullable String divergence() {
    return divergence;
  }

  /** A table: a line for each metric with its mean, its deviation, and each fold's value. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(Message.of("%-18s  %10s  %10s", "metric", "mean", "deviation"));
    for (int fold = 1; fold <= folds(); fold++) {
      text.append(Message.of("  %10s", "fold " + fold));
    }
    text.append(System.lineSeparator());
    for (Metric metric : metrics) {
      text.append(Message.of("%-18s", metric.name()));
      text.append(Message.of("  %10.4f  %10.4f", mean(metric), deviation(metric)));
      for (int fold = 0; fold < folds(); fold++) {
        text.append(Message.of("  %10.4f", value(fold, metric)));
      }
      text.append(System.lineSeparator());
    }
    if (divergence != null) {
      text.append("diverged in ").append(divergence).append(System.lineSeparator());
    }
    return text.toString();
  }
}
