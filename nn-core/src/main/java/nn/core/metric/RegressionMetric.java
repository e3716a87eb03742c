package nn.core.metric;

/** Metrics of quantities: the mean over units of what each has. */
record RegressionMetric(String name, boolean isGreaterBetter, OfUnit formula) implements Metric {
  static final RegressionMetric MSE =
      new RegressionMetric("mse", false, RegressionMetric::meanSquare);
  static final RegressionMetric RMSE =
      new RegressionMetric("rmse", false, (p, unit) -> Math.sqrt(meanSquare(p, unit)));
  static final RegressionMetric MAE =
      new RegressionMetric("mae", false, RegressionMetric::meanAbsolute);
  static final RegressionMetric R2 = new RegressionMetric("r2", true, RegressionMetric::r2);

  /** A number of one unit. */
  interface OfUnit {
    double of(Predictions predictions, int unit);
  }

  /** Sent by name: a formula is code. */
  private Object writeReplace() {
    return new MetricName(name);
  }

  @Override
  public double value(Predictions predictions) {
    return predictions.areDefined()
        ? Labels.mean(predictions.units(), unit -> formula.of(predictions, unit))
        : Double.NaN;
  }

  private static double error(Predictions predictions, int record, int unit) {
    return predictions.output(record, unit) - predictions.target(record, unit);
  }

  private static double meanSquare(Predictions predictions, int unit) {
    return Labels.weightedMean(
        predictions,
        record -> {
          double error = error(predictions, record, unit);
          return error * error;
        });
  }

  private static double meanAbsolute(Predictions predictions, int unit) {
    return Labels.weightedMean(predictions, record -> Math.abs(error(predictions, record, unit)));
  }

  /** {@code 1 − mean square error / variance of the targets}. */
  private static double r2(Predictions predictions, int unit) {
    int counted = 0;
    for (int record = 0; record < predictions.records(); record++) {
      counted += predictions.weight(record) > 0 ? 1 : 0;
    }
    if (counted < 2) {
      return Double.NaN;
    }
    double mean = Labels.weightedMean(predictions, record -> predictions.target(record, unit));
    double variance =
        Labels.weightedMean(
            predictions,
            record -> {
              double difference = predictions.target(record, unit) - mean;
              return difference * difference;
            });
    double square = meanSquare(predictions, unit);
    if (variance == 0 || isConstant(predictions, unit)) { // of which rounding may miss the mean
      return square == 0 ? 1 : square > 0 ? 0 : Double.NaN;
    }
    return 1 - square / variance;
  }

  /** Whether all targets that count are the same. */
  private static boolean isConstant(Predictions predictions, int unit) {
    double first = Double.NaN;
    for (int record = 0; record < predictions.records(); record++) {
      if (predictions.weight(record) > 0) {
        double target = predictions.target(record, unit);
        if (Double.isNaN(first)) {
          first = target;
        }
        if (target != first) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return name;
  }
}
