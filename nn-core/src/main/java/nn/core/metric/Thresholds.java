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
   * distinct outputs, one above all and one below all: the {@linkplain Predictions#threshold former
   * threshold} if that lies there, else the middle (with 0 and 1 as neighbours of the least and the
   * largest probability). Of equally good ones the one closest to the former is taken, of two as
   * close the larger. A sort and one pass: O(n log n).
   *
   * @param metric of the confusion matrix, for instance {@link Metrics#f1()} or {@link
   *     Metrics#balancedAccuracy()}
   * @param validation of one unit that is decided by a threshold; of several labels give each
   *     {@linkplain Predictions#unit unit}
   * @return the former threshold and NaN if no record counts or an output is NaN
   * @throws IllegalArgumentException if the metric does not depend on a threshold, or there is none
   */
  public static Choice choose(Metric metric, Predictions validation) {
    if (!(metric instanceof ConfusionMetric confusion)) {
      throw new IllegalArgumentException(
          Message.of(
              "threshold: the metric must be one of the confusion matrix, as f1 or balanced-accuracy: %s",
              metric.name()));
    }
    if (!validation.hasThreshold() || validation.units() != 1) {
      throw new IllegalArgumentException(
          Message.of(
              "threshold: there must be one unit that is decided by a threshold: %d units, decided by %s",
              validation.units(), validation.decision()));
    }
    if (!validation.areDefined()) {
      return new Choice(validation.threshold(), Double.NaN);
    }
    RankedScores ranked = new RankedScores(validation);
    Choice best = new Choice(Double.NaN, Double.NaN);
    for (int i = -1; i < ranked.size(); i++) { // the outputs up to i mean class 1
      Choice other =
          new Choice(
              between(ranked.score(i + 1), ranked.score(i), validation),
              confusion.value(matrix(ranked, i)));
      if (isBetter(metric, other, best, validation.threshold())) {
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
  private static double between(double lower, double upper, Predictions validation) {
    boolean probabilities = validation.decision() == Decision.THRESHOLD;
    double former = validation.threshold();
    if (lower <= former && upper > former) {
      return former;
    }
    if (lower == Double.NEGATIVE_INFINITY) {
      return probabilities && upper > 0 ? upper / 2 : Math.nextDown(upper);
    }
    if (upper == Double.POSITIVE_INFINITY) {
      return probabilities && lower < 1 ? lower + (1 - lower) / 2 : lower;
    }
    double middle = lower / 2 + upper / 2;
    return middle >= lower && middle < upper ? middle : lower; // neighbouring doubles
  }

  private static boolean isBetter(Metric metric, Choice other, Choice best, double former) {
    if (Double.isNaN(best.value) || Double.isNaN(other.value)) {
      return Double.isNaN(best.threshold) || !Double.isNaN(other.value);
    }
    if (other.value != best.value) {
      return other.value > best.value == metric.isGreaterBetter();
    }
    return Math.abs(other.threshold - former) < Math.abs(best.threshold - former);
  }
}
