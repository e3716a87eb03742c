// GenerateSources writes its twin FloatSoftmax.
package nn.backend.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import nn.api.elementary.Exponential64;

/**
 * Softmax and its gradient in FLOAT64 for ranges of records of {@code units} numbers.
 *
 * <p>Records are many and often shorter than a vector, so that each step runs over some records
 * that together fit the first-level cache.
 */
final class DoubleSoftmax {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;

  /** So many elements, at least one record, at a time. */
  private static final int ELEMENTS = 1024;

  private DoubleSoftmax() {}

  /** Whether the gradient's records are long enough for vectors to pay. */
  static boolean gradientFits(int units) {
    return units >= 2 * DOUBLES.length() && Lanes.SELECTS_DOUBLES;
  }

  private static int recordsAtATime(int units) {
    return Math.max(1, Math.min(ELEMENTS / units, StageBuffers.LENGTH));
  }

  /** {@code a ← softmax(z)}; {@code a} may be {@code z}. */
  static void softmax(double[] z, double[] a, int units, int fromRecord, int toRecord) {
    StageBuffers buffers = StageBuffers.ofThisThread();
    int records = recordsAtATime(units);
    for (int first = fromRecord; first < toRecord; first += records) {
      int end = Math.min(first + records, toRecord);
      for (int p = first * units; p < end * units; p += units) {
        double max = DoubleReductions.max(z, p, p + units);
        subtract(z, max, a, p, p + units); // so that exp cannot overflow
      }
      for (int i = ExpLoop.exp(a, a, first * units, end * units); i < end * units; i++) {
        a[i] = Exponential64.exp(a[i]);
      }
      DoubleReductions.sumOverUnits(a, buffers.doubles, units, first, end);
      for (int record = first; record < end; record++) {
        divide(a, buffers.doubles[record - first], record * units, (record + 1) * units);
      }
    }
  }

  private static void subtract(double[] z, double max, double[] a, int from, int to) {
    DoubleVector maxima = DoubleVector.broadcast(DOUBLES, max);
    int i = from;
    for (; i <= to - DOUBLES.length(); i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, z, i).sub(maxima).intoArray(a, i);
    }
    for (; i < to; i++) {
      a[i] = z[i] - max;
    }
  }

  private static void divide(double[] a, double sum, int from, int to) {
    DoubleVector sums = DoubleVector.broadcast(DOUBLES, sum);
    int i = from;
    for (; i <= to - DOUBLES.length(); i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, a, i).div(sums).intoArray(a, i);
    }
    for (; i < to; i++) {
      a[i] /= sum;
    }
  }

  /** {@code dz ← a · (da − Σ a·da)}; {@code dz} may be {@code da}. */
  static void gradient(
      double[] a, double[] da, double[] dz, int units, int fromRecord, int toRecord) {
    StageBuffers buffers = StageBuffers.ofThisThread();
    int records = recordsAtATime(units);
    for (int first = fromRecord; first < toRecord; first += records) {
      int end = Math.min(first + records, toRecord);
      DoubleReductions.dotOverUnits(a, da, buffers.doubles, units, first, end);
      for (int record = first; record < end; record++) {
        double sum = buffers.doubles[record - first];
        gradient(a, da, sum, dz, record * units, (record + 1) * units);
      }
    }
  }

  private static void gradient(double[] a, double[] da, double sum, double[] dz, int from, int to) {
    DoubleVector sums = DoubleVector.broadcast(DOUBLES, sum);
    int i = from;
    for (; i <= to - DOUBLES.length(); i += DOUBLES.length()) {
      DoubleVector.fromArray(DOUBLES, da, i)
          .sub(sums)
          .mul(DoubleVector.fromArray(DOUBLES, a, i))
          .intoArray(dz, i);
    }
    for (; i < to; i++) {
      dz[i] = a[i] * (da[i] - sum);
    }
  }
}
