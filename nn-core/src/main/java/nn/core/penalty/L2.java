package nn.core.penalty;

import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Parameter;
import nn.api.network.Penalty;
import nn.api.network.Role;

/**
 * Weight decay, {@code λ/2 · Σw²} over the weights, with the gradient {@code λ·w} (A. Krogh, J. A.
 * Hertz: A Simple Weight Decay Can Improve Generalization. NIPS 1991, equation 2): keeps weights
 * small. Biases, scales and statistics are left alone.
 *
 * <p>The gradient is that of PyTorch's {@code weight_decay}, but for the weights alone. With Adam
 * this is L2 regularisation, not the decoupled decay of AdamW.
 *
 * @param lambda {@code λ}, above 0 and at most 10⁶
 */
public record L2(double lambda) implements Penalty {

  /**
   * Checks {@code λ}.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public L2 {
    Lambda.require("l2", lambda);
  }

  @Override
  public String kind() {
    return "l2";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("lambda", lambda);
  }

  @Override
  public boolean applies(Parameter parameter) {
    return parameter.role() == Role.WEIGHT;
  }

  @Override
  public ElementwiseLoop value() {
    return new Value(lambda);
  }

  @Override
  public ElementwiseLoop gradient() {
    return new Gradient(lambda);
  }

  /** {@code out ← λ/2·w²}. */
  private record Value(double lambda) implements ElementwiseLoop {

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] w = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = 0.5 * lambda * (w[i] * w[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] w = operands[0];
      float[] out = operands[1];
      float half = (float) (0.5 * lambda);
      for (int i = from; i < to; i++) {
        out[i] = half * (w[i] * w[i]);
      }
    }
  }

  /** {@code g ← g + λ·w}. */
  private record Gradient(double lambda) implements ElementwiseLoop {

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] w = operands[0];
      double[] g = operands[1];
      for (int i = from; i < to; i++) {
        g[i] += lambda * w[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] w = operands[0];
      float[] g = operands[1];
      float rounded = (float) lambda;
      for (int i = from; i < to; i++) {
        g[i] += rounded * w[i];
      }
    }
  }
}
