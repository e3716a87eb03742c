package nn.core.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.Message;
import nn.api.Tensor;
import nn.api.network.Cost;
import nn.api.network.Decision;
import nn.core.array.Rows;
import nn.core.random.RandomState;
import org.jspecify.annotations.Nullable;

/**
 * Records with their targets, as rows: an immutable value. Numbers are held one record after
 * another, targets as {@code double}, features as {@code double} or {@code float}, or are read from
 * elsewhere whenever they are needed.
 */
public final class DataSet {

  /** What every JVM allows in one array. */
  private static final int MAX_NUMBERS = Integer.MAX_VALUE - 8;

  private static final double MIN_WEIGHT = 1e-20;
  private static final double MAX_WEIGHT = 1e20;

  private final int records;
  private final int inputs;
  private final int outputs;
  private final Features features;
  private final double[] targets;
  private final double @Nullable [] weights; // one for each record; null: all are 1
  private volatile long fingerprint; // 0 before it is asked for

  private DataSet(
      int records,
      Features features,
      int inputs,
      double[] targets,
      int outputs,
      double @Nullable [] weights) {
    this.records = records;
    this.inputs = inputs;
    this.outputs = outputs;
    this.features = features;
    this.targets = targets;
    this.weights = weights;
  }

  /** Two parts of one data set. */
  public record Split(DataSet train, DataSet test) {}

  /** Where records come from, one at a time. */
  @FunctionalInterface
  public interface RecordReader {

    /**
     * Reads one record.
     *
     * @param record its index
     * @param features where its features go; zeros before
     * @param targets where its targets go; zeros before
     */
    void read(int record, float[] features, double[] targets);
  }

  /** Changes features. */
  @FunctionalInterface
  public interface RecordMap {

