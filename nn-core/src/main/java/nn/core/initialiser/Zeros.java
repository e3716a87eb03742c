package nn.core.initialiser;

import nn.api.Shape;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;

/** All {@code +0.0}, as biases start; draws nothing. */
public record Zeros() implements Initialiser {

  @Override
  public String kind() {
    return "zeros";
  }

  @Override
  public void fill(double[] values, Shape shape, RandomStream random) {
    for (int i = 0; i < shape.size(); i++) {
      values[i] = 0.0;
    }
  }
}
