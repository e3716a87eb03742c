// GenerateSources writes its twin FloatBroadcast.
package nn.api.heap;

import java.util.Arrays;
import nn.api.CombineOperation;
import nn.api.Shape;

/**
 * {@code out ← a op b} where {@code b} is a column used for every record, or a row whose number is
 * used for every unit of its record. Belongs to one thread.
 *
 * <p>C2 vectorises loops over arrays indexed alike and no others, hence: a block of {@code a} and
 * {@code b} spread over a block go to arrays of their own, where the operation's own loop runs.
 */
final class DoubleBroadcast {

  /** Three arrays of a thousand doubles fit the first-level cache. */
  private static final int BLOCK = 1024;

  private static final double[] NO_DOUBLES = {};

  private final double[][] arrays = new double[3][]; // a, b spread, out

  void combine(
      CombineOperation op, Shape shape, double[] a, Shape bShape, double[] b, double[] out) {
    if (arrays[0] == null) {
      arrays[0] = new double[BLOCK];
      arrays[1] = new double[BLOCK];
      arrays[2] = arrays[0];
    }
    int units = shape.rows();
    int block = block(units);
    int from = 0;
    while (from < a.length) {
      int length = Math.min(block, a.length - from);
      if (from == 0 || !repeats(bShape, units)) {
        spread(bShape, b, units, from, length);
      }
      System.arraycopy(a, from, arrays[0], 0, length);
      op.apply(arrays, NO_DOUBLES, 0, length);
      System.arraycopy(arrays[0], 0, out, from, length);
      from += length;
    }
  }

  /** Whole records, or a part of one that is longer. */
  private static int block(int units) {
    return units < BLOCK ? BLOCK / units * units : BLOCK;
  }

  /** Whether every block has the same {@code b}. */
  private static boolean repeats(Shape b, int units) {
    return b.columns() == 1 && (b.rows() == 1 || units <= BLOCK);
  }

  /** The numbers of {@code b} for elements {@code from ≤ i < from + length} of {@code a}. */
  private void spread(Shape bShape, double[] b, int units, int from, int length) {
    int record = from / units;
    int unit = from % units;
    for (int i = 0; i < length; record++, unit = 0) {
      int end = bShape.size() == 1 ? length : Math.min(length, i + units - unit);
      if (bShape.rows() == 1) {
        Arrays.fill(arrays[1], i, end, b[bShape.columns() == 1 ? 0 : record]);
      } else {
        System.arraycopy(b, unit, arrays[1], i, end - i);
      }
      i = end;
    }
  }
}
