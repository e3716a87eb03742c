package nn.tck.reference;

import nn.api.DType;

/**
 * Sums of many elements at once with what each step loses, for {@code BOUNDED}: the loops of {@link
 * Oracle}, element beside element.
 *
 * <p>In FLOAT32 the product of two floats is a double, and plain sums in double are near enough:
 * what n steps lose is below 2⁻²⁹ of the bound around them.
 */
final class BoundedColumns {
  private final DType dtype;
  private final double[] hi;
  private final double[] lo;
  private final double[] magnitude;

  private BoundedColumns(DType dtype, int size) {
    this.dtype = dtype;
    hi = new double[size];
    lo = new double[size];
    magnitude = new double[size];
  }

  /** What {@code Σₖ left[k][i] · right[k][j]} may be, for every i. */
  static Interval[] products(DType dtype, Factors left, Factors right, int j) {
    BoundedColumns sums = new BoundedColumns(dtype, left.size());
    for (int k = 0; k < left.k(); k++) {
      sums.addProducts(left.at(k), right.at(k)[j]);
    }
    Enclosure enclosure = Enclosure.ofProducts(dtype, left.k());
    Interval[] intervals = new Interval[left.size()];
    for (int i = 0; i < intervals.length; i++) {
      boolean finite = left.finite(i) && right.finite(j);
      boolean small = left.least(i) * right.least(j) < Enclosure.EXACT_PRODUCT;
      int lossy = small && dtype == DType.FLOAT64 ? left.k() : 0;
      intervals[i] =
          finite
              ? sums.around(enclosure, i, lossy)
              : sums.isSafe(left.k(), left.largest(i) * right.largest(j))
                  ? Interval.exactly(sums.hi[i])
                  : Oracle.specialDot(dtype, left.of(i), right.of(j));
    }
    return intervals;
  }

  /** What {@code Σⱼ columns[j][i]} may be, for every i. */
  static Interval[] numbers(DType dtype, Factors columns) {
    BoundedColumns sums = new BoundedColumns(dtype, columns.size());
    for (int k = 0; k < columns.k(); k++) {
      sums.addNumbers(columns.at(k));
    }
    Enclosure enclosure = Enclosure.ofNumbers(dtype, columns.k());
    Interval[] intervals = new Interval[columns.size()];
    for (int i = 0; i < intervals.length; i++) {
      intervals[i] =
          columns.finite(i)
              ? sums.around(enclosure, i, 0)
              : sums.isSafe(columns.k(), columns.largest(i))
                  ? Interval.exactly(sums.hi[i])
                  : Oracle.specialSum(dtype, columns.of(i));
    }
    return intervals;
  }

  /**
   * Whether a sum with a NaN or an infinity among its operands is the same in any order, as no
   * order of the other terms overflows.
   */
  private boolean isSafe(int terms, double largest) {
    return terms * largest <= dtype.maxValue() / 8;
  }

  private Interval around(Enclosure enclosure, int i, int lossy) {
    return enclosure.around(hi[i], lo[i], magnitude[i], lossy);
  }

  private void addProducts(double[] column, double factor) {
    if (dtype == DType.FLOAT64) {
      addProducts(hi, lo, magnitude, column, factor);
    } else {
      addExactProducts(hi, magnitude, column, factor);
    }
  }

  private void addNumbers(double[] column) {
    if (dtype == DType.FLOAT64) {
      addNumbers(hi, lo, magnitude, column);
    } else {
      addExactProducts(hi, magnitude, column, 1.0);
    }
  }

  private static void addProducts(
      double[] hi, double[] lo, double[] magnitude, double[] column, double factor) {
    for (int i = 0; i < hi.length; i++) {
      double product = column[i] * factor;
      double sum = hi[i] + product;
      double part = sum - hi[i];
      double lost = lo[i] + ((hi[i] - (sum - part)) + (product - part)); // TwoSum
      lo[i] = lost + Math.fma(column[i], factor, -product); // TwoProduct
      hi[i] = sum;
      magnitude[i] += Math.abs(product);
    }
  }

  private static void addNumbers(double[] hi, double[] lo, double[] magnitude, double[] column) {
    for (int i = 0; i < hi.length; i++) {
      double sum = hi[i] + column[i];
      double part = sum - hi[i];
      lo[i] += (hi[i] - (sum - part)) + (column[i] - part);
      hi[i] = sum;
      magnitude[i] += Math.abs(column[i]);
    }
  }

  private static void addExactProducts(
      double[] sums, double[] magnitude, double[] column, double factor) {
    for (int i = 0; i < sums.length; i++) {
      double product = column[i] * factor;
      sums[i] += product;
      magnitude[i] += Math.abs(product);
    }
  }
}
