package nn.api.elementary;

/**
 * {@code ln(1 + eˣ)} in FLOAT64.
 *
 * <p>{@code ln(1 + eˣ)} below zero and {@code x + ln(1 + e⁻ˣ)} above. The latter adds a function
 * that grows to one that falls, so that between 0 and 1, where the sum moves by less than a unit of
 * its last place from one {@code x} to the next, rounding would make it fall here and there. There
 * it is {@code x/2 + ln(2·cosh(x/2))}, two functions that grow, the second as a minimax polynomial
 * {@code ln 2 + x²·P(x²)}.
 */
public final class Softplus64 {

  /** Minimax for {@code ln(cosh(x/2)) = x²·(P0 + P1·x² + …)} on [0, 1], absolute error 2⁻⁵⁸. */
  public static final double P0 = 0x1.ffffffffffffep-4;

  public static final double P1 = -0x1.5555555554defp-8;
  public static final double P2 = 0x1.6c16c16b830fcp-12;
  public static final double P3 = -0x1.ba1ba164d5178p-16;
  public static final double P4 = 0x1.1ea5c5f5786dfp-19;
  public static final double P5 = -0x1.833af604fed4bp-23;
  public static final double P6 = 0x1.0ce19be3bd795p-26;
  public static final double P7 = -0x1.7a5a7c3155bf5p-30;
  public static final double P8 = 0x1.fc618938b5782p-34;
  public static final double P9 = -0x1.ec5ca3a38843dp-38;

  private Softplus64() {}

  /**
   * {@code ln(1 + eˣ)}, within 2 ulp (1.57 seen) and monotone.
   *
   * <p>NaN for NaN, {@code x} from 37 on, {@code eˣ} below −37, subnormal in the end, +0.0 for −∞.
   */
  public static double softplus(double x) {
    double logarithm = Logarithm64.log1pOfPower(Exponential64.exp(-Math.abs(x)));
    double positive = x <= 0 ? 0.0 : x; // NaN too
    boolean near = x > 0 && x < 1;
    return near ? near(x) : positive + logarithm;
  }

  private static double near(double x) {
    double w = x * x;
    double v = w * w;
    double even = P0 + v * (P2 + v * (P4 + v * (P6 + v * P8)));
    double odd = P1 + v * (P3 + v * (P5 + v * (P7 + v * P9)));
    double half = 0.5 * x;
    double sum = Exponential64.LN2_HIGH + half;
    double lost = half - (sum - Exponential64.LN2_HIGH); // exact: half < ln 2
    return sum + (lost + (Exponential64.LN2_LOW + w * (even + w * odd)));
  }
}
