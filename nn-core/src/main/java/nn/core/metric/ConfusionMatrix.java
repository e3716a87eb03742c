package nn.core.metric;

import java.util.Arrays;
import nn.api.Message;

/**
 * How often a class was taken for which: the weight of the records of each class (a row) for each
 * class that was predicted (a column). Immutable.
 */
public final class ConfusionMatrix {
  private final double[][] weights; // [actual][predicted]

  private ConfusionMatrix(double[][] weights) {
    this.weights = weights;
  }

  /**
   * The matrix of predictions whose classes exclude each other; of a label among several, that of
   * its {@linkplain Predictions#unit unit}.
   *
   * @throws IllegalArgumentException if the outputs do not stand for such classes, or one that
   *     counts is NaN
   */
  public static ConfusionMatrix of(Predictions predictions) {
    int classes = predictions.classes();
    double[][] weights = new double[classes][classes];
    for (int record = 0; record < predictions.records(); record++) {
      double weight = predictions.weight(record);
      if (weight > 0) {
        requireNumbers(predictions, record);
        weights[predictions.actual(record)][predictions.predicted(record)] += weight;
      }
    }
    return new ConfusionMatrix(weights);
  }

  private static void requireNumbers(Predictions predictions, int record) {
    for (int unit = 0; unit < predictions.units(); unit++) {
      if (Double.isNaN(predictions.output(record, unit))) {
        throw new IllegalArgumentException(
            Message.of(
                "confusion matrix: outputs must be numbers: unit %d of record %d is NaN",
                unit, record));
      }
    }
  }

  /** The matrix of two classes. */
  public static ConfusionMatrix binary(
      double trueNegatives, double falsePositives, double falseNegatives, double truePositives) {
    return new ConfusionMatrix(
        new double[][] {{trueNegatives, falsePositives}, {falseNegatives, truePositives}});
  }

  /** The number of classes. */
  public int classes() {
    return weights.length;
  }

  /** The weight of the records of a class for which another, or it, was predicted. */
  public double weight(int actual, int predicted) {
    return weights[actual][predicted];
  }

  /** The weight of the records of a class. */
  public double actual(int c) {
    double sum = 0;
    for (double weight : weights[c]) {
      sum += weight;
    }
    return sum;
  }

  /** The weight of the records for which a class was predicted. */
  public double predicted(int c) {
    double sum = 0;
    for (double[] row : weights) {
      sum += row[c];
    }
    return sum;
  }

  /** The weight of the records of a class for which it was predicted. */
  public double correct(int c) {
    return weights[c][c];
  }

  /** The weight of the records for which their class was predicted. */
  public double correct() {
    double sum = 0;
    for (int c = 0; c < classes(); c++) {
      sum += correct(c);
    }
    return sum;
  }

  /** The weight of all records. */
  public double total() {
    double sum = 0;
    for (int c = 0; c < classes(); c++) {
      sum += actual(c);
    }
    return sum;
  }

  /** Rows of numbers, a line for each class. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (double[] row : weights) {
      for (double weight : row) {
        text.append(
            weight == Math.rint(weight)
                ? Message.of("%8.0f", weight)
                : Message.of("%8.2f", weight));
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix matrix && Arrays.deepEquals(weights, matrix.weights);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(weights);
  }
}
