package nn.core.cost;

import nn.api.elementary.Logarithm32;
import nn.api.elementary.Logarithm64;

/** {@code y · ln a}, with {@code a} bounded below by the smallest normal number. */
final class WeightedLog {

  private WeightedLog() {}

  /** A zero, whose sign may differ, or NaN where {@code y} is zero. */
  static double of(double y, double a) {
    double bounded = Math.max(a, Double.MIN_NORMAL);
    // most targets are zeros; the product is NaN where that with the logarithm is
    return y == 0 ? y * bounded : y * Logarithm64.log(bounded);
  }

  /** As {@link #of(double, double)}. */
  static float of(float y, float a) {
    float bounded = Math.max(a, Float.MIN_NORMAL);
    return y == 0 ? y * bounded : y * Logarithm32.log(bounded);
  }
}
