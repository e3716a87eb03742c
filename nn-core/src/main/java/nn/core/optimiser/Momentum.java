package nn.core.optimiser;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.api.network.Step;

/**
 * Gradient descent with momentum (B. T. Polyak: Some methods of speeding up the convergence of
 * iteration methods. 1964), in Nesterov's form if wanted (I. Sutskever, J. Martens, G. Dahl, G.
 * Hinton: On the importance of initialization and momentum in deep learning. ICML 2013, section 2):
 *
 * <pre>
 * v ← μ·v + g                          velocity, 0 at first
 * w ← w − η · v                        classical
 * w ← w − η · (g + μ·v)                Nesterov
 * </pre>
 *
 * <p>As PyTorch's {@code SGD}, the learning rate is outside the velocity: where a schedule lowers
 * it, it lowers what the velocity does at once. In the paper it is inside; with a constant rate the
 * steps are the same. The velocity of a constant gradient comes near {@code g / (1 − μ)}, so steps
 * are ten times as long with {@code μ = 0.9} as with {@link GradientDescent}.
 *
 * @param learningRate {@code η}, a positive finite number
 * @param momentum {@code μ}, how much of the velocity is kept, in {@code [0, 1)}
 * @param nesterov whether the step looks ahead, in Nesterov's form
 */
public record Momentum(double learningRate, double momentum, boolean nesterov)
    implements Optimiser {

  private static final List<String> STATE = List.of("velocity");

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Momentum {
    Require.learningRate("momentum", learningRate);
    Require.kept("momentum", "momentum", momentum);
  }

  /** In the classical form. */
  public Momentum(double learningRate, double momentum) {
    this(learningRate, momentum, false);
  }

  @Override
  public String kind() {
    return "momentum";
  }

  @Override
  public Config config() {
    return Config.EMPTY
        .with("learning-rate", learningRate)
        .with("momentum", momentum)
        .with("nesterov", nesterov);
  }

  @Override
  public List<String> state() {
    return STATE;
  }

  @Override
  public ElementwiseLoop update() {
    return nesterov ? Nesterov.INSTANCE : Classical.INSTANCE;
  }

  @Override
  public void scalars(Step step, double[] scalars) {
    scalars[0] = learningRate * step.rateFactor();
    scalars[1] = momentum;
  }

  private enum Classical implements ElementwiseLoop {
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
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] g = operands[0];
      double[] w = operands[1];
      double[] v = operands[2];
      double rate = scalars[0];
      double momentum = scalars[1];
      for (int i = from; i < to; i++) {
        double velocity = momentum * v[i] + g[i];
        v[i] = velocity;
        w[i] -= rate * velocity;
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] g = operands[0];
      float[] w = operands[1];
      float[] v = operands[2];
      float rate = scalars[0];
      float momentum = scalars[1];
      for (int i = from; i < to; i++) {
        float velocity = momentum * v[i] + g[i];
        v[i] = velocity;
        w[i] -= rate * velocity;
      }
    }
  }

  private enum Nesterov implements ElementwiseLoop {
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
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] g = operands[0];
      double[] w = operands[1];
      double[] v = operands[2];
      double rate = scalars[0];
      double momentum = scalars[1];
      for (int i = from; i < to; i++) {
        double velocity = momentum * v[i] + g[i];
        v[i] = velocity;
        w[i] -= rate * (g[i] + momentum * velocity);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] g = operands[0];
      float[] w = operands[1];
      float[] v = operands[2];
      float rate = scalars[0];
      float momentum = scalars[1];
      for (int i = from; i < to; i++) {
        float velocity = momentum * v[i] + g[i];
        v[i] = velocity;
        w[i] -= rate * (g[i] + momentum * velocity);
      }
    }
  }
}
