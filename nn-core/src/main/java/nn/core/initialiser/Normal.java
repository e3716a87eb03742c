package nn.core.initialiser;

import nn.api.Shape;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;

/**
 * Normal with mean 0.
 *
 * @param deviation the standard deviation
 */
public record Normal(double deviation) implements Initialiser {

  /**
   * Checks the deviation.
   *
   * @throws IllegalArgumentException if it is not a positive finite number
   */
  public Normal {
    if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "normal: deviation must be a positive finite number: " + deviation);
    }
  }

  @Override
  public String kind() {
    return "normal";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("deviation", deviation);
  }

  @Override
  public void fill(double[] values, Shape shape, RandomStream random) {
    for (int i = 0; i < shape.size(); i++) {
      values[i] = random.normal() * deviation;
    }
  }
}
