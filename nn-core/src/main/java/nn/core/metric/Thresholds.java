package nn.core.metric;

import nn.api.Message;
import nn.api.network.Decision;

/** The threshold from which on an output means class 1, chosen on validation data. */
public final class Thresholds {

  private Thresholds() {}

  /**
   * A threshold and how well it does on the records that it was chosen with; on others it does
   * worse, as a rule.
   *
   * @param threshold for {@link Predictions#withThreshold}: class 1 is an output above it
   * @param value of the metric
   */
  public record Choice(double threshold, double value) {}

  /**
   * The threshold with which a metric is best. Tried are one between each two neighbours of the
   * distinct outputs, one above all and one below all: 0.5 if that lies there, else the middle
   * (with 0 and 1 as neighbours of the least and the largest). Of equally good ones the one closest
   * to 0.5 is taken, of two as close the larger. A sort and one pass: O(n log n).
   *
   * @param metric of the confusion matrix, for instance {@link Metrics#f1()} or {@link
   *     Metrics#balancedAccuracy()}
   * @param validation of one unit and {@link Decision#THRESHOLD}; of several labels give each
   *     {@linkplain Predictions#unit unit}
   * @return 0.5 and NaN if no record counts or an output is NaN
   * @throws IllegalArgumentException if the metric does not depend on a threshold, or there is none
   */
  public static Choice choose(Metric metric, Predictions validation) {
    if (!(metric instanceof ConfusionMetric confusion)) {
      throw new IllegalArgumentException(
          Message.of(
              "threshold: the metric must be one of the confusion matrix, as f1 or balanced-accuracy: %s",
              metric.name()));
    }
    if (validation.decision() != Decision.THRESHOLD || validation.units() != 1) {
      throw new IllegalArgumentException(
          Message.of(
              "threshold: there must be one unit that is decided by a threshold: %d units, decided by %s",
              validation.units(), validation.decision()));
    }
    if (!validation.areDefined()) {
      return new Choice(0.5, Double.NaN);
    }
    RankedScores ranked = new RankedScores(validation);
    Choice best = new Choice(Double.NaN, Double.NaN);
    for (int i = -1; i < ranked.size(); i++) { // the outputs up to i mean class 1
      Choice other =
          new Choice(
              between(ranked.score(i + 1), ranked.score(i)), confusion.value(matrix(ranked, i)));
      if (isBetter(metric, other, best)) {
        best = other;
      }
    }
    return best;
  }

  private static ConfusionMatrix matrix(RankedScores ranked, int i) {
    double truePositives = ranked.positives(i);
    double falsePositives = ranked.negatives(i);
    return ConfusionMatrix.binary(
        ranked.negatives() - falsePositives,
        falsePositives,
        ranked.positives() - truePositives,
        truePositives);
  }

  /** A threshold that is above the lower output, or equal, and below the upper one. */
  private static double between(double lower, double upper) {
    if (lower <= 0.5 && upper > 0.5) {
      return 0.5;
    }
    if (lower == Double.NEGATIVE_INFINITY) {
      return upper > 0 ? upper / 2 : Math.nextDown(upper);
    }
    if (upper == Double.POSITIVE_INFINITY) {
      return lower < 1 ? lower + (1 - lower) / 2 : lower;
    }
    double middle = lower / 2 + upper / 2;
    return middle >= lower && middle < upper ? middle : lower; // neighbouring doubles
  }

  private static boolean isBetter(Metric metric, Choice other, Choice best) {
    if (Double.isNaN(best.value) || Double.isNaN(other.value)) {
      return Double.isNaN(best.threshold) || !Double.isNaN(other.value);
    }
    if (other.value != best.value) {
      return other.value > best.value == metric.isGreaterBetter();
    }
    return Math.abs(other.threshold - 0.5) < Math.abs(best.threshold - 0.5);
  }
}
