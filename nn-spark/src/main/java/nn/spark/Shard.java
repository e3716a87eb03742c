package nn.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import nn.api.DType;
import nn.core.data.DataSet;
import org.jspecify.annotations.Nullable;

/**
 * The records of a shard, in their order: what an executor keeps during a training. Features are
 * held in the number type in which they are computed.
 */
final class Shard implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int number;
  private final int records;
  private final int inputs;
  private final int outputs;
  private final double @Nullable [] doubles; // features in FLOAT64
  private final float @Nullable [] floats; // features in FLOAT32
  private final double[] targets;
  private final double @Nullable [] weights;
  private final String first; // key
  private final String last;
  private transient @Nullable DataSet data; // a view of the arrays

  /**
   * Copies records.
   *
   * @param number 0 for the first shard
   * @param own at least one
   */
  Shard(int number, List<TrainingRecord> own, TrainingColumns columns, DType dtype) {
    this.number = number;
    records = own.size();
    inputs = columns.inputs();
    outputs = columns.outputs();
    int numbers = Math.multiplyExact(records, inputs);
    double[] wide = dtype == DType.FLOAT64 ? new double[numbers] : null;
    float[] narrow = dtype == DType.FLOAT32 ? new float[numbers] : null;
    targets = new double[Math.multiplyExact(records, outputs)];
    for (int i = 0; i < records; i++) {
      double[] features = own.get(i).features();
      if (wide != null) {
        System.arraycopy(features, 0, wide, i * inputs, inputs);
      }
      for (int j = 0; narrow != null && j < inputs; j++) {
        narrow[i * inputs + j] = (float) features[j];
      }
      System.arraycopy(own.get(i).targets(), 0, targets, i * outputs, outputs);
    }
    doubles = wide;
    floats = narrow;
    weights =
        columns.weight() == null
            ? null
            : own.stream().mapToDouble(TrainingRecord::weight).toArray();
    first = own.get(0).key();
    last = own.get(records - 1).key();
  }

  /** 0 for the first. */
  int number() {
    return number;
  }

  /** The key of the first record. */
  String first() {
    return first;
  }

  /** The key of the last record. */
  String last() {
    return last;
  }

  /**
   * The records, over these arrays.
   *
   * @throws IllegalArgumentException if weights do not suit
   */
  synchronized DataSet data() {
    DataSet known = data;
    if (known == null) {
      DataSet unweighted =
          doubles != null
              ? DataSet.over(doubles, inputs, targets, outputs)
              : DataSet.over(Objects.requireNonNull(floats), inputs, targets, outputs);
      known = weights == null ? unweighted : unweighted.weighted(weights);
      data = known;
    }
    return known;
  }

  /**
   * All records of shards, in their order, in one place.
   *
   * @throws IllegalArgumentException if they do not fit in an array
   */
  static DataSet together(List<Shard> shards) {
    int inputs = shards.get(0).inputs;
    int outputs = shards.get(0).outputs;
    int records = shards.stream().mapToInt(shard -> shard.records).sum();
    if ((long) records * Math.max(inputs, outputs) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "collect: all numbers must fit in an array; take fewer rows: there are "
              + records
              + " of "
              + inputs
              + " features");
    }
    double[] features = new double[records * inputs];
    double[] targets = new double[records * outputs];
    double[] weights = new double[records];
    Arrays.fill(weights, 1);
    int at = 0;
    for (Shard shard : shards) {
      System.arraycopy(shard.data().features(), 0, features, at * inputs, shard.records * inputs);
      System.arraycopy(shard.targets, 0, targets, at * outputs, shard.targets.length);
      if (shard.weights != null) {
        System.arraycopy(shard.weights, 0, weights, at, shard.records);
      }
      at += shard.records;
    }
    DataSet all = DataSet.of(records, features, inputs, targets, outputs);
    return shards.get(0).weights == null ? all : all.weighted(weights);
  }
}
