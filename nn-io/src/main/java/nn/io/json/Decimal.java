package nn.io.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Decimal texts of doubles that are the same on every JVM: {@link Double#toString(double)} gives
 * 5.6843418860808015E-14 on JDK 17 and 5.684341886080802E-14 from JDK 19 on.
 */
final class Decimal {
  /** So many digits tell all doubles apart. */
  private static final int MOST_DIGITS = 17;

  /** Up to here every whole number is a double. */
  private static final double EXACT = 0x1p53;

  private Decimal() {}

  /**
   * The fewest digits to which a number can be rounded so that it is read back as it is; whole
   * numbers up to 2⁵³ without a point. For instance {@code 25}, {@code 0.1}, {@code 1E-8}.
   *
   * @throws IllegalArgumentException if it is NaN or infinite
   */
  static String text(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("json: a number must be finite: " + value);
    }
    if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
      return isNegativeZero(value) ? "-0.0" : Long.toString((long) value);
    }
    return shortest(value);
  }

  private static boolean isNegativeZero(double value) {
    return value == 0 && 1 / value < 0;
  }

  private static String shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded.stripTrailingZeros().toString();
      }
    }
    return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)).toString();
  }
}
