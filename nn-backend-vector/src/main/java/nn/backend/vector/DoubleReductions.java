// GenerateSources writes its twin FloatReductions.
package nn.backend.vector;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums in FLOAT64, each in one accumulator and in ascending order, and maxima. What runs side by
 * side is several sums.
 *
 * <p>What a loop carries from one turn to the next has no exact type for C2 on Java 17, which would
 * make it an object if a method of it were called. So it is always an argument: {@code
 * next.add(sum)} instead of {@code sum.add(next)}, and the last addition is outside of the loop.
 */
final class DoubleReductions {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;

  private static final VectorShuffle<Double> HALF = rotation(DOUBLES.length() / 2);
  private static final VectorShuffle<Double> QUARTER = rotation(DOUBLES.length() / 4);
  private static final VectorShuffle<Double> EIGHTH = rotation(DOUBLES.length() / 8);
  private static final VectorShuffle<Double> SIXTEENTH = rotation(DOUBLES.length() / 16);

  /** Whether a vector has so many elements, which those of FLOAT32 alone may have. */
  private static final boolean SIXTEEN = DOUBLES.length() > 8;

  /** Elements of a block of records: the first-level cache holds them. */
  private static final int BLOCK = 2048;

  private static final int MIN_RECORDS = 8;

  private DoubleReductions() {}

  private static VectorShuffle<Double> rotation(int distance) {
    return VectorShuffle.iota(DOUBLES, distance, 1, true);
  }

  /**
   * Sums over a range of records for units {@code from ≤ i < to}: on from {@code out}, or from
   * {@code +0.0} where the range begins with record 0. It goes from block to block of records, so
   * that each is read from memory once.
   */
  static void sumOverRecords(
      double[] a, double[] out, int units, int from, int to, int fromRecord, int toRecord) {
    if (fromRecord == 0) {
      Arrays.fill(out, from, to, 0.0);
    }
    int step = Math.max(MIN_RECORDS, BLOCK / units);
    int record = fromRecord;
    while (record < toRecord) {
      int end = record + Math.min(step, toRecord - record);
      addRecords(a, out, units, from, to, record * units, end * units);
      record = end;
    }
  }

  /** Some vectors of units at a time, then single ones; what fills no vector, unit by unit. */
  private static void addRecords(
      double[] a, double[] out, int units, int from, int to, int first, int end) {
    int lanes = DOUBLES.length();
    int i = from;
    for (; i <= to - 4 * lanes; i += 4 * lanes) {
      sumFourVectors(a, out, units, i, first, end);
    }
    for (; i <= to - lanes; i += lanes) {
      sumVector(a, out, units, i, first, end);
    }
    for (; i <= to - 4; i += 4) {
      sumFour(a, out, units, i, first, end);
    }
    for (; i < to; i++) {
      int last = end - units + i; // no index may pass it: an array may have 2^31 - 1 elements
      double sum = out[i];
      for (int p = first + i; p < last; p += units) {
        sum += a[p];
      }
      out[i] = sum + a[last];
    }
  }

  private static void sumFour(double[] a, double[] out, int units, int i, int first, int end) {
    double sum0 = out[i];
    double sum1 = out[i + 1];
    double sum2 = out[i + 2];
    double sum3 = out[i + 3];
    int last = end - units + i;
    for (int p = first + i; p < last; p += units) {
      sum0 += a[p];
      sum1 += a[p + 1];
      sum2 += a[p + 2];
      sum3 += a[p + 3];
    }
    out[i] = sum0 + a[last];
    out[i + 1] = sum1 + a[last + 1];
    out[i + 2] = sum2 + a[last + 2];
    out[i + 3] = sum3 + a[last + 3];
  }

  private static void sumFourVectors(
      double[] a, double[] out, int units, int i, int first, int end) {
    int lanes = DOUBLES.length();
    int last = end - units + i;
    DoubleVector sum0 = DoubleVector.fromArray(DOUBLES, out, i);
    DoubleVector sum1 = DoubleVector.fromArray(DOUBLES, out, i + lanes);
    DoubleVector sum2 = DoubleVector.fromArray(DOUBLES, out, i + 2 * lanes);
    DoubleVector sum3 = DoubleVector.fromArray(DOUBLES, out, i + 3 * lanes);
    for (int p = first + i; p < last; p += units) {
      sum0 = DoubleVector.fromArray(DOUBLES, a, p).add(sum0);
      sum1 = DoubleVector.fromArray(DOUBLES, a, p + lanes).add(sum1);
      sum2 = DoubleVector.fromArray(DOUBLES, a, p + 2 * lanes).add(sum2);
      sum3 = DoubleVector.fromArray(DOUBLES, a, p + 3 * lanes).add(sum3);
    }
    DoubleVector.fromArray(DOUBLES, a, last).add(sum0).intoArray(out, i);
    DoubleVector.fromArray(DOUBLES, a, last + lanes).add(sum1).intoArray(out, i + lanes);
    DoubleVector.fromArray(DOUBLES, a, last + 2 * lanes).add(sum2).intoArray(out, i + 2 * lanes);
    DoubleVector.fromArray(DOUBLES, a, last + 3 * lanes).add(sum3).intoArray(out, i + 3 * lanes);
  }

