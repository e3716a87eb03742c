package nn.tck.reference;

import nn.api.DType;

/**
 * Everything that {@code BOUNDED} allows, around a sum that is known as {@code hi + lo} but for an
 * error.
 *
 * <p>Nothing that the tier allows is left out: docs/records/2026-11-28-oracle.md proves it for up
 * to 2²⁶ terms. How much more is let in: 2⁻⁵¹ of the bound for each term, 2⁻²⁸ of it in FLOAT32,
 * and half of {@code MIN_VALUE} for each product of doubles below 2⁻⁹⁶⁸.
 */
final class Enclosure {

  /**
   * Products of doubles from here on are the exact sum of two doubles, smaller ones need not be.
   */
  static final double EXACT_PRODUCT = 0x1p-968;

  private final DType dtype;
  private final double gamma;
  private final double underflow;
  private final double outwards;

  private Enclosure(DType dtype, int terms, double gamma, double underflow) {
    this.dtype = dtype;
    this.gamma = gamma;
    this.underflow = underflow;
    // for a sum of double products of floats, which hi alone may be
    double plainSum = dtype == DType.FLOAT64 ? 0 : 0x1p-28;
    this.outwards = 1 + ((terms + 4) * 0x1p-51 + plainSum);
  }

  /** Within {@code γ_k · Σ|x·y| + k · MIN_VALUE} of the exact sum of k products. */
  static Enclosure ofProducts(DType dtype, int k) {
    double least = dtype == DType.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE;
    return new Enclosure(dtype, k, Oracle.gamma(dtype, k), k * least);
  }

  /** Within {@code γ_(n−1) · Σ|x|} of the exact sum of n numbers. */
  static Enclosure ofNumbers(DType dtype, int n) {
    return new Enclosure(dtype, n, Oracle.gamma(dtype, Math.max(n - 1, 0)), 0);
  }

  /**
   * What a backend may give for finite operands.
   *
   * @param magnitude the sum of all terms' absolute values, rounded at each step
   * @param small how many products of two numbers other than zero are below {@link #EXACT_PRODUCT},
   *     or more than that; 0 in FLOAT32
   */
  Interval around(double hi, double lo, double magnitude, int small) {
    double bound = bound(magnitude, small);
    if (bound == 0) {
      return zeroOfAnySign(hi, hi);
    }
    if (overflows(magnitude, small)) {
      return Interval.ANYTHING;
    }
    double reach = reach(bound);
    double low = below(hi, lo, reach);
    double high = -below(-hi, -lo, reach);
    return dtype == DType.FLOAT64
        ? zeroOfAnySign(low, high)
        : zeroOfAnySign(ceiling(low), -ceiling(-high));
  }

  /**
   * What a backend may give where some operands are NaN or infinite.
   *
   * @param special the sum of the terms that have such an operand, alone
   * @param opposite the sum of the absolute values of the other terms whose sign is not that of
   *     {@code special}, rounded at each step
   */
  Interval beside(double special, double opposite) {
    // an infinity may meet the opposite one where these terms overflow; a NaN stays
    return Double.isNaN(special) || !overflows(opposite, 0)
        ? Interval.exactly(special)
        : Interval.ANYTHING;
  }

  private double bound(double magnitude, int small) {
    double lost = Math.ceil(small / 2.0) * Double.MIN_VALUE;
    return gamma * magnitude + (underflow + lost);
  }

  private double reach(double bound) {
    return Math.nextUp(bound) * outwards;
  }

  /** Whether some order of the terms may overflow. */
  private boolean overflows(double magnitude, int small) {
    return !(magnitude + 3 * reach(bound(magnitude, small)) <= dtype.maxValue());
  }

  /** A double that is not above {@code hi + lo − reach}. */
  private static double below(double hi, double lo, double reach) {
    double low = hi - reach;
    double part = low - hi;
    double error = (hi - (low - part)) + (-reach - part); // TwoSum (Knuth, Møller)
    return Math.nextDown(low + (error + lo));
  }

  /** An exact tier fixes the sign of a zero, the bounded one does not. */
  private static Interval zeroOfAnySign(double low, double high) {
    return new Interval(low == 0 ? -0.0 : low, high == 0 ? 0.0 : high);
  }

  /** The least float that is not below {@code value}: results are floats, so none is lost. */
  private static float ceiling(double value) {
    float nearest = (float) value;
    return nearest < value ? Math.nextUp(nearest) : nearest;
  }
}
