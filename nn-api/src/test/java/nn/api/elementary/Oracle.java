package nn.api.elementary;

import java.math.BigInteger;

/**
 * The elementary functions in integer arithmetic, by their Taylor series.
 *
 * <p>A number of magnitude up to a few units is an integer times 2⁻²⁸⁰. Each product and quotient
 * is wrong by less than 2⁻²⁷⁹; at most a hundred of them make a result, and the sixteen squarings
 * in {@link #exp(BigInteger)} multiply what came before by less than 2¹⁷, so that a result is known
 * to within 2⁻²⁵⁰. The smallest argument or result whose relative error matters is 2⁻⁶⁴ here, which
 * leaves 2⁻¹⁸⁰ relative.
 */
final class Oracle {

  private static final int P = 280;
  private static final BigInteger ONE = BigInteger.ONE.shiftLeft(P);
  private static final BigInteger LN2 = atanh(ONE.divide(BigInteger.valueOf(3))).shiftLeft(1);

  private Oracle() {}

  /** {@code eˣ} for {@code 2⁻⁶⁴ ≤ |x| < 2¹¹}. */
  static Real exp(double x) {
    return expOf(fixed(x));
  }

  /** {@code ln x} for a positive {@code x ≠ 1}. */
  static Real log(double x) {
    int exponent = Math.getExponent(x) < Double.MIN_EXPONENT ? -1074 : Math.getExponent(x) - 52;
    BigInteger significand = BigInteger.valueOf((long) Math.scalb(x, -exponent));
    return log(significand, exponent);
  }

  /** {@code ln(1 + x)} for {@code −1 < x}, {@code 2⁻⁶⁴ ≤ |x|}. */
  static Real log1p(double x) {
    if (x > 0x1p100) {
      BigInteger sum =
          BigInteger.valueOf((long) Math.scalb(x, 52 - Math.getExponent(x)))
              .shiftLeft(Math.getExponent(x) - 52)
              .add(BigInteger.ONE);
      return log(sum, 0);
    }
    return log(ONE.add(fixed(x)), -P);
  }

  /** {@code tanh x} for {@code 2⁻⁶⁴ ≤ |x| < 2⁶}. */
  static Real tanh(double x) {
    BigInteger t = toFixed(expOf(fixed(2 * Math.abs(x)).negate()));
    BigInteger tanh = ONE.subtract(t).shiftLeft(P).divide(ONE.add(t));
    return new Real(x < 0 ? tanh.negate() : tanh, -P);
  }

  /** {@code 1/(1 + e⁻ˣ)} for {@code 2⁻⁶⁴ ≤ |x| < 2¹¹}. */
  static Real sigmoid(double x) {
    Real e = expOf(fixed(x).negate());
    // 1/(1 + m·2^k), the sum exact
    int k = Math.min(e.exponent(), 0);
    BigInteger sum = e.significand().shiftLeft(e.exponent() - k).add(BigInteger.ONE.shiftLeft(-k));
    int digits = sum.bitLength() + P;
    return new Real(BigInteger.ONE.shiftLeft(digits).divide(sum), -digits - k);
  }

  /** {@code ln(1 + eˣ)} for {@code 2⁻⁶⁴ ≤ |x| < 2¹¹}. */
  static Real softplus(double x) {
    Real e = expOf(fixed(x));
    if (x > 200) {
      return new Real(fixed(x), -P); // the rest is below e⁻²⁰⁰
    }
    if (x < -45) { // t − t²/2, and t³/3 is below 2⁻¹³⁰ of it; 2⁻¹⁹⁴ with that term
      BigInteger m = e.significand();
      BigInteger square = shift(m.multiply(m), e.exponent());
      BigInteger cube = shift(square.multiply(m), e.exponent());
      return new Real(
          m.subtract(square.shiftRight(1)).add(cube.divide(BigInteger.valueOf(3))), e.exponent());
    }
    return log(ONE.add(toFixed(e)), -P);
  }

  private static Real log(BigInteger significand, int exponent) {
    int k = significand.bitLength() + exponent; // significand·2^(exponent − k) in [½, 1)
    BigInteger m = shift(significand, P + exponent - k);
    if (m.compareTo(ONE.multiply(BigInteger.valueOf(7)).divide(BigInteger.TEN)) < 0) {
      m = m.shiftLeft(1);
      k--;
    }
    BigInteger s = m.subtract(ONE).shiftLeft(P).divide(m.add(ONE));
    BigInteger log = atanh(s).shiftLeft(1).add(LN2.multiply(BigInteger.valueOf(k)));
    return new Real(log, -P);
  }

  private static Real expOf(BigInteger x) {
    BigInteger k = x.add(LN2.shiftRight(1)).divide(LN2);
    if (x.signum() < 0) {
      k = x.subtract(LN2.shiftRight(1)).divide(LN2);
    }
    return new Real(exp(x.subtract(k.multiply(LN2))), k.intValueExact() - P);
  }

  /** {@code eʳ = (e^(r/2¹⁶))^(2¹⁶)}; {@code k·LN2} in {@code r} is wrong by less than 2¹¹ units. */
  private static BigInteger exp(BigInteger r) {
    BigInteger x = r.shiftRight(16);
    BigInteger term = ONE;
    BigInteger sum = ONE;
    for (int n = 1; n < 17; n++) { // (2⁻¹⁷)¹⁷ / 17! is below 2⁻³³⁰
      term = term.multiply(x).shiftRight(P).divide(BigInteger.valueOf(n));
      sum = sum.add(term);
    }
    for (int i = 0; i < 16; i++) {
      sum = sum.multiply(sum).shiftRight(P);
    }
    return sum;
  }

  private static BigInteger atanh(BigInteger s) {
    BigInteger square = s.multiply(s).shiftRight(P);
    BigInteger power = s;
    BigInteger sum = BigInteger.ZERO;
    for (int n = 1; power.signum() != 0 && power.bitLength() > 1; n += 2) {
      sum = sum.add(power.divide(BigInteger.valueOf(n)));
      power = power.multiply(square).shiftRight(P);
    }
    return sum;
  }

  /** Exact, for what has no bits below 2⁻²⁸⁰. */
  private static BigInteger fixed(double x) {
    int exponent = Math.getExponent(x) - 52;
    return shift(BigInteger.valueOf((long) Math.scalb(x, -exponent)), exponent + P);
  }

  private static BigInteger toFixed(Real x) {
    return shift(x.significand(), x.exponent() + P);
  }

  private static BigInteger shift(BigInteger x, int by) {
    return by >= 0 ? x.shiftLeft(by) : x.shiftRight(-by);
  }
}
