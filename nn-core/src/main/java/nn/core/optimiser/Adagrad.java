package nn.core.optimiser;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.api.network.Step;

/**
 * Adagrad: gradients are divided by the root of the sum of all their squares, so that what seldom
 * has a gradient keeps a high rate (J. Duchi, E. Hazan, Y. Singer: Adaptive Subgradient Methods for
 * Online Learning and Stochastic Optimization. JMLR 12, 2011, the diagonal form):
 *
 * <pre>
 * s ← s + g²                           0 at first
 * w ← w − ηₜ · g / (√(a + s) + ε)      with ηₜ = η / (1 + (t − 1)·d)
 * </pre>
 *
 * <p>As PyTorch's {@code Adagrad}.
 *
 * @param learningRate {@code η}, a positive finite number
 * @param rateDecay {@code d}, by which the rate falls with the steps, at least 0 and finite
 * @param initialAccumulator {@code a}, where the sum begins, at least 0 and finite
 * @param epsilon {@code ε}, which bounds the step where gradients vanish; at least 10⁻²⁰ and finite
 */
public record Adagrad(
    double learningRate, double rateDecay, double initialAccumulator, double epsilon)
    implements Optimiser {

  private static final List<String> STATE = List.of("sum-of-squares");

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Adagrad {
    Require.learningRate("adagrad", learningRate);
    Require.notNegative("adagrad", "rate decay", rateDecay);
    Require.notNegative("adagrad", "initial accumulator", initialAccumulator);
    Require.epsilon("adagrad", epsilon);
  }

  /** With PyTorch's {@code d = 0, a = 0, ε = 10⁻¹⁰}. */
  public Adagrad(double learningRate) {
    this(learningRate, 0, 0, 1e-10);
  }

  @Override
  public String kind() {
    return "adagrad";
  }

  @Override
  public Config config() {
    return Config.EMPTY
        .with("learning-rate", learningRate)
        .with("rate-decay", rateDecay)
        .with("initial-accumulator", initialAccumulator)
        .with("epsilon", epsilon);
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
    scalars[0] = learningRate * step.rateFactor() / (1 + (step.number() - 1) * rateDecay);
    scalars[1] = initialAccumulator;
    scalars[2] = epsilon;
  }

  private enum Update implements ElementwiseLoop {
    INSTANCE;

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return 2;
    }

    @Override
    public int scalars() {
      return 3;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] g = operands[0];
      double[] w = operands[1];
      double[] s = operands[2];
      double rate = scalars[0];
      double initial = scalars[1];
      double epsilon = scalars[2];
      for (int i = from; i < to; i++) {
        double sum = s[i] + g[i] * g[i];
        s[i] = sum;
        w[i] -= rate * g[i] / (Math.sqrt(initial + sum) + epsilon);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] g = operands[0];
      float[] w = operands[1];
      float[] s = operands[2];
      float rate = scalars[0];
      float initial = scalars[1];
      float epsilon = scalars[2];
      for (int i = from; i < to; i++) {
        float sum = s[i] + g[i] * g[i];
        s[i] = sum;
        w[i] -= rate * g[i] / ((float) Math.sqrt(initial + sum) + epsilon);
      }
    }
  }
}
