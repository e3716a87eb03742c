package nn.core.array;

/** Powers with whole exponents. */
public final class Powers {

  private Powers() {}

  /**
   * {@code baseⁿ} by squaring: the same bits everywhere, and no allocation, unlike StrictMath.pow.
   *
   * @param exponent {@code n}, at least 0; the power of 0 is 1
   */
  public static double of(double base, long exponent) {
    double power = 1;
    double square = base;
    for (long left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }
}
