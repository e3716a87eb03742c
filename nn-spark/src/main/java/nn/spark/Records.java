package nn.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import nn.api.DType;
import nn.core.data.DataSet;
import org.jspecify.annotations.Nullable;

/**
 * Records in their order: what is shuffled, and what an executor keeps during a training. As all
 * that Spark may send, it is a class of arrays, which Kryo can write, too. Features are held in the
 * number type in which they are computed.
 */
final class Records implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int count;
  private final int inputs;
  private final int outputs;
  private final double @Nullable [] doubles; // features in FLOAT64
  private final float @Nullable [] floats; // features in FLOAT32
  private final double[] targets;
  private final double @Nullable [] weights;

  private Records(
      int count,
      int inputs,
      int outputs,
      double @Nullable [] doubles,
      float @Nullable [] floats,
      double[] targets,
      double @Nullable [] weights) {
    this.count = count;
    this.inputs = inputs;
    this.outputs = outputs;
    this.doubles = doubles;
    this.floats = floats;
    this.targets = targets;
    this.weights = weights;
  }

  /** Zeros, to be overwritten by {@link #put}. */
  private static Records zeros(
      int count, int inputs, int outputs, DType dtype, boolean areWeighted) {
    int numbers = Math.multiplyExact(count, inputs);
    return new Records(
        count,
        inputs,
        outputs,
        dtype == DType.FLOAT64 ? new double[numbers] : null,
        dtype == DType.FLOAT32 ? new float[numbers] : null,
        new double[Math.multiplyExact(count, outputs)],
        areWeighted ? new double[count] : null);
  }

  /** Copies records of a table. */
  static Records of(List<TrainingRecord> rows, TrainingColumns columns, DType dtype) {
    Records records =
        zeros(rows.size(), columns.inputs(), columns.outputs(), dtype, columns.weight() != null);
    for (int i = 0; i < rows.size(); i++) {
      records.put(i, rows.get(i));
    }
    return records;
  }

  private void put(int place, TrainingRecord row) {
    double[] features = row.features();
    if (doubles != null) {
      System.arraycopy(features, 0, doubles, place * inputs, inputs);
    }
    for (int i = 0; floats != null && i < inputs; i++) {
      floats[place * inputs + i] = (float) features[i];
    }
    System.arraycopy(row.targets(), 0, targets, place * outputs, outputs);
    if (weights != null) {
      weights[place] = row.weight();
    }
  }

  /** Copies the records of all, in their order. */
  static Records join(List<Records> parts) {
    Records some = parts.get(0);
    int count = parts.stream().mapToInt(Records::count).reduce(0, Math::addExact);
    Records all = zeros(count, some.inputs, some.outputs, some.dtype(), some.weights != null);
    int at = 0;
    for (Records part : parts) {
      copy(part.doubles, all.doubles, at * all.inputs);
      copy(part.floats, all.floats, at * all.inputs);
      copy(part.targets, all.targets, at * all.outputs);
      copy(part.weights, all.weights, at);
      at += part.count;
    }
    return all;
  }

  private static void copy(double @Nullable [] from, double @Nullable [] to, int at) {
    if (from != null && to != null) {
      System.arraycopy(from, 0, to, at, from.length);
    }
  }

  private static void copy(float @Nullable [] from, float @Nullable [] to, int at) {
    if (from != null && to != null) {
      System.arraycopy(from, 0, to, at, from.length);
    }
  }

  /** Copies the records {@code from ≤ i < to}; these ones if it is all. */
  Records slice(int from, int to) {
    if (from == 0 && to == count) {
      return this;
    }
    return new Records(
        to - from,
        inputs,
        outputs,
        doubles == null ? null : Arrays.copyOfRange(doubles, from * inputs, to * inputs),
        floats == null ? null : Arrays.copyOfRange(floats, from * inputs, to * inputs),
        Arrays.copyOfRange(targets, from * outputs, to * outputs),
        weights == null ? null : Arrays.copyOfRange(weights, from, to));
  }

  int count() {
    return count;
  }

  private DType dtype() {
    return doubles != null ? DType.FLOAT64 : DType.FLOAT32;
  }

  /**
   * The records, over these arrays.
   *
   * @throws IllegalArgumentException if weights do not suit
   */
  DataSet data() {
    DataSet unweighted =
        doubles != null
            ? DataSet.over(doubles, inputs, targets, outputs)
            : DataSet.over(Objects.requireNonNull(floats), inputs, targets, outputs);
    return weights == null ? unweighted : unweighted.weighted(weights);
  }
}
