package nn.core.initialiser;

import nn.api.Shape;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;

/**
 * Normal with standard deviation {@code √(2 / (inputs + units))}, for sigmoid and tanh (X. Glorot,
 * Y. Bengio: Understanding the difficulty of training deep feedforward neural networks. AISTATS
 * 2010, eq. 12 and 16).
 */
public record XavierNormal() implements Initialiser {

  @Override
  public String kind() {
    return "xavier-normal";
  }

  @Override
  public void fill(double[] values, Shape shape, RandomStream random) {
    double deviation = Math.sqrt(2.0 / (shape.rows() + shape.columns()));
    for (int i = 0; i < shape.size(); i++) {
      values[i] = random.normal() * deviation;
    }
  }
}
