package nn.bench;

import java.util.Arrays;
import nn.api.DType;

/**
 * Judges a product, so that no wrong kernel is timed. Each element is compared with a dot product
 * in twice the working precision (T. Ogita, S. M. Rump, S. Oishi, Accurate Sum and Dot Product,
 * SIAM J. Sci. Comput. 26(6), 2005, algorithm 5.3).
 *
 * <p>It must lie within {@code k·ε·(|A||B|)} with {@code ε = 2u}: twice what any order of summation
 * needs, which covers the rounding of the bound itself, and far less than one wrong term.
 */
final class Oracle {
  private final Product product;
  private final double[] exact; // [m, n], column after column
  private final double[] magnitude; // |A||B|, likewise

  Oracle(Product product, double[] a, double[] b) {
    this.product = product;
    int m = product.m();
    int n = product.n();
    int k = product.k();
    double[] plainA = product.form() == Form.TRANS_A ? transposed(a, k, m) : a;
    double[] plainB = product.form() == Form.TRANS_B ? transposed(b, n, k) : b;
    exact = new double[m * n];
    magnitude = new double[m * n];
    double[] low = new double[m];
    for (int column = 0; column < n; column++) {
      double[] high = new double[m];
      double[] sizes = new double[m];
      Arrays.fill(low, 0);
      for (int term = 0; term < k; term++) {
        addTerm(plainA, term * m, plainB[column * k + term], high, low, sizes);
      }
      for (int row = 0; row < m; row++) {
        exact[column * m + row] = high[row] + low[row];
        magnitude[column * m + row] = sizes[row];
      }
    }
  }

  /** Adds {@code a·b} to each element's sum, and the errors of product and sum to {@code low}. */
  private static void addTerm(
      double[] a, int from, double b, double[] high, double[] low, double[] sizes) {
    for (int row = 0; row < high.length; row++) {
      double factor = a[from + row];
      double p = factor * b;
      double errorOfProduct = Math.fma(factor, b, -p);
      double sum = high[row] + p;
      double part = sum - high[row];
      double errorOfSum = (high[row] - (sum - part)) + (p - part);
      high[row] = sum;
      low[row] += errorOfProduct + errorOfSum;
      sizes[row] += Math.abs(p);
    }
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    double[] result = new double[matrix.length];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        result[row * columns + column] = matrix[column * rows + row];
      }
    }
    return result;
  }

  /**
   * Compares every element.
   *
   * @param result {@code [m, n]}, column after column
   * @throws IllegalStateException if one is out of bounds
   */
  void check(double[] result) {
    double epsilon = product.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1.0f);
    for (int i = 0; i < exact.length; i++) {
      double bound = product.k() * epsilon * magnitude[i];
      if (!(Math.abs(result[i] - exact[i]) <= bound)) { // so written that NaN fails
        throw new IllegalStateException(
            product
                + ": wrong result: element ["
                + i % product.m()
                + ", "
                + i / product.m()
                + "] is "
                + result[i]
                + ", expected "
                + exact[i]
                + " to within "
                + bound);
      }
    }
  }
}
