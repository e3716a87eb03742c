package nn.core.array;

/** Sums that stay finite where all numbers are, so that an infinity always tells of one. */
public final class FiniteSums {

  private FiniteSums() {}

  /** {@code a + b}; the largest finite number where only their addition overflows. */
  public static double add(double a, double b) {
    double sum = a + b;
    return Double.isInfinite(sum) && Double.isFinite(a) && Double.isFinite(b)
        ? Math.copySign(Double.MAX_VALUE, sum)
        : sum;
  }

  /** All numbers, each multiplied with its weight, ascending; a product stays finite likewise. */
  public static double of(double[] values, double[] weights) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double product = values[i] * weights[i];
      boolean overflow = Double.isInfinite(product) && Double.isFinite(values[i]);
      sum = add(sum, overflow ? Math.copySign(Double.MAX_VALUE, product) : product);
    }
    return sum;
  }

  /** All numbers, ascending. */
  public static double of(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum = add(sum, value);
    }
    return sum;
  }
}
