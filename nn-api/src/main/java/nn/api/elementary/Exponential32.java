package nn.api.elementary;

/**
 * The exponential function in FLOAT32: as {@link Exponential64}, in double arithmetic that needs no
 * low-order parts, rounded to float once.
 */
public final class Exponential32 {

  /** Beyond it in either direction, results of FLOAT32 are infinite or zero. */
  public static final double LIMIT = 110;

  /** {@code ln 2}. */
  public static final double LN2 = 0x1.62e42fefa39efp-1;

  /** Minimax for {@code eʳ ≈ 1 + r + r²·(½ + C3·r + C4·r² + …)}, error 2⁻³¹ relative to r. */
  public static final double C3 = 0x1.55555579a751ep-3;

  public static final double C4 = 0x1.5554f22e51d64p-5;
  public static final double C5 = 0x1.1110a326a0279p-7;
  public static final double C6 = 0x1.6d40e73fc46e2p-10;
  public static final double C7 = 0x1.a1895995ecd2cp-13;

  private Exponential32() {}

  /**
   * {@code eˣ}, within 0.51 ulp and monotone.
   *
   * <p>NaN for NaN, 1 for zeros, ∞ and +0.0 beyond the range.
   */
  public static float exp(float x) {
    return (float) exp((double) x);
  }

  /** {@code eˣ} with 30 bits, for any {@code x} that is a float or the negative of one. */
  static double exp(double x) {
    double y = clamp(x);
    double k = Exponential64.multiple(y);
    return (1 + minusOne(y - k * LN2)) * Exponential64.powerOfTwo(k);
  }

  static double clamp(double x) {
    double y = x > LIMIT ? LIMIT : x;
    return y < -LIMIT ? -LIMIT : y;
  }

  /** {@code eʳ − 1} for {@code |r| ≤ ½·ln 2}. */
  static double minusOne(double r) {
    double w = r * r;
    double even = 0.5 + w * (C4 + w * C6);
    double odd = C3 + w * (C5 + w * C7);
    return r + w * (even + r * odd);
  }
}
