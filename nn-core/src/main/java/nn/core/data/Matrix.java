package nn.core.data;

/** Matrices of generated data, given row after row. */
final class Matrix {

  private Matrix() {}

  /**
   * {@code target[i, j] ← Σₖ a[i, k]·b[k, j]} for the rows from {@code from} to {@code to}, k
   * ascending, multiplied and added in one rounding, as the BLAS behind NumPy does on current
   * processors.
   *
   * @param a rows of {@code width} numbers, of which the first {@code inner} are multiplied
   * @param b {@code [inner, columns]}
   * @param target rows of {@code targetWidth}, overwritten from {@code offset} on; it may be {@code
   *     a}
   */
  static void multiply(
      double[] a,
      int width,
      int from,
      int to,
      double[] b,
      int inner,
      double[] target,
      int targetWidth,
      int offset) {
    int columns = b.length / inner;
    double[] row = new double[columns];
    for (int i = from; i < to; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          sum = Math.fma(a[i * width + k], b[k * columns + j], sum);
        }
        row[j] = sum;
      }
      System.arraycopy(row, 0, target, i * targetWidth + offset, columns);
    }
  }

  /** The columns in another order. */
  static double[] columns(double[] values, int width, int[] order) {
    double[] ordered = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      ordered[i] = values[i - i % width + order[i % width]];
    }
    return ordered;
  }
}
