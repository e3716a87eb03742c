package nn.core.initialiser;

import nn.api.Shape;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;

/**
 * Uniform in {@code ±√(6 / (inputs + units))}, for sigmoid and tanh (X. Glorot, Y. Bengio:
 * Understanding the difficulty of training deep feedforward neural networks. AISTATS 2010, eq. 12
 * and 16).
 */
public record XavierUniform() implements Initialiser {

  @Override
  public String kind() {
    return "xavier-uniform";
  }

  @Override
  public void fill(double[] values, Shape shape, RandomStream random) {
    double limit = Math.sqrt(6.0 / (shape.rows() + shape.columns()));
    for (int i = 0; i < shape.size(); i++) {
      values[i] = (2 * random.uniform() - 1) * limit;
    }
  }
}
