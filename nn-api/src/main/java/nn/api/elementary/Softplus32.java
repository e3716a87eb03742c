package nn.api.elementary;

/** {@code ln(1 + eˣ)} in FLOAT32, in double arithmetic, rounded to float once. */
public final class Softplus32 {

  private Softplus32() {}

  /**
   * {@code ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|)}, within 0.51 ulp and monotone.
   *
   * <p>NaN for NaN, {@code x} from 17 on, {@code eˣ} far below zero, subnormal in the end, +0.0 for
   * −∞.
   */
  public static float softplus(float x) {
    double e = Exponential32.exp(-Math.abs((double) x));
    double logarithm = Logarithm32.log(1 + e, e);
    double positive = x <= 0 ? 0.0 : x; // NaN too
    return (float) (positive + logarithm);
  }
}
