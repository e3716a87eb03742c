package nn.core.layer;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Dropout (N. Srivastava et al., JMLR 15, 2014, section 4), inverted: in training {@code y = 0}
 * with probability {@code rate}, else {@code x / (1 − rate)}; in prediction {@code y = x}.
 *
 * <p>What is dropped depends on the training's seed, the step, the layer, the path of parts and the
 * record's place in its batch, on nothing else.
 */
public final class Dropout implements Layer {
  private final double rate;
  private final ElementwiseLoop mask;

  /**
   * Dropout of a share of the numbers.
   *
   * @param rate at least 0 and below 1
   * @throws IllegalArgumentException if it is not
   */
  public Dropout(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout: rate must be at least 0 and below 1: " + rate);
    }
    this.rate = rate;
    mask = new Mask(rate, 1 / (1 - rate));
  }

  /** The probability with which a number is dropped. */
  public double rate() {
    return rate;
  }

  @Override
  public String kind() {
    return "dropout";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("rate", rate);
  }

  @Override
  public int units(int inputs) {
    return inputs;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of();
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    if (pass.training()) {
      Tensor u = uniform(pass, x);
      pass.uniform(u);
      pass.backend().apply(mask, u, x, y);
    } else {
      pass.backend().copy(x, y);
    }
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    if (dx != null) {
      pass.backend().apply(mask, uniform(pass, x), dy, dx);
    }
  }

  private static Tensor uniform(Pass pass, Tensor x) {
    return pass.keep("uniform", x.shape().rows(), pass.records());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dropout dropout && rate == dropout.rate;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(rate);
  }

  /** For instance {@code Dropout[rate=0.5]}. */
  @Override
  public String toString() {
    return "Dropout[rate=" + rate + "]";
  }

  /** {@code out ← u < rate ? 0 : x · scale}. */
  private record Mask(double rate, double scale) implements ElementwiseLoop {

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] u = operands[0];
      double[] x = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = u[i] < rate ? 0 : x[i] * scale;
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] u = operands[0];
      float[] x = operands[1];
      float[] out = operands[2];
      float rounded = (float) scale;
      for (int i = from; i < to; i++) {
        out[i] = u[i] < rate ? 0 : x[i] * rounded;
      }
    }
  }
}
