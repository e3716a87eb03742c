package nn.core.activation;

import nn.api.elementary.Logistic32;
import nn.api.elementary.Logistic64;

/**
 * {@code eˣ − 1 = 2t/(1 − t)} with {@code t = tanh(x/2)}, for {@code x ≤ 0}: {@code t} is negative
 * there, so nothing cancels and small numbers keep their digits.
 */
final class ExponentialMinusOne {

  private ExponentialMinusOne() {}

  /** Within 4 ulp; −1 for −∞, NaN for NaN. */
  static double of(double x) {
    double t = Logistic64.tanh(0.5 * x);
    return 2 * t / (1 - t);
  }

  /** As {@link #of(double)}, within 2 ulp. */
  static float of(float x) {
    double t = Logistic32.tanh(0.5f * x);
    return (float) (2 * t / (1 - t));
  }
}