  private static void sumVector(double[] a, double[] out, int units, int i, int first, int end) {
    int last = end - units + i;
    DoubleVector sum = DoubleVector.fromArray(DOUBLES, out, i);
    for (int p = first + i; p < last; p += units) {
      sum = DoubleVector.fromArray(DOUBLES, a, p).add(sum);
    }
    DoubleVector.fromArray(DOUBLES, a, last).add(sum).intoArray(out, i);
  }

  /**
   * Sums over units for a range of records, eight records at a time.
   *
   * @param out element 0 is for {@code fromRecord}
   */
  static void sumOverUnits(double[] a, double[] out, int units, int fromRecord, int toRecord) {
    int record = fromRecord;
    for (; record <= toRecord - 8; record += 8) {
      int p = record * units;
      double sum0 = 0.0;
      double sum1 = 0.0;
      double sum2 = 0.0;
      double sum3 = 0.0;
      double sum4 = 0.0;
      double sum5 = 0.0;
      double sum6 = 0.0;
      double sum7 = 0.0;
      for (int i = p; i < p + units; i++) {
        sum0 += a[i];
        sum1 += a[i + units];
        sum2 += a[i + 2 * units];
        sum3 += a[i + 3 * units];
        sum4 += a[i + 4 * units];
        sum5 += a[i + 5 * units];
        sum6 += a[i + 6 * units];
        sum7 += a[i + 7 * units];
      }
      int target = record - fromRecord;
      out[target] = sum0;
      out[target + 1] = sum1;
      out[target + 2] = sum2;
      out[target + 3] = sum3;
      out[target + 4] = sum4;
      out[target + 5] = sum5;
      out[target + 6] = sum6;
      out[target + 7] = sum7;
    }
    for (; record < toRecord; record++) {
      double sum = 0.0;
      for (int i = record * units; i < (record + 1) * units; i++) {
        sum += a[i];
      }
      out[record - fromRecord] = sum;
    }
  }

  /**
   * Sums of products, {@code Σ a·b} over units, for a range of records, four records at a time.
   *
   * @param out element 0 is for {@code fromRecord}
   */
  static void dotOverUnits(
      double[] a, double[] b, double[] out, int units, int fromRecord, int toRecord) {
    int record = fromRecord;
    for (; record <= toRecord - 4; record += 4) {
      int p = record * units;
      double sum0 = 0.0;
      double sum1 = 0.0;
      double sum2 = 0.0;
      double sum3 = 0.0;
      for (int i = p; i < p + units; i++) {
        sum0 += a[i] * b[i];
        sum1 += a[i + units] * b[i + units];
        sum2 += a[i + 2 * units] * b[i + 2 * units];
        sum3 += a[i + 3 * units] * b[i + 3 * units];
      }
      int target = record - fromRecord;
      out[target] = sum0;
      out[target + 1] = sum1;
      out[target + 2] = sum2;
      out[target + 3] = sum3;
    }
    for (; record < toRecord; record++) {
      double sum = 0.0;
      for (int i = record * units; i < (record + 1) * units; i++) {
        sum += a[i] * b[i];
      }
      out[record - fromRecord] = sum;
    }
  }

  /** Maxima over units for a range of records. */
  static void maxOverUnits(double[] a, double[] out, int units, int fromRecord, int toRecord) {
    for (int record = fromRecord; record < toRecord; record++) {
      out[record] = max(a, record * units, (record + 1) * units);
    }
  }

  /**
   * The maximum of elements {@code from ≤ i < to}: NaN wins, and +0.0 over −0.0, whatever the
   * order.
   */
  static double max(double[] a, int from, int to) {
    int lanes = DOUBLES.length();
    if (to - from < 2 * lanes || !Lanes.SELECTS_DOUBLES) {
      double max = a[from];
      for (int i = from + 1; i < to; i++) {
        max = Math.max(max, a[i]);
      }
      return max;
    }
    DoubleVector max = DoubleVector.fromArray(DOUBLES, a, from);
    for (int i = from + lanes; i < to - lanes; i += lanes) {
      max = DoubleVector.fromArray(DOUBLES, a, i).max(max);
    }
    DoubleVector whole = DoubleVector.fromArray(DOUBLES, a, to - lanes).max(max);
    DoubleVector half = whole.max(whole.rearrange(HALF)); // twice
    DoubleVector quarter = half.max(half.rearrange(QUARTER)); // four times
    DoubleVector eighth = quarter.max(quarter.rearrange(EIGHTH));
    return (SIXTEEN ? eighth.max(eighth.rearrange(SIXTEENTH)) : eighth).lane(0);
  }
}
