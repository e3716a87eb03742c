package nn.core.proof;

import java.util.Arrays;
import nn.api.Shape;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;

/** One number everywhere. */
record Constant(double value) implements Initialiser {

  @Override
  public String kind() {
    return "constant";
  }

  @Override
  public void fill(double[] values, Shape shape, RandomStream random) {
    Arrays.fill(values, value);
  }
}
