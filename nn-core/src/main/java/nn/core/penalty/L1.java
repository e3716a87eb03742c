package nn.core.penalty;

import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Parameter;
import nn.api.network.Penalty;
import nn.api.network.Role;

/**
 * {@code λ·Σ|w|} over the weights, with the gradient {@code λ·sign(w)}, 0 at 0 (R. Tibshirani:
 * Regression Shrinkage and Selection via the Lasso. Journal of the Royal Statistical Society B
 * 58(1), 1996): draws weights that matter little to 0. Biases, scales and statistics are left
 * alone.
 *
 * @param lambda {@code λ}, above 0 and at most 10⁶
 */
public record L1(double lambda) implements Penalty {

  /**
   * Checks {@code λ}.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public L1 {
    Lambda.require("l1", lambda);
  }

  @Override
  public String kind() {
    return "l1";
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

  /** {@code out ← λ·|w|}. */
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
        out[i] = lambda * Math.abs(w[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] w = operands[0];
      float[] out = operands[1];
      float rounded = (float) lambda;
      for (int i = from; i < to; i++) {
        out[i] = rounded * Math.abs(w[i]);
      }
    }
  }

  /** {@code g ← g + λ·sign(w)}; a NaN in {@code w} stays one. */
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
        g[i] += lambda * Math.signum(w[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] w = operands[0];
      float[] g = operands[1];
      float rounded = (float) lambda;
      for (int i = from; i < to; i++) {
        g[i] += rounded * Math.signum(w[i]);
      }
    }
  }
}
