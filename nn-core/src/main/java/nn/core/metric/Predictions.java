package nn.core.metric;

import nn.api.Message;
import nn.api.network.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What a network gave for some records, beside what was wanted: a view of arrays that the caller
 * does not change while it is used.
 */
public final class Predictions {
  private final Decision decision;
  private final double[] outputs;
  private final double[] targets;
  private final int units;
  private final double @Nullable [] weights;

  /**
   * A view; nothing is copied.
   *
   * @param decision how outputs become classes
   * @param outputs {@code units} for each record, one record after another
   * @param targets likewise
   * @param units outputs of a record
   * @param weights one for each record, finite and not negative; null for 1 each
   * @throws IllegalArgumentException if the arrays do not hold as many whole records
   */
  public Predictions(
      Decision decision,
      double[] outputs,
      double[] targets,
      int units,
      double @Nullable [] weights) {
    if (units < 1
        || outputs.length % units != 0
        || outputs.length != targets.length
        || (weights != null && weights.length != outputs.length / units)) {
      throw new IllegalArgumentException(
          Message.of(
              "predictions: there must be as many outputs as targets, and a weight for each record:"
                  + " %d outputs, %d targets, %d units, %s",
              outputs.length,
              targets.length,
              units,
              weights == null ? "no weights" : weights.length + " weights"));
    }
    this.decision = decision;
    this.outputs = outputs;
    this.targets = targets;
    this.units = units;
    this.weights = weights;
  }

  /** How outputs become classes; NONE where they are quantities. */
  public Decision decision() {
    return decision;
  }

  /** The number of records. */
  public int records() {
    return outputs.length / units;
  }

  /** The number of outputs of a record. */
  public int units() {
    return units;
  }

  /** An output of a record. */
  public double output(int record, int unit) {
    return outputs[record * units + unit];
  }

  /** A target of a record. */
  public double target(int record, int unit) {
    return targets[record * units + unit];
  }

  /** What a record counts; 1 unless weights were given. */
  public double weight(int record) {
    return weights == null ? 1 : weights[record];
  }
}
