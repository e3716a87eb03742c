package nn.core.initialiser;

import nn.api.Shape;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;

/**
 * Uniform in {@code [0, scale)}: with 0.1 the article's {@code rand(units, inputs) * 0.1}.
 *
 * @param scale the upper end
 */
public record Uniform(double scale) implements Initialiser {

  /**
   * Checks the scale.
   *
   * @throws IllegalArgumentException if it is not a positive finite number
   */
  public Uniform {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "uniform: scale must be a positive finite number: " + scale);
    }
  }

  @Override
  public String kind() {
    return "uniform";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("scale", scale);
  }

  @Override
  public void fill(double[] values, Shape shape, RandomStream random) {
    for (int i = 0; i < shape.size(); i++) {
      values[i] = random.uniform() * scale;
    }
  }
}
