package nn.core.initialiser;

import nn.api.Shape;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;

/**
 * Normal with standard deviation {@code √(1 / inputs)}, for SELU (Y. LeCun, L. Bottou, G. B. Orr,
 * K.-R. Müller: Efficient BackProp. Neural Networks: Tricks of the Trade, 1998, eq. 16).
 */
public record LecunNormal() implements Initialiser {

  @Override
  public String kind() {
    return "lecun-normal";
  }

  @Override
  public void fill(double[] values, Shape shape, RandomStream random) {
    double deviation = Math.sqrt(1.0 / shape.columns());
    for (int i = 0; i < shape.size(); i++) {
      values[i] = random.normal() * deviation;
    }
  }
}
