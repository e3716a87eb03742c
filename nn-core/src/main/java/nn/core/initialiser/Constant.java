package nn.core.initialiser;

import java.util.Arrays;
import nn.api.Shape;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;

/**
 * All the same number, as scales start at 1; draws nothing.
 *
 * @param value a finite number
 */
public record Constant(double value) implements Initialiser {

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public Constant {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("constant: value must be a finite number: " + value);
    }
  }

  @Override
  public String kind() {
    return "constant";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("value", value);
  }

  @Override
  public void fill(double[] values, Shape shape, RandomStream random) {
    Arrays.fill(values, 0, shape.size(), value);
  }
}
