package nn.core.selection;

import java.util.Comparator;
import java.util.List;
import nn.api.Message;
import nn.core.metric.Metric;

/**
 * The candidates of a search, best first: by the mean over folds, of equal ones the first; those
 * whose mean is NaN after all others, those that diverged last. Immutable.
 */
public final class SearchResult {
  private final Metric metric;
  private final List<Row> rows;

  /**
   * A candidate with its scores.
   *
   * @param number which one, 1 for the first that was given
   */
  public record Row(int number, Settings settings, Scores scores) {}

  SearchResult(Metric metric, List<Row> candidates) {
    this.metric = metric;
    Comparator<Row> byMean = Comparator.comparingDouble(row -> row.scores().mean(metric));
    rows =
        candidates.stream()
            .sorted(
                Comparator.comparing((Row row) -> row.scores().divergence() != null)
                    .thenComparing(row -> Double.isNaN(row.scores().mean(metric)))
                    .thenComparing(metric.isGreaterBetter() ? byMean.reversed() : byMean))
            .toList();
  }

  /** What it is sorted by. */
  public Metric metric() {
    return metric;
  }

  /** All candidates, best first. */
  public List<Row> rows() {
    return rows;
  }

  /**
   * The best candidate.
   *
   * @throws IllegalStateException if none has a number: all have diverged, or the metric is not
   *     defined in some fold
   */
  public Row best() {
    if (rows.isEmpty() || Double.isNaN(rows.get(0).scores().mean(metric))) {
      throw new IllegalStateException(
          Message.of(
              "search: some candidate must have a number in every fold: of %d none has %s",
              rows.size(), metric.name()));
    }
    return rows.get(0);
  }

  /**
   * A table: a line for each candidate with the mean of each metric, its deviation in parentheses.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("candidate");
    List<Metric> metrics = rows.isEmpty() ? List.of(metric) : rows.get(0).scores().metrics();
    for (Metric each : metrics) {
      text.append(Message.of("  %17s", each.name()));
    }
    text.append("  settings").append(System.lineSeparator());
    for (Row row : rows) {
      text.append(Message.of("%9d", row.number()));
      for (Metric each : metrics) {
        text.append(
            Message.of("  %8.4f (%6.4f)", row.scores().mean(each), row.scores().deviation(each)));
      }
      text.append("  ").append(row.settings());
      if (row.scores().divergence() != null) {
        text.append(", diverged in ").append(row.scores().divergence());
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }
}
