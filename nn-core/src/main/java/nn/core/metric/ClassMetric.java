package nn.core.metric;

import java.util.function.ToDoubleFunction;

/** Metrics of the classes that were predicted, as formulas over the confusion matrix. */
record ClassMetric(String name, ToDoubleFunction<ConfusionMatrix> formula)
    implements ConfusionMetric {
  static final ClassMetric ACCURACY = new ClassMetric("accuracy", ClassMetric::accuracy);
  static final ClassMetric BALANCED_ACCURACY =
      new ClassMetric("balanced-accuracy", ClassMetric::balancedAccuracy);
  static final ClassMetric MATTHEWS = new ClassMetric("matthews", ClassMetric::matthews);

  @Override
  public boolean isGreaterBetter() {
    return true;
  }

  @Override
  public double value(ConfusionMatrix matrix) {
    return formula.applyAsDouble(matrix);
  }

  /** As for every metric of a matrix, but the accuracy of several labels is that of all at once. */
  @Override
  public double value(Predictions predictions) {
    boolean subsets = equals(ACCURACY) && predictions.isMultiLabel() && predictions.areDefined();
    return subsets
        ? Labels.weightedMean(predictions, record -> predictions.hasAllLabelsRight(record) ? 1 : 0)
        : ConfusionMetric.super.value(predictions);
  }

  private static double accuracy(ConfusionMatrix matrix) {
    return matrix.correct() / matrix.total();
  }

  private static double balancedAccuracy(ConfusionMatrix matrix) {
    double recalls = 0;
    int classes = 0;
    for (int c = 0; c < matrix.classes(); c++) {
      if (matrix.actual(c) > 0) {
        recalls += matrix.correct(c) / matrix.actual(c);
        classes++;
      }
    }
    return recalls / classes;
  }

  private static double matthews(ConfusionMatrix matrix) {
    double n = matrix.total();
    double tp = 0;
    double pp = 0;
    double tt = 0;
    for (int k = 0; k < matrix.classes(); k++) {
      double t = matrix.actual(k);
      double p = matrix.predicted(k);
      tp += t * p;
      pp += p * p;
      tt += t * t;
    }
    double variances = (n * n - pp) * (n * n - tt);
    return variances > 0 ? (matrix.correct() * n - tp) / Math.sqrt(variances) : 0;
  }

  /** Sent by name: a formula is code. */
  private Object writeReplace() {
    return new MetricName(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
