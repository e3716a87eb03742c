package nn.core.clip;

import nn.api.network.Clip;
import nn.api.network.Config;

/**
 * Multiplies all gradients with {@code min(1, max / ‖g‖)}, {@code ‖g‖ = √Σg²} over all trained
 * parameters together, so that their norm is at most {@code max} and their direction stays (R.
 * Pascanu, T. Mikolov, Y. Bengio: On the difficulty of training recurrent neural networks. ICML
 * 2013, Algorithm 1).
 *
 * <p>As PyTorch's {@code clip_grad_norm_}, but that adds 10⁻⁶ to the norm. A norm of NaN makes all
 * gradients NaN. An infinite norm makes finite gradients 0 and infinite ones NaN.
 *
 * @param max the largest norm, a positive finite number
 */
public record ClipByNorm(double max) implements Clip {

  /**
   * Checks the norm.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public ClipByNorm {
    if (!(max > 0 && max < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "clip-by-norm: max must be a positive finite number: " + max);
    }
  }

  @Override
  public String kind() {
    return "clip-by-norm";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("max", max);
  }

  @Override
  public double factor(double globalNorm) {
    return globalNorm <= max ? 1 : max / globalNorm; // NaN is not at most max
  }
}
