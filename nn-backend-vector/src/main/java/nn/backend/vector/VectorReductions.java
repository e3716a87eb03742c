package nn.backend.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums, each in one accumulator and in ascending order, and maxima. What runs side by side is
 * several sums.
 */
final class VectorReductions {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;

  private VectorReductions() {}

  /**
   * Sums over records for units {@code from ≤ i < to}: as many as fit some vectors at a time, then
   * single ones. Where there is a whole vector, the last one overlaps the one before it: both
   * compute the same bits.
   */
  static void sumOverRecords(double[] a, double[] out, int units, int from, int to) {
    int lanes = DOUBLES.length();
    int i = from;
    for (; i <= to - 4 * lanes; i += 4 * lanes) {
      DoubleVector sum0 = DoubleVector.zero(DOUBLES);
      DoubleVector sum1 = DoubleVector.zero(DOUBLES);
      DoubleVector sum2 = DoubleVector.zero(DOUBLES);
      DoubleVector sum3 = DoubleVector.zero(DOUBLES);
      for (int p = i; p < a.length; p += units) {
        sum0 = sum0.add(DoubleVector.fromArray(DOUBLES, a, p));
        sum1 = sum1.add(DoubleVector.fromArray(DOUBLES, a, p + lanes));
        sum2 = sum2.add(DoubleVector.fromArray(DOUBLES, a, p + 2 * lanes));
        sum3 = sum3.add(DoubleVector.fromArray(DOUBLES, a, p + 3 * lanes));
      }
      sum0.intoArray(out, i);
      sum1.intoArray(out, i + lanes);
      sum2.intoArray(out, i + 2 * lanes);
      sum3.intoArray(out, i + 3 * lanes);
    }
    while (i < to && to - from >= lanes) {
      int at = Math.min(i, to - lanes);
      DoubleVector sum = DoubleVector.zero(DOUBLES);
      for (int p = at; p < a.length; p += units) {
        sum = sum.add(DoubleVector.fromArray(DOUBLES, a, p));
      }
      sum.intoArray(out, at);
      i = at + lanes;
    }
    for (; i <= to - 4; i += 4) {
      double sum0 = 0.0;
      double sum1 = 0.0;
      double sum2 = 0.0;
      double sum3 = 0.0;
      for (int p = i; p < a.length; p += units) {
        sum0 += a[p];
        sum1 += a[p + 1];
        sum2 += a[p + 2];
        sum3 += a[p + 3];
      }
      out[i] = sum0;
      out[i + 1] = sum1;
      out[i + 2] = sum2;
      out[i + 3] = sum3;
    }
    for (; i < to; i++) {
      double sum = 0.0;
      for (int p = i; p < a.length; p += units) {
        sum += a[p];
      }
      out[i] = sum;
    }
  }

