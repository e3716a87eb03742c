package nn.core.metric;

import nn.api.Message;
import nn.api.network.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What a network gave for some records, beside what was wanted: a view of arrays that the caller
 * does not change while it is used.
 *
 * <p>There are four tasks. <em>Binary</em>: one unit and {@link Decision#THRESHOLD} or {@link
 * Decision#SIGN}, or two units and {@link Decision#FIRST_MAXIMUM}; class 1 is the positive one.
 * <em>Multiclass</em>: {@link Decision#FIRST_MAXIMUM}, a unit for each class. <em>Multi-label</em>:
 * {@link Decision#THRESHOLD} or {@link Decision#SIGN} and several units, each a binary task of its
 * own. <em>Quantities</em>: {@link Decision#NONE}.
 *
 * <p>A record of weight 0 is not there: no metric looks at it.
 */
public final class Predictions {
  private final Decision decision;
  private final double[] outputs;
  private final double[] targets;
  private final int units;
  private final double @Nullable [] weights;
  private final double threshold;

  /**
   * A view; nothing is copied.
   *
   * @param decision how outputs become classes
   * @param outputs {@code units} for each record, one record after another
   * @param targets likewise
   * @param units outputs of a record
   * @param weights one for each record, finite and not negative; null for 1 each
   * @throws IllegalArgumentException if the arrays do not hold as many whole records, or a weight
   *     is not as said
   */
  public Predictions(
      Decision decision,
      double[] outputs,
      double[] targets,
      int units,
      double @Nullable [] weights) {
    this(decision, outputs, targets, units, weights, usualThreshold(decision));
  }

  private static double usualThreshold(Decision decision) {
    return decision == Decision.SIGN ? 0 : 0.5;
  }

  private Predictions(
      Decision decision,
      double[] outputs,
      double[] targets,
      int units,
      double @Nullable [] weights,
      double threshold) {
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
    this.threshold = threshold;
    for (int record = 0; record < records(); record++) {
      if (!(weight(record) >= 0 && weight(record) < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            Message.of(
                "predictions: weights must be finite and not negative: record %d has %s",
                record, weight(record)));
      }
    }
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

  /** Whether each unit is decided on its own, by whether its output is above a threshold. */
  public boolean hasThreshold() {
    return decision == Decision.THRESHOLD || decision == Decision.SIGN;
  }

  /** What an output must exceed where there is a threshold: 0.5, or 0 if signs decide. */
  public double threshold() {
    return threshold;
  }

  /**
   * The same with another threshold of the outputs; that of the targets stays.
   *
   * @throws IllegalArgumentException if classes are not decided by a threshold, or it is NaN
   */
  public Predictions withThreshold(double other) {
    if (!hasThreshold() || Double.isNaN(other)) {
      throw new IllegalArgumentException(
          Message.of(
              "predictions: a number can be the threshold of outputs that have one: %s, decided by %s",
              other, decision));
    }
    return new Predictions(decision, outputs, targets, units, weights, other);
  }

  /** Whether each of several units is a class of its own, which a record has or has not. */
  public boolean isMultiLabel() {
    return hasThreshold() && units > 1;
  }

  /** Whether there are two classes, 0 and 1. */
  public boolean isBinary() {
    return hasThreshold() ? units == 1 : decision == Decision.FIRST_MAXIMUM && units == 2;
  }

  /**
   * The number of classes that exclude each other: 2 of one unit with a threshold.
   *
   * @throws IllegalArgumentException for quantities and for multi-label outputs
   */
  public int classes() {
    if (decision == Decision.NONE || isMultiLabel()) {
      throw new IllegalArgumentException(
          Message.of(
              "predictions: the outputs must stand for classes that exclude each other: %d units, decided by %s",
              units, decision));
    }
    return hasThreshold() ? 2 : units;
  }

  /** The class that a record has, where classes exclude each other. */
  public int actual(int record) {
    return decide(targets, record, usualThreshold(decision));
  }

  /** The class that a record's outputs stand for, where classes exclude each other. */
  public int predicted(int record) {
    return decide(outputs, record, threshold);
  }

  private int decide(double[] values, int record, double limit) {
    int from = record * units;
    if (classes() == 2 && hasThreshold()) {
      return values[from] > limit ? 1 : 0;
    }
    int best = 0;
    for (int unit = 1; unit < units; unit++) {
      if (values[from + unit] > values[from + best]) {
        best = unit;
      }
    }
    return best;
  }

  /** Whether a record has exactly the labels that its outputs stand for. */
  boolean hasAllLabelsRight(int record) {
    for (int i = record * units; i < (record + 1) * units; i++) {
      if (outputs[i] > threshold != targets[i] > usualThreshold(decision)) {
        return false;
      }
    }
    return true;
  }

  /**
   * One unit as a binary task, with copies of its numbers: a label of several, or a class against
   * all others.
   */
  public Predictions unit(int unit) {
    double[] output = new double[records()];
    double[] target = new double[records()];
    for (int record = 0; record < output.length; record++) {
      output[record] = output(record, unit);
      target[record] = target(record, unit);
    }
    Decision alone = hasThreshold() ? decision : Decision.THRESHOLD;
    return new Predictions(alone, output, target, 1, weights, threshold);
  }

  /** A binary task as one unit: of two units the second. */
  Predictions positive() {
    return units == 1 ? this : unit(1);
  }

  /** Copies of the records with these indices, in this order; an index may occur again. */
  public Predictions select(int... records) {
    double[] output = new double[records.length * units];
    double[] target = new double[records.length * units];
    double[] weight = new double[records.length];
    for (int i = 0; i < records.length; i++) {
      System.arraycopy(outputs, records[i] * units, output, i * units, units);
      System.arraycopy(targets, records[i] * units, target, i * units, units);
      weight[i] = weight(records[i]);
    }
    return new Predictions(decision, output, target, units, weight, threshold);
  }

  /** Whether some record counts, and all that do have numbers as outputs. */
  boolean areDefined() {
    boolean some = false;
    for (int i = 0; i < outputs.length; i++) {
      boolean counts = weight(i / units) > 0;
      if (counts && Double.isNaN(outputs[i])) {
        return false;
      }
      some |= counts;
    }
    return some;
  }
}
