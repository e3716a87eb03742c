package nn.core.proof;

import nn.api.Shape;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;

/** Normal numbers with mean 0. */
record Gaussian(double deviation) implements Initialiser {

  @Override
  public String kind() {
    return "gaussian";
  }

  @Override
  public void fill(double[] values, Shape shape, RandomStream random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = random.normal() * deviation;
    }
  }
}
