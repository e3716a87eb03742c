package nn.core.data;

/**
 * Shifts and scales each feature to mean 0 and standard deviation 1, with the statistics of the
 * data it was fitted to. A feature that is the same in all records is only shifted. Immutable.
 */
public final class Standardiser {
  private final double[] means;
  private final double[] deviations;

  private Standardiser(double[] means, double[] deviations) {
    this.means = means;
    this.deviations = deviations;
  }

  /**
   * The statistics of a training set: the mean, and the standard deviation with divisor {@code
   * records}, in two passes.
   *
   * @throws IllegalArgumentException if a feature is so large that either overflows
   */
  public static Standardiser fit(DataSet train) {
    int inputs = train.inputs();
    double[] means = new double[inputs];
    double[] deviations = new double[inputs];
    for (int input = 0; input < inputs; input++) {
      double first = train.feature(0, input);
      boolean constant = true;
      double sum = 0;
      for (int record = 0; record < train.records(); record++) {
        sum += train.feature(record, input);
        constant &= train.feature(record, input) == first;
      }
      means[input] = constant ? first : sum / train.records(); // rounding may miss the constant
      double squares = 0;
      for (int record = 0; record < train.records(); record++) {
        double difference = train.feature(record, input) - means[input];
        squares += difference * difference;
      }
      double deviation = Math.sqrt(squares / train.records());
      if (!Double.isFinite(means[input]) || !Double.isFinite(deviation)) {
        throw new IllegalArgumentException(
            "standardise: the mean and the deviation of a feature must be finite: feature "
                + input
                + " has "
                + means[input]
                + " and "
                + deviation);
      }
      deviations[input] = deviation > 0 ? deviation : 1;
    }
    return new Standardiser(means, deviations);
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
    return data.scaled((x, input) -> (x - means[input]) / deviations[input]);
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