    /**
     * Changes the features of one record.
     *
     * @param features the record's from {@code from} on, changed in place; others are not looked at
     */
    void apply(double[] features, int from);
  }

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
    requireSizes(records, inputs, outputs);
    requireLength("features", features, records, inputs);
    requireLength("targets", targets, records, outputs);
    return checked(
        records,
        new Features.Doubles(features.clone(), inputs),
        inputs,
        targets.clone(),
        outputs,
        null);
  }

  /**
   * A data set whose features are held in FLOAT32, read record by record, so that no more memory is
   * needed than it takes: {@code 4 · inputs + 8 · outputs} bytes for each record. What a backend of
   * FLOAT32 computes is the same as if they were held in FLOAT64.
   *
   * @param reader called once for each record, in their order
   * @throws IllegalArgumentException if there is no record, a value is NaN or infinite, or there
   *     are more numbers than fit in an array
   */
  public static DataSet ofFloats(int records, int inputs, int outputs, RecordReader reader) {
    requireSizes(records, inputs, outputs);
    if ((long) records * Math.max(inputs, outputs) > MAX_NUMBERS) {
      throw new IllegalArgumentException(
          "data: features and targets must each fit in one array of "
              + MAX_NUMBERS
              + " numbers: "
              + records
              + " records of "
              + inputs
              + " inputs and "
              + outputs
              + " outputs; use fewer records");
    }
    float[] features = new float[records * inputs];
    double[] targets = new double[records * outputs];
    float[] recordFeatures = new float[inputs];
    double[] recordTargets = new double[outputs];
    for (int record = 0; record < records; record++) {
      Arrays.fill(recordFeatures, 0);
      Arrays.fill(recordTargets, 0);
      reader.read(record, recordFeatures, recordTargets);
      System.arraycopy(recordFeatures, 0, features, record * inputs, inputs);
      System.arraycopy(recordTargets, 0, targets, record * outputs, outputs);
    }
    return checked(records, new Features.Floats(features, inputs), inputs, targets, outputs, null);
  }

  /**
   * A data set over arrays that are not copied, and must not be changed any more.
   *
   * @param features {@code inputs} numbers for each record, one record after another
   * @param targets {@code outputs} numbers for each record
   * @throws IllegalArgumentException if there is no record, an array has another length, or a value
   *     is NaN or infinite
   */
  public static DataSet over(double[] features, int inputs, double[] targets, int outputs) {
    int records = requireArrays(features.length, inputs, targets.length, outputs);
    return checked(records, new Features.Doubles(features, inputs), inputs, targets, outputs, null);
  }

  /** {@link #over(double[], int, double[], int)} of features in FLOAT32. */
  public static DataSet over(float[] features, int inputs, double[] targets, int outputs) {
    int records = requireArrays(features.length, inputs, targets.length, outputs);
    return checked(records, new Features.Floats(features, inputs), inputs, targets, outputs, null);
  }

  private static int requireArrays(int features, int inputs, int targets, int outputs) {
    int records = outputs < 1 ? 0 : targets / outputs;
    requireSizes(records, inputs, outputs);
    if (features != (long) records * inputs || targets != records * outputs) {
      throw new IllegalArgumentException(
          Message.of(
              "data: features and targets must hold whole records: %d features and %d targets, %d"
                  + " and %d for each",
              features, targets, inputs, outputs));
    }
    return records;
  }

  /**
   * A data set whose features are not in memory: they are read whenever a batch needs them, and
   * twice from first to last before that. Targets are in memory. A training has the same bits as if
   * all were, since nothing of it depends on where features are: records of mini-batches are
   * shuffled one by one.
   *
   * <p>{@link #select} and {@link #mapped} keep the source, and read nothing; {@link #features()}
   * copies all into memory. The source must stay readable as long as the data set is used.
   *
   * @param inputs that {@code features} reads for each record
   * @param targets {@code outputs} numbers for each record; copied
   * @throws IllegalArgumentException if there is no record, the targets have another length, or a
   *     value is NaN or infinite
   */
  public static DataSet ofSource(
      int records, FeatureSource features, int inputs, double[] targets, int outputs) {
    requireSizes(records, inputs, outputs);
    requireLength("targets", targets, records, outputs);
    return checked(
        records,
        new Features.Stored(features, records, inputs),
        inputs,
        targets.clone(),
        outputs,
        null);
  }

  private static void requireSizes(int records, int inputs, int outputs) {
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
  }

  private static void requireLength(String what, double[] values, int records, int width) {
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
  }

  /** Takes over arrays of the right lengths. */
  private static DataSet checked(
      int records,
      Features features,
      int inputs,
      double[] targets,
      int outputs,
      double @Nullable [] weights) {
    requireFinite("features", features);
    requireFinite("targets", new Features.Doubles(targets, outputs));
    return new DataSet(records, features, inputs, targets, outputs, weights);
  }

  private static void requireFinite(String what, Features values) {
    int width = values.width();
    values.forEach(
        (record, count, numbers) -> {
          for (int i = 0; i < count * width; i++) {
            if (!Double.isFinite(numbers[i])) {
              throw new IllegalArgumentException(
                  Message.of(
                      "data: %s must be finite numbers: column %d of record %d is %s",
                      what, i % width, record + i / width, numbers[i]));
            }
          }
        });
  }

  /**
   * The same records with a weight for each, in place of the weights that they have: what a record
   * counts in costs, gradients and accuracy. A mean over records is then {@code Σ w·l / Σ w}, so a
   * record of weight 2 counts like two, and one of weight 0 like none.
   *
   * @param weights one for each record: 0, or from 10⁻²⁰ to 10²⁰, so that sums of them and products
   *     with them are numbers in FLOAT32 too; copied
   * @throws IllegalArgumentException if there are too few or too many, one is outside, or all are 0
   */
  public DataSet weighted(double... weights) {
    if (weights.length != records) {
      throw new IllegalArgumentException(
          Message.of(
              "weighted: there must be a weight for each record: %d weights, %d records",
              weights.length, records));
    }
    boolean some = false;
    for (int record = 0; record < records; record++) {
      double weight = weights[record];
      if (!(weight == 0 || (weight >= MIN_WEIGHT && weight <= MAX_WEIGHT))) {
        throw new IllegalArgumentException(
            Message.of(
                "weighted: a weight must be 0, or from %s to %s: that of record %d is %s",
                MIN_WEIGHT, MAX_WEIGHT, record, weight));
      }
      some |= weight > 0;
    }
    if (!some) {
      throw new IllegalArgumentException(
          "weighted: a record must have a weight above 0: all " + records + " weights are 0");
    }
    return new DataSet(records, features, inputs, targets, outputs, weights.clone());
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

  /**
   * A copy of the features, one record after another.
   *
   * @throws IllegalArgumentException if they do not fit in one array
   */
  public double[] features() {
    return features.toArray();
  }

  /** Whether features are held in FLOAT32, so that {@link #featuresAsFloats} rounds nothing. */
  public boolean hasFloats() {
    return features instanceof Features.Floats;
  }

  /**
   * A copy of the features in FLOAT32, one record after another.
   *
   * @throws IllegalArgumentException if they do not fit in one array
   */
  public float[] featuresAsFloats() {
    return features.toFloatArray();
  }

  /** A copy of the targets, one record after another. */
  public double[] targets() {
    return targets.clone();
  }

  /** Whether records have been given weights; without them each counts 1. */
  public boolean isWeighted() {
    return weights != null;
  }

  /** A copy of the weights, one for each record; ones where none were given. */
  public double[] weights() {
    double[] copy = new double[records];
    copyWeights(0, records, copy, 0);
    return copy;
  }

  /**
   * The weight of a record; 1 where none were given.
   *
   * @throws IndexOutOfBoundsException if there is no such record
   */
  public double weight(int record) {
    Objects.checkIndex(record, records);
    return weights == null ? 1 : weights[record];
  }

  /**
   * The sum of the weights, records ascending; without weights the number of records. It may be 0
   * in a {@linkplain #select selection}.
   */
  public double weightSum() {
    if (weights == null) {
      return records;
    }
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /**
   * One feature.
   *
   * @throws IndexOutOfBoundsException if there is no such record or input
   */
  public double feature(int record, int input) {
    Objects.checkIndex(record, records);
    return features.get(record, Objects.checkIndex(input, inputs));
  }

  /**
   * Copies the features of a record.
   *
   * @param target {@link #inputs()} numbers; overwritten
   * @throws IndexOutOfBoundsException if there is no such record, or less room
   */
  public void copyRecord(int record, double[] target) {
    features.read(Objects.checkIndex(record, records), 1, target, 0);
  }

  /**
   * A copy of one feature of every record.
   *
   * @throws IndexOutOfBoundsException if there is no such input
   */
  public double[] column(int input) {
    Objects.checkIndex(input, inputs);
    double[] column = new double[records];
    features.forEach(
        (record, count, values) -> {
          for (int i = 0; i < count; i++) {
            column[record + i] = values[i * inputs + input];
          }
        });
    return column;
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

  /**
   * Copies the features of some records into the columns of a tensor.
   *
   * @param record the first of them
   * @param count how many
   * @param backend whose tensor it is
   * @param x {@code [inputs, …]}; its columns from {@code column} on are overwritten
   */
  public void copyFeatures(int record, int count, Backend backend, Tensor x, int column) {
    features.write(record, count, backend, x, column);
  }

  /**
   * Copies the targets of some records, one record after another.
   *
   * @param record the first of them
   * @param count how many
   * @param target overwritten from {@code offset} on
   */
  public void copyTargets(int record, int count, double[] target, int offset) {
    System.arraycopy(targets, record * outputs, target, offset, count * outputs);
  }

  /**
   * Copies the weights of some records; ones where none were given.
   *
   * @param record the first of them
   * @param count how many
   * @param target overwritten from {@code offset} on
   */
  public void copyWeights(int record, int count, double[] target, int offset) {
    if (weights == null) {
      Arrays.fill(target, offset, offset + count, 1);
    } else {
      System.arraycopy(weights, record, target, offset, count);
    }
  }

  /**
   * Refuses targets outside a cost's domain.
   *
   * @throws IllegalArgumentException with the cost's message
   */
  public void requireTargets(Cost cost) {
    cost.requireTargets(targets, outputs);
  }

  /**
   * Refuses features that are no categories, before a training begins.
   *
   * @param categories how many there are: features must be whole numbers from 0 to one less
   * @throws IllegalArgumentException if one is another number; the message names record and feature
   */
  public void requireCategories(int categories) {
    features.forEach(
        (record, count, values) -> {
          for (int i = 0; i < count * inputs; i++) {
            double value = values[i];
            if (!(value >= 0 && value < categories && value == Math.rint(value))) {
              throw new IllegalArgumentException(
                  Message.of(
                      "data: a category must be a whole number from 0 to %d: record %d, feature %d"
                          + " is %s",
                      categories - 1, record + i / inputs, i % inputs, value));
            }
          }
        });
  }

  /**
   * A number that depends on every feature, target and weight and on their order: other data has
   * the same one with a probability of about 2⁻⁶⁴. Computed at the first call.
   */
  public long fingerprint() {
    long known = fingerprint;
    if (known == 0) {
      long targetsFingerprint = Fingerprint.of(new Features.Doubles(targets, outputs));
      known = (Fingerprint.of(features) * 31 + targetsFingerprint) * 31 + inputs;
      if (weights != null) {
        known = known * 31 + Fingerprint.of(new Features.Doubles(weights, 1));
      }
      fingerprint = known; // the same whoever computes it
    }
    return known;
  }

  /** What is done with the features of all records, some records at a time. */
  void forEachFeatures(Features.Visitor visitor) {
    features.forEach(visitor);
  }

  /**
   * The same records with other features, held in the same number type; where they are {@linkplain
   * #ofSource read from elsewhere}, they are changed whenever they are.
   *
   * @param map called for each record, by any number of threads
   * @throws IllegalArgumentException if a value becomes NaN or infinite
   */
  public DataSet mapped(RecordMap map) {
    return checked(records, features.map(map), inputs, targets, outputs, weights);
  }

  /**
   * The same records with other targets, as many for each.
   *
   * @param targets one record after another; copied
   * @throws IllegalArgumentException if there are too few or too many, or one is NaN or infinite
   */
  public DataSet withTargets(double[] targets) {
    requireLength("targets", targets, records, outputs);
    requireFinite("targets", new Features.Doubles(targets, outputs));
    return new DataSet(records, features, inputs, targets.clone(), outputs, weights);
  }

  /** The records with these indices and their weights, in this order; an index may occur again. */
  public DataSet select(int... indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException("select: at least one record is needed: none given");
    }
    for (int index : indices) {
      if (index < 0 || index >= records) {
        throw new IndexOutOfBoundsException("select: no such record: " + index + " of " + records);
      }
    }
    return new DataSet(
        indices.length,
        features.select(indices),
        inputs,
        Rows.select(targets, outputs, indices),
        outputs,
        weights == null ? null : Rows.select(weights, 1, indices));
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

  /**
   * Splits the records at random, from each class about the same share, and so that every class is
   * left in {@link Split#train}. Both parts keep the data's order.
   *
   * <p>The test part has {@code round(testShare · records)} records, at least one: of each class
   * {@code testShare} of its records, rounded down, and one more where the fractions that were cut
   * off are the largest. Which ones, the permutation of {@code RandomState(seed)} says.
   *
   * @param testShare in {@code (0, 1)}
   * @param decision how targets become classes: the cost's. Quantities, and records that may be of
   *     several classes at once, are drawn without regard to their targets
   * @throws IllegalArgumentException if the share is outside, or no class has two records
   */
  public Split stratifiedSplit(double testShare, Decision decision, int seed) {
    if (!(testShare > 0 && testShare < 1)) {
      throw new IllegalArgumentException(
          "split: test share must be above 0 and below 1: " + testShare);
    }
    int[] classes = new int[records];
    Arrays.setAll(classes, record -> classOf(decision, record));
    boolean[] tests = Strata.draw(classes, testShare, new RandomState(seed));
    return new Split(
        select(IntStream.range(0, records).filter(record -> !tests[record]).toArray()),
        select(IntStream.range(0, records).filter(record -> tests[record]).toArray()));
  }

  private int classOf(Decision decision, int record) {
    int from = record * outputs;
    if (decision == Decision.FIRST_MAXIMUM) {
      int first = 0;
      for (int unit = 1; unit < outputs; unit++) {
        first = targets[from + unit] > targets[from + first] ? unit : first;
      }
      return first;
    }
    return decision != Decision.NONE && outputs == 1 && targets[from] > 0.5 ? 1 : 0;
  }

  /**
   * For instance {@code DataSet[1000 records, 2 inputs, 1 outputs]}, with weights before the end.
   */
  @Override
  public String toString() {
    return Message.of(
        "DataSet[%d records, %d inputs, %d outputs%s]",
        records, inputs, outputs, weights == null ? "" : ", weights of sum " + weightSum());
  }
}
