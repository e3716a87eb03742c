package nn.core.data;

import java.io.Serializable;
import nn.api.Message;

/**
 * Shifts and scales each feature to mean 0 and standard deviation 1, with the statistics of the
 * data it was fitted to. A feature that is the same in all records is only shifted. Immutable.
 */
public final class Standardiser implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] means;
  private final double[] deviations;

  private Standardiser(double[] means, double[] deviations) {
    this.means = means;
    this.deviations = deviations;
  }

  /**
   * A standardiser of known statistics, as a file has them.
   *
   * @param means one for each feature; copied
   * @param deviations the divisors, one for each feature, each above 0; copied
   * @throws IllegalArgumentException if there is none, there are not as many of each, or a number
   *     is not as said
   */
  public static Standardiser of(double[] means, double[] deviations) {
    if (means.length == 0 || means.length != deviations.length) {
      throw new IllegalArgumentException(
          Message.of(
              "standardise: each feature must have a mean and a deviation: %d means, %d deviations",
              means.length, deviations.length));
    }
    for (int input = 0; input < means.length; input++) {
      if (!Double.isFinite(means[input])
          || !(deviations[input] > 0 && deviations[input] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            Message.of(
                "standardise: the mean must be finite, the deviation a number above 0: feature %d has"
                    + " %s and %s",
                input, means[input], deviations[input]));
      }
    }
    return new Standardiser(means.clone(), deviations.clone());
  }

  /**
   * The statistics of a training set: the mean, and the standard deviation with divisor {@code
   * records}, in two passes.
   *
   * @throws IllegalArgumentException if a feature is so large that either overflows
   */
  public static Standardiser fit(DataSet train) {
    double[] means = means(train);
    double[] deviations = deviations(train, means);
    for (int input = 0; input < means.length; input++) {
      if (!Double.isFinite(means[input]) || !Double.isFinite(deviations[input])) {
        throw new IllegalArgumentException(
            "standardise: the mean and the deviation of a feature must be finite: feature "
                + input
                + " has "
                + means[input]
                + " and "
                + deviations[input]);
      }
    }
    return new Standardiser(means, deviations);
  }

  private static double[] means(DataSet train) {
    int inputs = train.inputs();
    double[] first = new double[inputs];
    boolean[] varies = new boolean[inputs];
    double[] sums = new double[inputs];
    train.forEachFeatures(
        (record, count, values) -> {
          if (record == 0) {
            System.arraycopy(values, 0, first, 0, inputs);
          }
          for (int from = 0; from < count * inputs; from += inputs) {
            for (int input = 0; input < inputs; input++) {
              sums[input] += values[from + input];
              varies[input] |= values[from + input] != first[input];
            }
          }
        });
    for (int input = 0; input < inputs; input++) { // rounding may miss the constant
      sums[input] = varies[input] ? sums[input] / train.records() : first[input];
    }
    return sums;
  }

  /** The deviations; 1 where a feature is constant. */
  private static double[] deviations(DataSet train, double[] means) {
    int inputs = train.inputs();
    double[] squares = new double[inputs];
    train.forEachFeatures(
        (record, count, values) -> {
          for (int from = 0; from < count * inputs; from += inputs) {
            for (int input = 0; input < inputs; input++) {
              double difference = values[from + input] - means[input];
              squares[input] += difference * difference;
            }
          }
        });
    for (int input = 0; input < inputs; input++) {
      double deviation = Math.sqrt(squares[input] / train.records());
      squares[input] = deviation == 0 ? 1 : deviation; // NaN stays
    }
    return squares;
  }

  /**
   * {@code (x − mean) / deviation}.
   *
   * @throws IllegalArgumentException if the data has another number of features
   */
  public DataSet apply(DataSet data) {
    if (data.inputs() != means.length) {
      throw new IllegalArgumentException(
          "standardise: fitted to " + means.length + " features: the data has " + data.inputs());
    }
    return data.mapped(
        (features, from) -> {
          for (int input = 0; input < means.length; input++) {
            features[from + input] = scaled(features[from + input], input);
          }
        });
  }

  /**
   * {@code (x − mean) / deviation} of records in a flat array, one record after another.
   *
   * @param features not modified
   * @return another array
   * @throws IllegalArgumentException if the array does not hold whole records
   */
  public double[] apply(double[] features) {
    if (features.length % means.length != 0) {
      throw new IllegalArgumentException(
          Message.of(
              "standardise: records must have %d features: %d numbers given",
              means.length, features.length));
    }
    double[] result = new double[features.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = scaled(features[i], i % means.length);
    }
    return result;
  }

  private double scaled(double x, int input) {
    return (x - means[input]) / deviations[input];
  }

  /** The means, one for each feature. */
  public double[] means() {
    return means.clone();
  }

  /** The divisors, one for each feature. */
  public double[] deviations() {
    return deviations.clone();
  }
}
