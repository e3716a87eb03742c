package nn.api.elementary;

/**
 * The hyperbolic tangent and the logistic function in FLOAT64: {@code tanh h = 1 − 2σ(−2h)} makes
 * one of the other.
 *
 * <p>For {@code |h|} below about ½·ln 3, {@code tanh h = h + h·z·P(z)/Q(z)} with {@code z = h²}
 * (Cody and Waite, ch. 13, with their coefficients for 49 to 60 bits); above, {@code σ(−2h) = 1/(1
 * + e²ʰ)}. Either way the last steps are a sum or a quotient of values that are monotone in {@code
 * h}, so the result is.
 */
public final class Logistic64 {

  /** Below, the rational function; {@code ½·ln 3}. */
  public static final double THRESHOLD = 0x1.193ea7aad030bp-1;

  /** From here on {@code tanh} is 1: half of {@code 54·ln 2} is 18.7. */
  public static final double TANH_IS_ONE = 20;

  public static final double P0 = -0x1.935a5c9be1e18p10; // -0.16134119023996228053e4
  public static final double P1 = -0x1.8ce75a1ba5cccp6; // -0.99225929672236083313e2
  public static final double P2 = -0x1.edc28cefba77fp-1; // -0.96437492777225469787e0
  public static final double Q0 = 0x1.2e83c574e9693p12; // 0.48402357071988688686e4
  public static final double Q1 = 0x1.1738b4d01f0f3p11; // 0.22337720718962312926e4
  public static final double Q2 = 0x1.c2fa9e1ebf7fap6; // 0.11274474380534949335e3

  private Logistic64() {}

  /**
   * {@code tanh x}, within 2 ulp (1.27 seen), monotone and odd.
   *
   * <p>NaN for NaN, {@code x} itself, with its sign, near zero, ±1 for ±∞.
   */
  public static double tanh(double x) {
    double h = Math.abs(x);
    boolean near = h < THRESHOLD;
    double y = h > TANH_IS_ONE ? 2 * TANH_IS_ONE : 2 * h;
    double k = Exponential64.multiple(y);
    double power = Exponential64.powerOfTwo(-k);
    double z = h * h;
    double quotient =
        (near ? numerator(z) : 1.0) / (near ? denominator(z) : onePlusExp(y, k, power));
    double tanh = near ? h + h * quotient : 1 - 2 * (quotient * power);
    return Math.copySign(tanh, x);
  }

  /**
   * {@code σ(x) = 1 / (1 + e⁻ˣ)}, within 2 ulp (1.56 seen) and monotone.
   *
   * <p>NaN for NaN, ½ for zeros, 1 for ∞ and +0.0 for −∞; far below zero it is {@code eˣ},
   * subnormal in the end.
   */
  public static double sigmoid(double x) {
    double y = Math.abs(x);
    y = y > -Exponential64.MIN_ARGUMENT ? -Exponential64.MIN_ARGUMENT : y;
    double h = 0.5 * y;
    boolean near = h < THRESHOLD;
    double k = Exponential64.multiple(y);
    double half = Exponential64.round(0.5 * k); // 2⁻ᵏ itself may be subnormal
    double power1 = Exponential64.powerOfTwo(-half);
    double power2 = Exponential64.powerOfTwo(half - k);
    double z = h * h;
    double quotient =
        (near ? numerator(z) : 1.0) / (near ? denominator(z) : onePlusExp(y, k, power1 * power2));
    double below = near ? 0.5 - 0.5 * (h + h * quotient) : quotient * power1 * power2; // σ(−|x|)
    return x < 0 ? below : 1 - below;
  }

  private static double numerator(double z) {
    return z * (P0 + z * (P1 + z * P2));
  }

  private static double denominator(double z) {
    return Q0 + z * (Q1 + z * (Q2 + z));
  }

  /**
   * {@code (1 + eʸ) / 2ᵏ} for {@code y ≥ ln 3}, {@code k} the multiple of ln 2 nearest to {@code y}
   * and {@code power = 2⁻ᵏ}: as if in one rounding.
   */
  private static double onePlusExp(double y, double k, double power) {
    double high = y - k * Exponential64.LN2_HIGH;
    double low = k * Exponential64.LN2_LOW;
    double one = 1 + high;
    double rest = (high - (one - 1)) + (Exponential64.beyondLinear(high - low) - low);
    double sum = one + power; // power ≤ ¼ here
    return sum + ((power - (sum - one)) + rest);
  }
}
