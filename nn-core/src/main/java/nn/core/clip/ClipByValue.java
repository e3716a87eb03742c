package nn.core.clip;

import nn.api.network.Clip;
import nn.api.network.Config;

/**
 * Limits each element of the gradients to {@code −max … max}, as PyTorch's {@code
 * clip_grad_value_}: their direction changes. One NaN makes all gradients NaN.
 *
 * @param max the largest size of an element, at least 2⁻¹²⁶, so that it is above zero in FLOAT32
 *     too, and finite
 */
public record ClipByValue(double max) implements Clip {

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public ClipByValue {
    if (!(max >= Float.MIN_NORMAL && max < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "clip-by-value: max must be a finite number of at least 2^-126: " + max);
    }
  }

  @Override
  public String kind() {
    return "clip-by-value";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("max", max);
  }

  @Override
  public double factor(double globalNorm) {
    return Double.isNaN(globalNorm) ? globalNorm : 1;
  }

  @Override
  public double bound() {
    return max;
  }
}
