package nn.core.initialiser;

import nn.api.Shape;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;

/**
 * Uniform in {@code ±√(6 / inputs)}, for ReLU: the variance {@code 2 / inputs} of K. He, X. Zhang,
 * S. Ren, J. Sun: Delving deep into rectifiers. ICCV 2015, eq. 10.
 */
public record HeUniform() implements Initialiser {

  @Override
  public String kind() {
    return "he-uniform";
  }

  @Override
  public void fill(double[] values, Shape shape, RandomStream random) {
    double limit = Math.sqrt(6.0 / shape.columns());
    for (int i = 0; i < shape.size(); i++) {
      values[i] = (2 * random.uniform() - 1) * limit;
    }
  }
}
