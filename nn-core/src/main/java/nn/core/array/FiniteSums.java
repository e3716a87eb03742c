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

  /** All numbers, ascending. */
  public static double of(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum = add(sum, value);
    }
    return sum;
  }
}
