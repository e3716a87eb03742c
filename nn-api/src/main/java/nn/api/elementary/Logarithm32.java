package nn.api.elementary;

/**
 * The natural logarithm in FLOAT32: as {@link Logarithm64}, in double arithmetic that needs no
 * low-order parts, rounded to float once.
 */
public final class Logarithm32 {

  /**
   * Minimax for {@code ln((1 + s)/(1 − s)) = 2s + s·R(s²)}, {@code R(w) = w·(L1 + L2·w + …)},
   * relative error 2⁻³⁶.
   */
  public static final double L1 = 0x1.555555073520cp-1;

  public static final double L2 = 0x1.999a7d1d038c2p-2;
  public static final double L3 = 0x1.2435878861d2cp-2;
  public static final double L4 = 0x1.e3b00afc23043p-3;

  private Logarithm32() {}

  /**
   * {@code ln x}, within 0.51 ulp and monotone.
   *
   * <p>NaN for NaN and below zero, −∞ for zeros, ∞ for ∞, +0.0 for 1.
   */
  public static float log(float x) {
    double logarithm = log(x, x - 1.0);
    logarithm = x < Float.POSITIVE_INFINITY ? logarithm : x; // NaN too
    double outside = x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    return (float) (x > 0 ? logarithm : outside);
  }

  /**
   * {@code ln(1 + x)}, within 0.51 ulp and monotone.
   *
   * <p>{@code x} itself, with its sign, near zero; NaN for NaN and below −1, −∞ for −1, ∞ for ∞.
   */
  public static float log1p(float x) {
    double logarithm = log(1.0 + x, x);
    logarithm = x < Float.POSITIVE_INFINITY ? logarithm : x;
    double outside = x == -1 ? Double.NEGATIVE_INFINITY : Double.NaN;
    return (float) (x > -1 ? logarithm : outside);
  }

  /**
   * {@code ln u} with 36 bits, for a normal {@code u > 0} and {@code minusOne = u − 1}, which may
   * know more digits than {@code u}; anything for other {@code u}.
   */
  static double log(double u, double minusOne) {
    long bits = Double.doubleToRawLongBits(u) - Logarithm64.SQRT_HALF_BITS + Logarithm64.ONE_BITS;
    double k = Double.longBitsToDouble((bits >>> 52) | Logarithm64.INTEGER_BITS) - Logarithm64.BIAS;
    double m =
        Double.longBitsToDouble((bits & Logarithm64.FRACTION_MASK) + Logarithm64.SQRT_HALF_BITS);
    double f = k == 0 ? minusOne : m - 1;
    double s = f / (2 + f);
    double w = s * s;
    double halfSquare = 0.5 * f * f;
    double r = w * (L1 + w * (L2 + w * (L3 + w * L4)));
    double tail = f - (halfSquare - s * (halfSquare + r));
    return k == 0 ? tail : k * Exponential32.LN2 + tail; // 0 + tail would lose the sign of zero
  }
}
