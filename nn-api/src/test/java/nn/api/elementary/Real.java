package nn.api.elementary;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A real number {@code significand · 2^exponent}, known with a relative error of less than 2⁻¹⁵⁰.
 */
record Real(BigInteger significand, int exponent) {

  /**
   * The distance of {@code x} from this number, in FLOAT64's units in the last place at this
   * number; an infinite {@code x} counts as the power of two that follows the largest double.
   */
  double ulpsTo(double x) {
    int top = significand.bitLength() + exponent; // 2^(top − 1) ≤ |this| < 2^top
    int unit = Math.max(top - 53, Double.MIN_EXPONENT - 52);
    double finite = Double.isInfinite(x) ? Math.copySign(1, x) : x;
    int scale = Math.max(Math.getExponent(finite), Double.MIN_EXPONENT) - 52;
    BigInteger other = BigInteger.valueOf((long) Math.scalb(finite, -scale));
    scale += Double.isInfinite(x) ? 1024 : 0;
    int common = Math.min(exponent, scale);
    BigInteger difference =
        significand.shiftLeft(exponent - common).subtract(other.shiftLeft(scale - common)).abs();
    int drop = Math.max(0, difference.bitLength() - 60);
    return Math.scalb((double) difference.shiftRight(drop).longValue(), common + drop - unit);
  }

  BigDecimal toBigDecimal() {
    BigDecimal power = BigDecimal.valueOf(2).pow(Math.abs(exponent));
    BigDecimal x = new BigDecimal(significand);
    return exponent < 0 ? x.divide(power) : x.multiply(power);
  }
}
