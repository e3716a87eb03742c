package nn.api.elementary;

/**
 * The exponential function in FLOAT64.
 *
 * <p>{@code x = k·ln 2 + r} with an integer {@code k} and {@code |r| ≤ ½·ln 2} (Cody and Waite, ch.
 * 6: ln 2 in two parts, so that the first product and difference are exact), a polynomial for
 * {@code eʳ}, and a product with {@code 2ᵏ}.
 */
public final class Exponential64 {

  /** Above, the result is infinite. */
  public static final double MAX_ARGUMENT = 710;

  /** Below, the result is zero. */
  public static final double MIN_ARGUMENT = -746;

  /** {@code log₂ e}. */
  public static final double LOG2_E = 0x1.71547652b82fep0;

  /** The first 32 bits of ln 2: times an integer of up to 21 bits it is exact. */
  public static final double LN2_HIGH = 0x1.62e42feep-1;

  /** {@code ln 2 −} {@link #LN2_HIGH}. */
  public static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** {@code 1.5·2⁵²}: a number of magnitude below 2⁵¹ added to it is rounded to an integer. */
  public static final double ROUNDER = 0x1.8p52;

  /** {@link #ROUNDER} and the exponent's bias. */
  private static final double BIASED_ROUNDER = ROUNDER + 1023;

  /** Minimax for {@code eʳ ≈ 1 + r + r²·(½ + C3·r + C4·r² + …)}, absolute error 2⁻⁵⁷. */
  public static final double C3 = 0x1.555555555555cp-3;

  public static final double C4 = 0x1.5555555553167p-5;
  public static final double C5 = 0x1.111111110e579p-7;
  public static final double C6 = 0x1.6c16c17cf544dp-10;
  public static final double C7 = 0x1.a01a01b675077p-13;
  public static final double C8 = 0x1.a019aa91f96a3p-16;
  public static final double C9 = 0x1.71dde87b3b55bp-19;
  public static final double C10 = 0x1.28a0228c18dc3p-22;
  public static final double C11 = 0x1.af793ce565919p-26;

  private Exponential64() {}

  /**
   * {@code eˣ}, within 1 ulp (0.80 seen) and monotone.
   *
   * <p>NaN for NaN, 1 for zeros, ∞ and +0.0 beyond the range; subnormal results are rounded twice.
   */
  public static double exp(double x) {
    double y = x > MAX_ARGUMENT ? MAX_ARGUMENT : x;
    y = y < MIN_ARGUMENT ? MIN_ARGUMENT : y;
    double k = multiple(y);
    double high = y - k * LN2_HIGH;
    double low = k * LN2_LOW;
    double one = 1 + high;
    double rest = (high - (one - 1)) + (beyondLinear(high - low) - low); // eʳ = one + rest
    double half = round(0.5 * k); // 2ᵏ itself may overflow, or be subnormal where the result is not
    return (one + rest) * powerOfTwo(half) * powerOfTwo(k - half);
  }

  /** The integer nearest to {@code x / ln 2}. */
  static double multiple(double x) {
    return round(x * LOG2_E);
  }

  /** The nearest integer, ties to even, for magnitudes below 2⁵¹. */
  static double round(double x) {
    return (x + ROUNDER) - ROUNDER;
  }

  /** {@code eʳ − 1 − r} for {@code |r| ≤ ½·ln 2}; Estrin's scheme, for short chains. */
  static double beyondLinear(double r) {
    double w = r * r;
    double v = w * w;
    double first = (0.5 + r * C3) + w * (C4 + r * C5);
    double second = (C6 + r * C7) + w * (C8 + r * C9);
    double third = C10 + r * C11;
    return w * (first + v * (second + v * third));
  }

  /** {@code 2ᵏ} for an integer {@code −1022 ≤ k ≤ 1023}: its bits are those of the exponent. */
  static double powerOfTwo(double k) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(k + BIASED_ROUNDER) << 52);
  }
}
