package nn.api.elementary;

/**
 * The hyperbolic tangent and the logistic function in FLOAT32, in double arithmetic, rounded to
 * float once.
 */
public final class Logistic32 {

  /** From here on {@code tanh} is 1: half of {@code 25·ln 2} is 8.7. */
  public static final double TANH_IS_ONE = 10;

  private Logistic32() {}

  /**
   * {@code tanh x = (e²ˣ − 1)/(e²ˣ + 1)}, within 0.51 ulp, monotone and odd; the numerator is
   * {@code 2ᵏ·(eʳ − 1) + (2ᵏ − 1)}, so that it keeps the digits of a small {@code x}.
   *
   * <p>NaN for NaN, {@code x} itself, with its sign, near zero, ±1 for ±∞.
   */
  public static float tanh(float x) {
    double h = Math.abs((double) x);
    double y = h > TANH_IS_ONE ? 2 * TANH_IS_ONE : 2 * h;
    double k = Exponential64.multiple(y);
    double power = Exponential64.powerOfTwo(k);
    double e = power * Exponential32.minusOne(y - k * Exponential32.LN2) + (power - 1);
    double tanh = e / (e + 2);
    return Math.copySign((float) tanh, x);
  }

  /**
   * {@code σ(x) = 1 / (1 + e⁻ˣ)}, within 0.51 ulp and monotone.
   *
   * <p>NaN for NaN, ½ for zeros, 1 for ∞ and +0.0 for −∞; far below zero it is {@code eˣ},
   * subnormal in the end.
   */
  public static float sigmoid(float x) {
    return (float) (1 / (1 + Exponential32.exp(-(double) x))); // e¹¹⁰ is no problem in double
  }
}
