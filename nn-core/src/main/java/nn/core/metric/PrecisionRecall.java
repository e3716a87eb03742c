package nn.core.metric;

import java.util.List;
import java.util.Locale;
import nn.api.Message;

/** Precision, recall or F1, averaged over classes or not. */
record PrecisionRecall(Score score, Average average) implements ConfusionMetric {

  /** A score of one class, or of sums over classes; 0 where its divisor is. */
  enum Score {
    PRECISION,
    RECALL,
    F1;

    double of(ClassCounts counts) {
      return switch (this) {
        case PRECISION -> ratio(counts.correct(), counts.predicted());
        case RECALL -> ratio(counts.correct(), counts.actual());
        case F1 -> ratio(2 * counts.correct(), counts.predicted() + counts.actual());
      };
    }

    private static double ratio(double part, double whole) {
      return whole == 0 ? 0 : part / whole;
    }

    double of(List<ClassCounts> classes, Average average) {
      ClassCounts sum = ClassCounts.sum(classes);
      if (average == Average.MICRO) {
        return of(sum);
      }
      boolean weighted = average == Average.WEIGHTED && sum.actual() > 0;
      return Labels.sum(
              classes.size(), c -> (weighted ? classes.get(c).actual() : 1) * of(classes.get(c)))
          / (weighted ? sum.actual() : classes.size());
    }
  }

  @Override
  public String name() {
    String lower = score.name().toLowerCase(Locale.ROOT);
    return average == Average.BINARY
        ? lower
        : lower + "-" + average.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean isGreaterBetter() {
    return true;
  }

  @Override
  public double value(ConfusionMatrix matrix) {
    if (average != Average.BINARY) {
      return score.of(ClassCounts.occurring(matrix), average);
    }
    if (matrix.classes() != 2) {
      String name = name();
      throw new IllegalArgumentException(
          Message.of(
              "metric %s: it is that of class 1 of two; use %s-macro, %s-micro or %s-weighted: %d classes",
              name, name, name, name, matrix.classes()));
    }
    return score.of(ClassCounts.of(matrix, 1));
  }

  /** Averages over classes become averages over labels; that of two classes a mean over labels. */
  @Override
  public double value(Predictions predictions) {
    boolean labels = predictions.isMultiLabel() && predictions.areDefined();
    return labels
        ? score.of(ClassCounts.ofLabels(predictions), average)
        : ConfusionMetric.super.value(predictions);
  }

  @Override
  public String toString() {
    return name();
  }
}
