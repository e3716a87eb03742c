package nn.backend.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;

/**
 * Softmax and its gradient for ranges of records of {@code units} numbers.
 *
 * <p>Records are many and often shorter than a vector, so that exp runs over a block of them that
 * fits the first-level cache. A sum is ascending and in one accumulator; four records' sums run
 * side by side.
 */
final class VectorSoftmax {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;

  /** Elements of a block, or a single record. */
  private static final int BLOCK = 1024;

  private VectorSoftmax() {}

  /** {@code a ← softmax(z)}; {@code a} may be {@code z}. */
  static void softmax(double[] z, double[] a, int units, int fromRecord, int toRecord) {
    int records = Math.max(1, BLOCK / units);
    for (int record = fromRecord; record < toRecord; record += records) {
      int from = record * units;
      int to = Math.min(record + records, toRecord) * units;
      for (int p = from; p < to; p += units) {
        // shifted, so that exp cannot overflow
        subtract(z, VectorReductions.max(z, p, p + units), a, p, p + units);
      }
      for (int i = ExpLoop.exp(a, a, from, to); i < to; i++) {
        a[i] = Exponential64.exp(a[i]);
      }
      int p = from;
      for (; p <= to - 4 * units; p += 4 * units) {
        double sum0 = 0.0;
        double sum1 = 0.0;
        double sum2 = 0.0;
        double sum3 = 0.0;
        for (int i = p; i < p + units; i++) {
          sum0 += a[i];
          sum1 += a[i + units];
          sum2 += a[i + 2 * units];
          sum3 += a[i + 3 * units];
        }
        divide(a, sum0, p, p + units);
        divide(a, sum1, p + units, p + 2 * units);
        divide(a, sum2, p + 2 * units, p + 3 * units);
        divide(a, sum3, p + 3 * units, p + 4 * units);
      }
      for (; p < to; p += units) {
        double sum = 0.0;
        for (int i = p; i < p + units; i++) {
          sum += a[i];
        }
        divide(a, sum, p, p + units);
      }
    }
  }

