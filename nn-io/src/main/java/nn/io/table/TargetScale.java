package nn.io.table;

import nn.core.data.DataSet;

/**
 * Shift and scale of a number to learn, so that one learning rate suits pounds and milligrams.
 *
 * @param mean of the training records
 * @param deviation of the training records; above 0
 */
public record TargetScale(double mean, double deviation) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the mean is not finite or the deviation no number above 0
   */
  public TargetScale {
    if (!Double.isFinite(mean) || !(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "scale: the mean of the target must be finite, its deviation a number above 0: "
              + mean
              + " and "
              + deviation);
    }
  }

  /** Leaves targets as they are, for classes. */
  public static final TargetScale NONE = new TargetScale(0, 1);

  /**
   * The statistics of the first target; a constant one is only shifted.
   *
   * @throws IllegalArgumentException if it is so large that its mean or deviation overflows
   */
  public static TargetScale fit(DataSet train) {
    double first = train.target(0, 0);
    boolean constant = true;
    double sum = 0;
    for (int record = 0; record < train.records(); record++) {
      sum += train.target(record, 0);
      constant &= train.target(record, 0) == first;
    }
    double mean = constant ? first : sum / train.records(); // rounding may miss the constant
    double squares = 0;
    for (int record = 0; record < train.records(); record++) {
      double difference = train.target(record, 0) - mean;
      squares += difference * difference;
    }
    double deviation = Math.sqrt(squares / train.records());
    if (!Double.isFinite(mean) || !Double.isFinite(deviation)) {
      throw new IllegalArgumentException(
          "scale: the mean and the deviation of the target must be finite: "
              + mean
              + " and "
              + deviation);
    }
    return new TargetScale(mean, deviation > 0 ? deviation : 1);
  }

  /** The data and its weights with {@code (target − mean) / deviation}. */
  public DataSet apply(DataSet data) {
    double[] targets = data.targets();
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (targets[i] - mean) / deviation;
    }
    return data.withTargets(targets);
  }

  /** A network's output in the target's own unit. */
  public double number(double output) {
    return output * deviation + mean;
  }
}
