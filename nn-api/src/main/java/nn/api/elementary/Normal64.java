package nn.api.elementary;

/**
 * The standard normal distribution in FLOAT64.
 *
 * <p>{@code Φ(−h) = e^(−h²/2) · P(q)/(1 + h)} with {@code q = (h − 5)/(h + 5)} for {@code h ≥ 0},
 * and {@code Φ(h) = 1 − Φ(−h)}: one polynomial for all {@code h} (M. M. Shepherd, J. G.
 * Laframboise: Chebyshev approximation of (1 + 2x)·exp(x²)·erfc x in 0 ≤ x &lt; ∞. Mathematics of
 * Computation 36, 1981, here in {@code h = √2·x}), whose coefficients were computed anew with 60
 * digits. With the error function it is {@code Φ(x) = ½·(1 + erf(x/√2)) = ½·erfc(−x/√2)}.
 */
public final class Normal64 {

  /** From here on {@code Φ(−h)} is zero. */
  public static final double TAIL_IS_ZERO = 40;

  /** {@code 1/√(2π)}. */
  public static final double DENSITY_AT_ZERO = 0x1.9884533d43651p-2;

  /** {@code P(q)}, as a Chebyshev series cut off at degree 22, relative error 2⁻⁵³·⁵. */
  public static final double P0 = 0x1.d8979b0f2b39dp-2;

  public static final double P1 = -0x1.76ff86859eb0cp-4;
  public static final double P2 = 0x1.fc66cc64a14d0p-6;
  public static final double P3 = 0x1.47c1d03052c1fp-7;
  public static final double P4 = -0x1.b08e0007b8689p-6;
  public static final double P5 = 0x1.92037bab64a5bp-6;
  public static final double P6 = -0x1.f11aab02585f1p-7;
  public static final double P7 = 0x1.ab6d038660160p-8;
  public static final double P8 = -0x1.b75f4fc847535p-10;
  public static final double P9 = 0x1.057213aaea8f4p-17;
  public static final double P10 = 0x1.7e61f207da2a8p-13;
  public static final double P11 = -0x1.c1b2517ccf0cdp-15;
  public static final double P12 = -0x1.4c12ea3c1ebdfp-17;
  public static final double P13 = 0x1.300a1738dc316p-17;
  public static final double P14 = -0x1.2738f541c4345p-24;
  public static final double P15 = -0x1.5f91d56fc7009p-20;
  public static final double P16 = 0x1.0b44ea615861dp-23;
  public static final double P17 = 0x1.aa46814309d74p-23;
  public static final double P18 = -0x1.773a0ead7dac9p-26;
  public static final double P19 = -0x1.1058f2df47645p-25;
  public static final double P20 = 0x1.b7507842726a6p-32;
  public static final double P21 = 0x1.0c5d149847876p-28;
  public static final double P22 = 0x1.8cd6249c0f511p-31;

  private Normal64() {}

  /**
   * The distribution function {@code Φ(x)}, the probability of a number up to {@code x}. Its
   * relative error is at most {@code (5 + x²)·2⁻⁵³} below zero, since the square is rounded (0.88
   * of that seen), and {@code 5·2⁻⁵³} above (4.13 seen); subnormal results are rounded twice.
   *
   * <p>NaN for NaN, ½ for zeros, 1 for ∞ and +0.0 for −∞ and below −39.
   */
  public static double cdf(double x) {
    double h = Math.min(Math.abs(x), TAIL_IS_ZERO);
    double below = Exponential64.exp(-0.5 * (h * h)) * scaledTail(h);
    return x < 0 ? below : 1 - below;
  }

  /**
   * The density {@code φ(x) = e^(−x²/2)/√(2π)}, with a relative error of at most {@code (4 +
   * x²)·2⁻⁵³} (half of that seen).
   *
   * <p>NaN for NaN, +0.0 for ±∞.
   */
  public static double density(double x) {
    return DENSITY_AT_ZERO * Exponential64.exp(-0.5 * (x * x));
  }

  /** {@code e^(h²/2)·Φ(−h)} for {@code h ≥ 0}; Estrin's scheme, for short chains. */
  private static double scaledTail(double h) {
    double q = (h - 5) / (h + 5);
    double w = q * q;
    double v = w * w;
    double u = v * v;
    double first = ((P0 + q * P1) + w * (P2 + q * P3)) + v * ((P4 + q * P5) + w * (P6 + q * P7));
    double second =
        ((P8 + q * P9) + w * (P10 + q * P11)) + v * ((P12 + q * P13) + w * (P14 + q * P15));
    double third = ((P16 + q * P17) + w * (P18 + q * P19)) + v * ((P20 + q * P21) + w * P22);
    return (first + u * (second + u * third)) / (1 + h);
  }
}
