package nn.core.optimiser;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.api.network.Role;
import nn.api.network.Step;

/**
 * Adam with decoupled weight decay (I. Loshchilov, F. Hutter: Decoupled Weight Decay
 * Regularization. ICLR 2019, Algorithm 2):
 *
 * <pre>
 * w ← w − η·λ·w − η · m̂ / (√v̂ + ε)     m̂, v̂ as for {@link Adam}
 * </pre>
 *
 * <p>The decay bypasses the means, so that weights with large gradients decay like others; {@link
 * Adam} with {@link nn.core.penalty.L2} is another thing. It is in proportion to the learning rate,
 * schedule included. Weights alone decay, {@link Role#WEIGHT}: biases, scales and frozen parameters
 * do not. PyTorch's {@code AdamW} decays all parameters that it is given; two of its parameter
 * groups do the same as this. The decay is no part of the cost that training tells.
 *
 * @param learningRate {@code η}, a positive finite number
 * @param beta1 {@code β₁}, how much of the mean is kept, in {@code [0, 1)}
 * @param beta2 {@code β₂}, how much of the mean square is kept, in {@code [0, 1)}
 * @param epsilon {@code ε}, which bounds the step where gradients vanish; at least 10⁻²⁰ and finite
 * @param weightDecay {@code λ}, at least 0 and finite
 */
public record AdamW(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimiser {

  private static final List<String> STATE = List.of("mean", "variance");

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public AdamW {
    Require.learningRate("adamw", learningRate);
    AdamMoments.require("adamw", beta1, beta2, epsilon);
    Require.notNegative("adamw", "weight decay", weightDecay);
  }

  /** With the usual {@code β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸}. */
  public AdamW(double learningRate, double weightDecay) {
    this(learningRate, 0.9, 0.999, 1e-8, weightDecay);
  }

  @Override
  public String kind() {
    return "adamw";
  }

  @Override
  public Config config() {
    return Config.EMPTY
        .with("learning-rate", learningRate)
        .with("beta1", beta1)
        .with("beta2", beta2)
        .with("epsilon", epsilon)
        .with("weight-decay", weightDecay);
  }

  @Override
  public List<String> state() {
    return STATE;
  }

  @Override
  public ElementwiseLoop update() {
    return Update.INSTANCE;
  }

  @Override
  public void scalars(Step step, double[] scalars) {
    double rate = learningRate * step.rateFactor();
    double decay = step.parameter().role() == Role.WEIGHT ? weightDecay : 0;
    AdamMoments.scalars(rate, beta1, beta2, epsilon, step.number(), scalars);
    scalars[AdamMoments.SCALARS] = rate * decay;
  }

  private enum Update implements ElementwiseLoop {
    INSTANCE;

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return 3;
    }

    @Override
    public int scalars() {
      return AdamMoments.SCALARS + 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] g = operands[0];
      double[] w = operands[1];
      double[] m = operands[2];
      double[] v = operands[3];
      double keepM = scalars[0];
      double addM = scalars[1];
      double keepV = scalars[2];
      double addV = scalars[3];
      double rate = scalars[4];
      double epsilon = scalars[5];
      double decay = scalars[6];
      for (int i = from; i < to; i++) {
        double mean = keepM * m[i] + addM * g[i];
        double variance = keepV * v[i] + addV * (g[i] * g[i]);
        m[i] = mean;
        v[i] = variance;
        w[i] -= decay * w[i] + rate * mean / (Math.sqrt(variance) + epsilon);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] g = operands[0];
      float[] w = operands[1];
      float[] m = operands[2];
      float[] v = operands[3];
      float keepM = scalars[0];
      float addM = scalars[1];
      float keepV = scalars[2];
      float addV = scalars[3];
      float rate = scalars[4];
      float epsilon = scalars[5];
      float decay = scalars[6];
      for (int i = from; i < to; i++) {
        float mean = keepM * m[i] + addM * g[i];
        float variance = keepV * v[i] + addV * (g[i] * g[i]);
        m[i] = mean;
        v[i] = variance;
        w[i] -= decay * w[i] + rate * mean / ((float) Math.sqrt(variance) + epsilon);
      }
    }
  }
}
