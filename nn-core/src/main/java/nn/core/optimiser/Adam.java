package nn.core.optimiser;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.api.network.Step;

/**
 * Adam: steps of about the learning rate, whatever the size of the gradients (D. P. Kingma, J. Ba:
 * Adam: A Method for Stochastic Optimization. ICLR 2015, Algorithm 1):
 *
 * <pre>
 * m ← β₁·m + (1 − β₁)·g                mean of gradients
 * v ← β₂·v + (1 − β₂)·g²               mean of their squares
 * w ← w − η · m̂ / (√v̂ + ε)             with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)
 * </pre>
 *
 * <p>The last line is computed as {@code w − ηₜ·m / (√v + εₜ)} with {@code ηₜ = η·√(1 − β₂ᵗ) / (1 −
 * β₁ᵗ)} and {@code εₜ = ε·√(1 − β₂ᵗ)}, two divisions less for each number and the same value but
 * for rounding (section 2 there). So {@code ε} is where the paper and PyTorch have it, beside
 * {@code √v̂}; scikit-learn adds it to {@code √v}.
 *
 * @param learningRate {@code η}, a positive finite number
 * @param beta1 {@code β₁}, how much of the mean is kept, in {@code [0, 1)}
 * @param beta2 {@code β₂}, how much of the mean square is kept, in {@code [0, 1)}
 * @param epsilon {@code ε}, which bounds the step where gradients vanish; at least 10⁻²⁰, so that
 *     it is above zero in FLOAT32 too, and finite
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon)
    implements Optimiser {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Adam {
    Require.learningRate("adam", learningRate);
    AdamMoments.require("adam", beta1, beta2, epsilon);
  }

  /** With the paper's {@code β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸}. */
  public Adam(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8);
  }

  @Override
  public String kind() {
    return "adam";
  }

  @Override
  public Config config() {
    return Config.EMPTY
        .with("learning-rate", learningRate)
        .with("beta1", beta1)
        .with("beta2", beta2)
        .with("epsilon", epsilon);
  }

  @Override
  public List<String> state() {
    return List.of("mean", "variance");
  }

  @Override
  public ElementwiseLoop update() {
    return Update.INSTANCE;
  }

  @Override
  public void scalars(Step step, double[] scalars) {
    double rate = learningRate * step.rateFactor();
    AdamMoments.scalars(rate, beta1, beta2, epsilon, step.number(), scalars);
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
      return AdamMoments.SCALARS;
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
      for (int i = from; i < to; i++) {
        double mean = keepM * m[i] + addM * g[i];
        double variance = keepV * v[i] + addV * (g[i] * g[i]);
        m[i] = mean;
        v[i] = variance;
        w[i] -= rate * mean / (Math.sqrt(variance) + epsilon);
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
      for (int i = from; i < to; i++) {
        float mean = keepM * m[i] + addM * g[i];
        float variance = keepV * v[i] + addV * (g[i] * g[i]);
        m[i] = mean;
        v[i] = variance;
        w[i] -= rate * mean / ((float) Math.sqrt(variance) + epsilon);
      }
    }
  }
}
