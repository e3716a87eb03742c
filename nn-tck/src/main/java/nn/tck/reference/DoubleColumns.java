// GenerateSources writes its twin FloatColumns.
package nn.tck.reference;

/**
 * Sums of many elements at once in the dtype's own arithmetic, on the exact tiers.
 *
 * <p>The loops run over the elements of a column within those over k, so that the compiler may
 * compute several elements at once. The additions to each element still come k-ascending, from
 * {@code +0.0} and into one accumulator, and Java's arithmetic is strict (JEP 306; JLS §15.4): each
 * element has the bits of the plain loop in {@link Oracle}.
 */
final class DoubleColumns {

  /**
   * Elements of a loop of constant length: a loop that was short while it was warm is taken for a
   * short one, and then the compiler has it compute one element at a time for good.
   */
  private static final int BLOCK = 256;

  private DoubleColumns() {}

  /**
   * {@code Σₖ left[k][i] · right[k][j]} for every i; each step has one rounding if fused, or two.
   */
  static double[] products(double[][] left, double[][] right, int j, boolean fused) {
    double[] sums = new double[left[0].length];
    for (int k = 0; k < left.length; k++) {
      if (fused) {
        addFused(sums, left[k], right[k][j]);
      } else {
        addSeparately(sums, left[k], right[k][j]);
      }
    }
    return sums;
  }

  /** {@code Σⱼ columns[j][i]} for every i. */
  static double[] ascending(double[][] columns) {
    double[] sums = new double[columns[0].length];
    for (double[] column : columns) {
      add(sums, column);
    }
    return sums;
  }

  private static void addSeparately(double[] sums, double[] column, double factor) {
    int whole = sums.length - sums.length % BLOCK;
    for (int from = 0; from < whole; from += BLOCK) {
      for (int i = 0; i < BLOCK; i++) {
        sums[from + i] += column[from + i] * factor;
      }
    }
    for (int i = whole; i < sums.length; i++) {
      sums[i] += column[i] * factor;
    }
  }

  private static void addFused(double[] sums, double[] column, double factor) {
    int whole = sums.length - sums.length % BLOCK;
    for (int from = 0; from < whole; from += BLOCK) {
      for (int i = 0; i < BLOCK; i++) {
        sums[from + i] = Math.fma(column[from + i], factor, sums[from + i]);
      }
    }
    for (int i = whole; i < sums.length; i++) {
      sums[i] = Math.fma(column[i], factor, sums[i]);
    }
  }

  private static void add(double[] sums, double[] column) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += column[i];
    }
  }
}