  /** Sums over units for a range of records, eight at a time. */
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
      out[record] = sum0;
      out[record + 1] = sum1;
      out[record + 2] = sum2;
      out[record + 3] = sum3;
      out[record + 4] = sum4;
      out[record + 5] = sum5;
      out[record + 6] = sum6;
      out[record + 7] = sum7;
    }
    for (; record < toRecord; record++) {
      double sum = 0.0;
      for (int i = record * units; i < (record + 1) * units; i++) {
        sum += a[i];
      }
      out[record] = sum;
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
    if (to - from < 2 * lanes) {
      double max = a[from];
      for (int i = from + 1; i < to; i++) {
        max = Math.max(max, a[i]);
      }
      return max;
    }
    DoubleVector max = DoubleVector.fromArray(DOUBLES, a, to - lanes);
    for (int i = from; i < to - lanes; i += lanes) {
      max = max.max(DoubleVector.fromArray(DOUBLES, a, i));
    }
    for (int distance = lanes / 2; distance > 0; distance /= 2) {
      max = max.max(max.rearrange(VectorShuffle.iota(DOUBLES, distance, 1, true)));
    }
    return max.lane(0);
  }

  /**
   * Sums over records for units {@code from ≤ i < to}: as many as fit some vectors at a time, then
   * single ones. Where there is a whole vector, the last one overlaps the one before it: both
   * compute the same bits.
   */
  static void sumOverRecords(float[] a, float[] out, int units, int from, int to) {
    int lanes = FLOATS.length();
    int i = from;
    for (; i <= to - 4 * lanes; i += 4 * lanes) {
      FloatVector sum0 = FloatVector.zero(FLOATS);
      FloatVector sum1 = FloatVector.zero(FLOATS);
      FloatVector sum2 = FloatVector.zero(FLOATS);
      FloatVector sum3 = FloatVector.zero(FLOATS);
      for (int p = i; p < a.length; p += units) {
        sum0 = sum0.add(FloatVector.fromArray(FLOATS, a, p));
        sum1 = sum1.add(FloatVector.fromArray(FLOATS, a, p + lanes));
        sum2 = sum2.add(FloatVector.fromArray(FLOATS, a, p + 2 * lanes));
        sum3 = sum3.add(FloatVector.fromArray(FLOATS, a, p + 3 * lanes));
      }
      sum0.intoArray(out, i);
      sum1.intoArray(out, i + lanes);
      sum2.intoArray(out, i + 2 * lanes);
      sum3.intoArray(out, i + 3 * lanes);
    }
    while (i < to && to - from >= lanes) {
      int at = Math.min(i, to - lanes);
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int p = at; p < a.length; p += units) {
        sum = sum.add(FloatVector.fromArray(FLOATS, a, p));
      }
      sum.intoArray(out, at);
      i = at + lanes;
    }
    for (; i <= to - 4; i += 4) {
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      float sum3 = 0.0f;
      for (int p = i; p < a.length; p += units) {
        sum0 += a[p];
        sum1 += a[p + 1];
        sum2 += a[p + 2];
        sum3 += a[p + 3];
      }
      out[i] = sum0;
      out[i + 1] = sum1;
      out[i + 2] = sum2;
      out[i + 3] = sum3;
    }
    for (; i < to; i++) {
      float sum = 0.0f;
      for (int p = i; p < a.length; p += units) {
        sum += a[p];
      }
      out[i] = sum;
    }
  }

  /** Sums over units for a range of records, eight at a time. */
  static void sumOverUnits(float[] a, float[] out, int units, int fromRecord, int toRecord) {
    int record = fromRecord;
    for (; record <= toRecord - 8; record += 8) {
      int p = record * units;
      float sum0 = 0.0f;
      float sum1 = 0.0f;
      float sum2 = 0.0f;
      float sum3 = 0.0f;
      float sum4 = 0.0f;
      float sum5 = 0.0f;
      float sum6 = 0.0f;
      float sum7 = 0.0f;
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
      out[record] = sum0;
      out[record + 1] = sum1;
      out[record + 2] = sum2;
      out[record + 3] = sum3;
      out[record + 4] = sum4;
      out[record + 5] = sum5;
      out[record + 6] = sum6;
      out[record + 7] = sum7;
    }
    for (; record < toRecord; record++) {
      float sum = 0.0f;
      for (int i = record * units; i < (record + 1) * units; i++) {
        sum += a[i];
      }
      out[record] = sum;
    }
  }

  /** Maxima over units for a range of records. */
  static void maxOverUnits(float[] a, float[] out, int units, int fromRecord, int toRecord) {
    for (int record = fromRecord; record < toRecord; record++) {
      out[record] = max(a, record * units, (record + 1) * units);
    }
  }

  /**
   * The maximum of elements {@code from ≤ i < to}: NaN wins, and +0.0 over −0.0, whatever the
   * order.
   */
  static float max(float[] a, int from, int to) {
    int lanes = FLOATS.length();
    if (to - from < 2 * lanes) {
      float max = a[from];
      for (int i = from + 1; i < to; i++) {
        max = Math.max(max, a[i]);
      }
      return max;
    }
    FloatVector max = FloatVector.fromArray(FLOATS, a, to - lanes);
    for (int i = from; i < to - lanes; i += lanes) {
      max = max.max(FloatVector.fromArray(FLOATS, a, i));
    }
    for (int distance = lanes / 2; distance > 0; distance /= 2) {
      max = max.max(max.rearrange(VectorShuffle.iota(FLOATS, distance, 1, true)));
    }
    return max.lane(0);
  }
}
