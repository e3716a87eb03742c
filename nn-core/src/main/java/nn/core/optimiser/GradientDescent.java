package nn.core.optimiser;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.api.network.Step;

/**
 * Plain gradient descent: {@code w ← w − η · g}.
 *
 * @param learningRate {@code η}, a positive finite number
 */
public record GradientDescent(double learningRate) implements Optimiser {

  /**
   * Checks the learning rate.
   *
   * @throws IllegalArgumentException if it is not a positive finite number
   */
  public GradientDescent {
    Require.learningRate("gradient-descent", learningRate);
  }

  @Override
  public String kind() {
    return "gradient-descent";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("learning-rate", learningRate);
  }

  @Override
  public List<String> state() {
    return List.of();
  }

  @Override
  public ElementwiseLoop update() {
    return Update.INSTANCE;
  }

  @Override
  public void scalars(Step step, double[] scalars) {
    scalars[0] = learningRate * step.rateFactor();
  }

  private enum Update implements ElementwiseLoop {
    INSTANCE;

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int scalars() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] g = operands[0];
      double[] w = operands[1];
      double rate = scalars[0];
      for (int i = from; i < to; i++) {
        w[i] -= rate * g[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] g = operands[0];
      float[] w = operands[1];
      float rate = scalars[0];
      for (int i = from; i < to; i++) {
        w[i] -= rate * g[i];
      }
    }
  }
}