  private static void subtract(double[] z, double max, double[] a, int from, int to) {
    int i = from;
    for (; i <= to - DOUBLES.length(); i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, z, i).sub(max).intoArray(a, i);
    }
    for (; i < to; i++) {
      a[i] = z[i] - max;
    }
  }

  private static void divide(double[] a, double sum, int from, int to) {
    int i = from;
    for (; i <= to - DOUBLES.length(); i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, a, i).div(sum).intoArray(a, i);
    }
    for (; i < to; i++) {
      a[i] /= sum;
    }
  }

  /** {@code dz ← a · (da − Σ a·da)}; {@code dz} may be {@code da}. */
  static void gradient(
      double[] a, double[] da, double[] dz, int units, int fromRecord, int toRecord) {
    int to = toRecord * units;
    int p = fromRecord * units;
    for (; p <= to - 4 * units; p += 4 * units) {
      double sum0 = 0.0;
      double sum1 = 0.0;
      double sum2 = 0.0;
      double sum3 = 0.0;
      for (int i = p; i < p + units; i++) {
        sum0 += a[i] * da[i];
        sum1 += a[i + units] * da[i + units];
        sum2 += a[i + 2 * units] * da[i + 2 * units];
        sum3 += a[i + 3 * units] * da[i + 3 * units];
      }
      gradient(a, da, sum0, dz, p, p + units);
      gradient(a, da, sum1, dz, p + units, p + 2 * units);
      gradient(a, da, sum2, dz, p + 2 * units, p + 3 * units);
      gradient(a, da, sum3, dz, p + 3 * units, p + 4 * units);
    }
    for (; p < to; p += units) {
      double sum = 0.0;
      for (int i = p; i < p + units; i++) {
        sum += a[i] * da[i];
      }
      gradient(a, da, sum, dz, p, p + units);
    }
  }

  private static void gradient(double[] a, double[] da, double sum, double[] dz, int from, int to) {
    int i = from;
    for (; i <= to - DOUBLES.length(); i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, da, i)
          .sub(sum)
          .mul(DoubleVector.fromArray(DOUBLES, a, i))
          .intoArray(dz, i);
    }
    for (; i < to; i++) {
      dz[i] = a[i] * (da[i] - sum);
    }
  }

  /** {@code a ← softmax(z)}; {@code a} may be {@code z}. */
  static void softmax(float[] z, float[] a, int units, int fromRecord, int toRecord) {
    int records = Math.max(1, BLOCK / units);
    for (int record = fromRecord; record < toRecord; record += records) {
      int from = record * units;
      int to = Math.min(record + records, toRecord) * units;
      for (int p = from; p < to; p += units) {
        // shifted, so that exp cannot overflow
        subtract(z, VectorReductions.max(z, p, p + units), a, p, p + units);
      }
      for (int i = ExpLoop.exp(a, a, from, to); i < to; i++) {
        a[i] = Exponential32.exp(a[i]);
      }
      int p = from;
      for (; p <= to - 4 * units; p += 4 * units) {
        float sum0 = 0.0f;
        float sum1 = 0.0f;
        float sum2 = 0.0f;
        float sum3 = 0.0f;
        for (int i = p; i < p + units; i++) {
          sum0 += a[i];
          sum1 += a[i + units];
          sum2 += a[i + 2 * units];
          sum3 += a[i + 3 * units];
        }
        divide(a, sum0, p, p + units);
        divide(a, sum1, p + units, p + 2 * units);
        divide(a, sum2, p + 2 * units, p + 3 * units);
        divide(a, sum3, p + 3 * units, p + 4 * units);
      }
      for (; p < to; p += units) {
        float sum = 0.0f;
        for (int i = p; i < p + units; i++) {
          sum += a[i];
        }
        divide(a, sum, p, p + units);
      }
    }
  }

  private static void subtract(float[] z, float max, float[] a, int from, int to) {
    int i = from;
    for (; i <= to - FLOATS.length(); i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, z, i).sub(max).intoArray(a, i);
    }
    for (; i < to; i++) {
      a[i] = z[i] - max;
    }
  }

  private static void divide(float[] a, float sum, int from, int to) {
    int i = from;
    for (; i <= to - FLOATS.length(); i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, a, i).div(sum).intoArray(a, i);
    }
    for (; i < to; i++) {
      a[i] /= sum;
    }
  }

  /** {@code dz ← a · (da − Σ a·da)}; {@code dz} may be {@code da}. */
  static void gradient(float[] a, float[] da, float[] dz, int units, int fromRecord, int toRecord) {
    int to = toRecord * units;
    int p = fromRecord * units;
    for (; p <= to - 4 * units; p += 4 * units) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      float sum3 = 0.0f;
      for (int i = p; i < p + units; i++) {
        sum0 += a[i] * da[i];
        sum1 += a[i + units] * da[i + units];
        sum2 += a[i + 2 * units] * da[i + 2 * units];
        sum3 += a[i + 3 * units] * da[i + 3 * units];
      }
      gradient(a, da, sum0, dz, p, p + units);
      gradient(a, da, sum1, dz, p + units, p + 2 * units);
      gradient(a, da, sum2, dz, p + 2 * units, p + 3 * units);
      gradient(a, da, sum3, dz, p + 3 * units, p + 4 * units);
    }
    for (; p < to; p += units) {
      float sum = 0.0f;
      for (int i = p; i < p + units; i++) {
        sum += a[i] * da[i];
      }
      gradient(a, da, sum, dz, p, p + units);
    }
  }

  private static void gradient(float[] a, float[] da, float sum, float[] dz, int from, int to) {
    int i = from;
    for (; i <= to - FLOATS.length(); i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, da, i)
          .sub(sum)
          .mul(FloatVector.fromArray(FLOATS, a, i))
          .intoArray(dz, i);
    }
    for (; i < to; i++) {
      dz[i] = a[i] * (da[i] - sum);
    }
  }
}
