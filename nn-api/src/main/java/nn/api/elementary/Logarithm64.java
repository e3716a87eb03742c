package nn.api.elementary;

/**
 * The natural logarithm in FLOAT64.
 *
 * <p>{@code x = 2ᵏ·(1 + f)} with {@code √½ ≤ 1 + f < √2}, and {@code ln(1 + f) = f − (½f² − s·(½f²
 * + R(s²)))} with {@code s = f / (2 + f)} (Ng, fdlibm, {@code e_log.c}). The sum of {@code k·ln 2}
 * and {@code f} keeps its rounding error, which fdlibm drops.
 */
public final class Logarithm64 {

  /** The bits of {@code √½}, rounded up. */
  public static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;

  /** The bits of 1. */
  public static final long ONE_BITS = 0x3ff0000000000000L;

  /** The bits of a significand without its leading one. */
  public static final long FRACTION_MASK = 0x000fffffffffffffL;

  /** The bits of 2⁵²: an integer below 2⁵² put into them makes the double {@code 2⁵² + integer}. */
  public static final long INTEGER_BITS = 0x4330000000000000L;

  /** What is to be subtracted from such a double to leave an exponent. */
  public static final double BIAS = 0x1p52 + 1023;

  /**
   * Minimax for {@code ln((1 + s)/(1 − s)) = 2s + s·R(s²)}, {@code R(w) = w·(L1 + L2·w + …)},
   * relative error 2⁻⁵⁸·⁶.
   */
  public static final double L1 = 0x1.555555555557cp-1;

  public static final double L2 = 0x1.9999999984780p-2;
  public static final double L3 = 0x1.2492493fb46bap-2;
  public static final double L4 = 0x1.c71c52b7fc934p-3;
  public static final double L5 = 0x1.746649520a79cp-3;
  public static final double L6 = 0x1.399d014da7d1bp-3;
  public static final double L7 = 0x1.2f529aa73e62fp-3;

  private Logarithm64() {}

  /**
   * {@code ln x}, within 1 ulp (0.86 seen) and monotone.
   *
   * <p>NaN for NaN and below zero, −∞ for zeros, ∞ for ∞, +0.0 for 1.
   */
  public static double log(double x) {
    boolean subnormal = x < Double.MIN_NORMAL;
    double logarithm = log(subnormal ? x * 0x1p54 : x, subnormal ? BIAS + 54 : BIAS, 0.0);
    logarithm = x < Double.POSITIVE_INFINITY ? logarithm : x; // NaN too
    double outside = x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    return x > 0 ? logarithm : outside;
  }

  /**
   * {@code ln(1 + x)}, within 1 ulp (0.86 seen) and monotone.
   *
   * <p>{@code x} itself, with its sign, where it is below 2⁻⁵⁴; NaN for NaN and below −1, −∞ for
   * −1, ∞ for ∞.
   */
  public static double log1p(double x) {
    double u = 1 + x;
    double lost = x < 1 ? x - (u - 1) : 1 - (u - x); // u + lost = 1 + x exactly
    double logarithm = log(u, BIAS, lost / u); // ln(u + lost) = ln u + lost/u, up to 2⁻¹⁰⁷
    logarithm = Math.abs(x) < 0x1p-54 ? x : logarithm;
    logarithm = x < Double.POSITIVE_INFINITY ? logarithm : x;
    double outside = x == -1 ? Double.NEGATIVE_INFINITY : Double.NaN;
    return x > -1 ? logarithm : outside;
  }

  /** The same bits as {@link #log1p} for {@code 0 ≤ x ≤ 1}; anything for other {@code x}. */
  static double log1pOfPower(double x) {
    double u = 1 + x;
    double lost = x - (u - 1);
    return x < 0x1p-54 ? x : log(u, BIAS, lost / u);
  }

  /**
   * {@code ln x − (bias − BIAS)·ln 2 + small} for a normal {@code x > 0}; anything for other {@code
   * x}.
   */
  private static double log(double x, double bias, double small) {
    long bits = Double.doubleToRawLongBits(x) - SQRT_HALF_BITS + ONE_BITS;
    double k = Double.longBitsToDouble((bits >>> 52) | INTEGER_BITS) - bias;
    double f = Double.longBitsToDouble((bits & FRACTION_MASK) + SQRT_HALF_BITS) - 1;
    double s = f / (2 + f);
    double w = s * s;
    double v = w * w;
    double u = v * v;
    double odd = (L1 + v * L3) + u * (L5 + v * L7); // Estrin's scheme, for short chains
    double even = (L2 + v * L4) + u * L6;
    double r = w * odd + v * even;
    double halfSquare = 0.5 * f * f;
    double product = k * Exponential64.LN2_HIGH; // exact
    double sum = product + f;
    double lost = f - (sum - product); // exact: |product| > |f|, or product = 0
    double correction = s * (halfSquare + r) + (k * Exponential64.LN2_LOW + small);
    return sum - ((halfSquare - correction) - lost);
  }
}
