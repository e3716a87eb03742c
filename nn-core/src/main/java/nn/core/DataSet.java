package nn.core;

import java.util.Arrays;
import java.util.Objects;
import nn.core.random.RandomState;

/**
 * Records with their targets, as rows: an immutable value. Numbers are held one record after
 * another.
 */
public final class DataSet {
  private final int records;
  private final int inputs;
  private final int outputs;
  private final double[] features;
  private final double[] targets;

  private DataSet(int records, double[] features, int inputs, double[] targets, int outputs) {
    this.records = records;
    this.inputs = inputs;
    this.outputs = outputs;
    this.features = features;
    this.targets = targets;
  }

  /** Two parts of one data set. */
  public record Split(DataSet train, DataSet test) {}

  /**
   * A data set of rows.
   *
   * @param features one row for each record; copied
   * @param targets one row for each record; copied
   * @throws IllegalArgumentException if there is no record, rows differ in length or number, or a
   *     value is NaN or infinite
   */
  public static DataSet of(double[][] features, double[][] targets) {
    if (features.length != targets.length) {
      throw new IllegalArgumentException(
          "data: features and targets must have one row for each record: "
              + features.length
              + " rows of features, "
              + targets.length
              + " rows of targets");
    }
    return of(
        features.length,
        Rows.flat("features", features),
        Rows.width(features),
        Rows.flat("targets", targets),
        Rows.width(targets));
  }

  /**
   * A data set of flat arrays.
   *
   * @param features {@code inputs} numbers for each record, one record after another; copied
   * @param targets {@code outputs} numbers for each record; copied
   * @throws IllegalArgumentException if there is no record, an array has another length, or a value
   *     is NaN or infinite
   */
  public static DataSet of(
      int records, double[] features, int inputs, double[] targets, int outputs) {
    if (records < 1 || inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "data: records, inputs and outputs must be at least 1: "
              + records
              + " records, "
              + inputs
              + " inputs, "
              + outputs
              + " outputs");
    }
    requireNumbers("features", features, records, inputs);
    requireNumbers("targets", targets, records, outputs);
    return new DataSet(records, features.clone(), inputs, targets.clone(), outputs);
  }

  private static void requireNumbers(String what, double[] values, int records, int width) {
    if (values.length != (long) records * width) {
      throw new IllegalArgumentException(
          "data: "
              + what
              + " must hold "
              + records
              + " records of "
              + width
              + " numbers: "
              + values.length
              + " numbers given");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "data: "
                + what
                + " must be finite numbers: column "
                + i % width
                + " of record "
                + i / width
                + " is "
                + values[i]);
      }
    }
  }

  /** The number of records. */
  public int records() {
    return records;
  }

  /** The number of features of a record. */
  public int inputs() {
    return inputs;
  }

  /** The number of targets of a record. */
  public int outputs() {
    return outputs;
  }

  /** A copy of the features, one record after another. */
  public double[] features() {
    return features.clone();
  }

  /** A copy of the targets, one record after another. */
  public double[] targets() {
    return targets.clone();
  }

  /**
   * One feature.
   *
   * @throws IndexOutOfBoundsException if there is no such record or input
   */
  public double feature(int record, int input) {
    Objects.checkIndex(record, records);
    return features[record * inputs + Objects.checkIndex(input, inputs)];
  }

  /**
   * One target.
   *
   * @throws IndexOutOfBoundsException if there is no such record or output
   */
  public double target(int record, int output) {
    Objects.checkIndex(record, records);
    return targets[record * outputs + Objects.checkIndex(output, outputs)];
  }

  /** The features themselves, for reading. */
  double[] featuresView() {
    return features;
  }

  /** The targets themselves, for reading. */
  double[] targetsView() {
    return targets;
  }

  /** The records with these indices, in this order; an index may occur again. */
  public DataSet select(int... indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException("select: at least one record is needed: none given");
    }
    double[] selectedFeatures = new double[Math.multiplyExact(indices.length, inputs)];
    double[] selectedTargets = new double[Math.multiplyExact(indices.length, outputs)];
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= records) {
        throw new IndexOutOfBoundsException(
            "select: no such record: " + indices[i] + " of " + records);
      }
      System.arraycopy(features, indices[i] * inputs, selectedFeatures, i * inputs, inputs);
      System.arraycopy(targets, indices[i] * outputs, selectedTargets, i * outputs, outputs);
    }
    return new DataSet(indices.length, selectedFeatures, inputs, selectedTargets, outputs);
  }

  /**
   * Splits the records at random: the first {@code round(testShare · records)} of a permutation of
   * {@code RandomState(seed)} are the test part, at least one and not all.
   *
   * @param testShare in {@code (0, 1)}
   * @throws IllegalArgumentException if the share is outside, or there is a single record
   */
  public Split split(double testShare, int seed) {
    if (!(testShare > 0 && testShare < 1)) {
      throw new IllegalArgumentException(
          "split: test share must be above 0 and below 1: " + testShare);
    }
    if (records < 2) {
      throw new IllegalArgumentException("split: at least 2 records are needed: " + records);
    }
    int[] order = new RandomState(seed).permutation(records);
    int tests = (int) Math.max(1, Math.min(records - 1, Math.rint(testShare * records)));
    return new Split(
        select(Arrays.copyOfRange(order, tests, records)), select(Arrays.copyOf(order, tests)));
  }

  /** For instance {@code DataSet[1000 records, 2 inputs, 1 outputs]}. */
  @Override
  public String toString() {
    return "DataSet[" + records + " records, " + inputs + " inputs, " + outputs + " outputs]";
  }
}
