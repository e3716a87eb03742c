package nn.core.metric;

import nn.api.Message;
import nn.api.network.Decision;

/** The share of records whose class is among those of the k largest outputs. */
record TopAccuracy(int k) implements Metric {

  TopAccuracy {
    if (k < 1) {
      throw new IllegalArgumentException("top-k accuracy: k must be at least 1: " + k);
    }
  }

  @Override
  public String name() {
    return "top-" + k + "-accuracy";
  }

  @Override
  public boolean isGreaterBetter() {
    return true;
  }

  @Override
  public double value(Predictions predictions) {
    if (predictions.decision() != Decision.FIRST_MAXIMUM) {
      throw new IllegalArgumentException(
          Message.of(
              "metric %s: there must be a unit for each of several classes that exclude each other:"
                  + " %d units, decided by %s",
              name(), predictions.units(), predictions.decision()));
    }
    return predictions.areDefined()
        ? Labels.weightedMean(predictions, record -> rank(predictions, record) < k ? 1 : 0)
        : Double.NaN;
  }

  /** How many units come before the record's class: of equal outputs the last comes first. */
  private static int rank(Predictions predictions, int record) {
    int actual = predictions.actual(record);
    double output = predictions.output(record, actual);
    int rank = 0;
    for (int unit = 0; unit < predictions.units(); unit++) {
      double other = predictions.output(record, unit);
      rank += other > output || (other == output && unit > actual) ? 1 : 0;
    }
    return rank;
  }

  @Override
  public String toString() {
    return name();
  }
}
