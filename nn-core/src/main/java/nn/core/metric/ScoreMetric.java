package nn.core.metric;

import java.util.function.ToDoubleFunction;
import nn.api.Message;
import nn.api.network.Decision;

/** Metrics of what outputs say before they are decided: of their order, or as probabilities. */
record ScoreMetric(String name, boolean isGreaterBetter, ToDoubleFunction<Predictions> formula)
    implements Metric {
  static final ScoreMetric ROC_AUC =
      new ScoreMetric("roc-auc", true, one -> meanOverClasses(one, ScoreMetric::rocAuc));
  static final ScoreMetric AVERAGE_PRECISION =
      new ScoreMetric(
          "average-precision", true, one -> meanOverClasses(one, ScoreMetric::averagePrecision));
  static final ScoreMetric LOG_LOSS =
      new ScoreMetric(
          "log-loss", false, one -> meanOfProbabilities("log-loss", one, ScoreMetric::logLoss));
  static final ScoreMetric BRIER =
      new ScoreMetric(
          "brier", false, one -> meanOfProbabilities("brier", one, ScoreMetric::squares));

  /** The distance from 1 to the next double: log loss takes no probability closer to 0 or 1. */
  private static final double EPSILON = 0x1p-52;

  /** A number of one record. */
  private interface OfRecord {
    double of(Predictions predictions, int record);
  }

  /** Sent by name: a formula is code. */
  private Object writeReplace() {
    return new MetricName(name);
  }

  @Override
  public double value(Predictions predictions) {
    return Labels.mean(name, predictions, formula);
  }

  /** Of a binary task that of class 1, of several classes the mean of each against all others. */
  private static double meanOverClasses(
      Predictions predictions, ToDoubleFunction<RankedScores> formula) {
    return predictions.isBinary()
        ? formula.applyAsDouble(new RankedScores(predictions.positive()))
        : Labels.mean(
            predictions.units(),
            unit -> formula.applyAsDouble(new RankedScores(predictions.unit(unit))));
  }

  /** The area below the curve of true over false positives, by trapezoids. */
  private static double rocAuc(RankedScores ranked) {
    CompensatedSum doubleArea = new CompensatedSum();
    for (int i = 0; i < ranked.size(); i++) {
      double width = ranked.negatives(i) - ranked.negatives(i - 1);
      doubleArea.add(width * (ranked.positives(i) + ranked.positives(i - 1)));
    }
    // 0/0 for one class
    return doubleArea.value() / (2 * ranked.positives() * ranked.negatives());
  }

  /** {@code Σ (Rᵢ − Rᵢ₋₁)·Pᵢ} over the distinct outputs. */
  private static double averagePrecision(RankedScores ranked) {
    if (ranked.positives() == 0) {
      return 0;
    }
    CompensatedSum sum = new CompensatedSum();
    for (int i = 0; i < ranked.size(); i++) {
      double predicted = ranked.positives(i) + ranked.negatives(i);
      double gained = ranked.positives(i) - ranked.positives(i - 1);
      sum.add(gained * ranked.positives(i) / predicted);
    }
    return sum.value() / ranked.positives();
  }

  /** NaN where an output that counts is no probability. */
  private static double meanOfProbabilities(String name, Predictions predictions, OfRecord loss) {
    if (predictions.decision() == Decision.SIGN) {
      throw new IllegalArgumentException(
          Message.of(
              "metric %s: outputs must be probabilities: %d units, decided by %s",
              name, predictions.units(), predictions.decision()));
    }
    return Labels.weightedMean(
        predictions,
        record ->
            hasProbabilities(predictions, record) ? loss.of(predictions, record) : Double.NaN);
  }

  private static boolean hasProbabilities(Predictions predictions, int record) {
    for (int unit = 0; unit < predictions.units(); unit++) {
      double output = predictions.output(record, unit);
      if (!(output >= 0 && output <= 1)) {
        return false;
      }
    }
    return true;
  }

  /** {@code −log} of the share that the record's class has of all classes' clipped outputs. */
  private static double logLoss(Predictions predictions, int record) {
    int actual = predictions.actual(record);
    double sum = 0;
    double own = 0;
    for (int c = 0; c < predictions.classes(); c++) {
      double probability = clippedProbability(predictions, record, c);
      sum += probability;
      own = c == actual ? probability : own;
    }
    return -StrictMath.log(own / sum);
  }

  private static double clippedProbability(Predictions predictions, int record, int c) {
    if (predictions.units() > 1) {
      return clip(predictions.output(record, c));
    }
    double positive = clip(predictions.output(record, 0));
    return c == 1 ? positive : 1 - positive;
  }

  private static double clip(double probability) {
    return Math.min(Math.max(probability, EPSILON), 1 - EPSILON);
  }

  /** {@code (p − y)²} of a binary task; the sum over classes of several. */
  private static double squares(Predictions predictions, int record) {
    int actual = predictions.actual(record);
    if (predictions.isBinary()) {
      double error = predictions.output(record, predictions.units() - 1) - actual;
      return error * error;
    }
    return Labels.sum(
        predictions.units(),
        unit -> {
          double error = predictions.output(record, unit) - (unit == actual ? 1 : 0);
          return error * error;
        });
  }

  @Override
  public String toString() {
    return name;
  }
}
