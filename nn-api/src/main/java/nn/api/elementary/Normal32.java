package nn.api.elementary;

/**
 * The standard normal distribution in FLOAT32: as {@link Normal64}, in double arithmetic with a
 * shorter polynomial, rounded to float once.
 */
public final class Normal32 {

  /** From here on {@code Φ(−h)} is zero. */
  public static final double TAIL_IS_ZERO = 14.5;

  /** {@code P(q)}, as a Chebyshev series cut off at degree 13, relative error 2⁻³³. */
  public static final double P0 = 0x1.d8979b0eecac5p-2;

  public static final double P1 = -0x1.76ff86a968904p-4;
  public static final double P2 = 0x1.fc66ce72d8288p-6;
  public static final double P3 = 0x1.47c1ff36691b3p-7;
  public static final double P4 = -0x1.b08e2a640d0c9p-6;
  public static final double P5 = 0x1.92025a2cb30ecp-6;
  public static final double P6 = -0x1.f11844b288d12p-7;
  public static final double P7 = 0x1.ab85b67a48537p-8;
  public static final double P8 = -0x1.b79c5be7fdc78p-10;
  public static final double P9 = 0x1.ee55db293cb9ap-19;
  public static final double P10 = 0x1.81196ea4579e4p-13;
  public static final double P11 = -0x1.8f22cfde09155p-15;
  public static final double P12 = -0x1.62cd335c5ed8dp-17;
  public static final double P13 = 0x1.3b8207bfe8e13p-18;

  private Normal32() {}

  /**
   * {@code Φ(x)}, within 0.51 ulp.
   *
   * <p>NaN for NaN, ½ for zeros, 1 for ∞ and +0.0 for −∞ and below −14.2.
   */
  public static float cdf(float x) {
    double h = Math.min(Math.abs((double) x), TAIL_IS_ZERO);
    double below = Exponential32.exp(-0.5 * (h * h)) * scaledTail(h);
    return (float) (x < 0 ? below : 1 - below);
  }

  /**
   * {@code φ(x) = e^(−x²/2)/√(2π)}, within 0.51 ulp.
   *
   * <p>NaN for NaN, +0.0 for ±∞.
   */
  public static float density(float x) {
    double square = (double) x * x; // exact
    return (float) (Normal64.DENSITY_AT_ZERO * Exponential32.exp(-0.5 * square));
  }

  /** {@code e^(h²/2)·Φ(−h)} for {@code h ≥ 0}. */
  private static double scaledTail(double h) {
    double q = (h - 5) / (h + 5);
    double w = q * q;
    double v = w * w;
    double first = ((P0 + q * P1) + w * (P2 + q * P3)) + v * ((P4 + q * P5) + w * (P6 + q * P7));
    double second = ((P8 + q * P9) + w * (P10 + q * P11)) + v * (P12 + q * P13);
    return (first + v * v * second) / (1 + h);
  }
}
