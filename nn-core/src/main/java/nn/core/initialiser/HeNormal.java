package nn.core.initialiser;

import nn.api.Shape;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;

/**
 * Normal with standard deviation {@code √(2 / inputs)}, for ReLU (K. He, X. Zhang, S. Ren, J. Sun:
 * Delving deep into rectifiers. ICCV 2015, eq. 10).
 */
public record HeNormal() implements Initialiser {

  @Override
  public String kind() {
    return "he-normal";
  }

  @Override
  public void fill(double[] values, Shape shape, RandomStream random) {
    double deviation = Math.sqrt(2.0 / shape.columns());
    for (int i = 0; i < shape.size(); i++) {
      values[i] = random.normal() * deviation;
    }
  }
}
