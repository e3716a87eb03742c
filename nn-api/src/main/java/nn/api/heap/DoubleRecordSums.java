// GenerateSources writes its twin FloatRecordSums.
package nn.api.heap;

import java.util.Arrays;

/**
 * Sums over records, each in one accumulator and in ascending order. Belongs to one thread.
 *
 * <p>C2 vectorises loops over arrays indexed alike and no others, hence: parts of four records are
 * copied into arrays of their own, and added to the sums in an array of theirs.
 */
final class DoubleRecordSums {

  /** Five arrays of half a thousand doubles fit the first-level cache. */
  private static final int BLOCK = 512;

  private static final double[][] NO_DOUBLES = {};

  private double[][] arrays = NO_DOUBLES; // the sums, then four records

  void sum(int units, double[] a, double[] out) {
    if (arrays.length == 0) {
      arrays = new double[5][BLOCK];
    }
    int from = 0;
    while (from < units) {
      int length = Math.min(BLOCK, units - from);
      sum(units, a, out, from, length);
      from += length;
    }
  }

  private void sum(int units, double[] a, double[] out, int from, int length) {
    double[][] s = arrays;
    Arrays.fill(s[0], 0, length, 0.0);
    int records = a.length / units;
    int record = 0;
    for (; record + 4 <= records; record += 4) {
      for (int r = 0; r < 4; r++) {
        System.arraycopy(a, (record + r) * units + from, s[1 + r], 0, length);
      }
      add(s[0], s[1], s[2], s[3], s[4], length);
    }
    for (; record < records; record++) {
      System.arraycopy(a, record * units + from, s[1], 0, length);
      add(s[0], s[1], length);
    }
    System.arraycopy(s[0], 0, out, from, length);
  }

  /** Java adds from left to right, so records ascend. */
  private static void add(
      double[] sums, double[] a, double[] b, double[] c, double[] d, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] = sums[i] + a[i] + b[i] + c[i] + d[i];
    }
  }

  private static void add(double[] sums, double[] a, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += a[i];
    }
  }
}
