package nn.core.optimiser;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.api.network.Step;

/**
 * RMSprop: gradients are divided by the root of the mean of their squares (T. Tieleman, G. Hinton:
 * Lecture 6.5 – RMSProp. COURSERA: Neural Networks for Machine Learning, 2012); centred, by their
 * standard deviation (A. Graves: Generating Sequences With Recurrent Neural Networks. 2013,
 * equations 38 to 45):
 *
 * <pre>
 * s ← α·s + (1 − α)·g²                 mean of squares, 0 at first
 * m ← α·m + (1 − α)·g                  mean, if centred
 * u = g / (√s + ε)                     centred: g / (√(s − m²) + ε)
 * w ← w − η · u                        without momentum
 * v ← μ·v + u,  w ← w − η · v          with momentum μ
 * </pre>
 *
 * <p>As PyTorch's {@code RMSprop}; Keras has ε inside the root. Where rounding makes {@code s − m²}
 * negative, it is taken as 0.
 *
 * @param learningRate {@code η}, a positive finite number
 * @param alpha {@code α}, how much of the means is kept, in {@code [0, 1)}
 * @param epsilon {@code ε}, which bounds the step where gradients vanish; at least 10⁻²⁰ and finite
 * @param momentum {@code μ}, in {@code [0, 1)}; with 0 no velocity is kept
 * @param centred whether the mean is taken off
 */
public record RmsProp(
    double learningRate, double alpha, double epsilon, double momentum, boolean centred)
    implements Optimiser {

  private static final List<String> PLAIN = List.of("mean-square");
  private static final List<String> MOVING = List.of("mean-square", "velocity");
  private static final List<String> CENTRED = List.of("mean-square", "mean");
  private static final List<String> BOTH = List.of("mean-square", "mean", "velocity");

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public RmsProp {
    Require.learningRate("rmsprop", learningRate);
    Require.kept("rmsprop", "alpha", alpha);
    Require.epsilon("rmsprop", epsilon);
    Require.kept("rmsprop", "momentum", momentum);
  }

  /** With PyTorch's {@code α = 0.99, ε = 10⁻⁸}, without momentum, not centred. */
  public RmsProp(double learningRate) {
    this(learningRate, 0.99, 1e-8, 0, false);
  }

  @Override
  public String kind() {
    return "rmsprop";
  }

  @Override
  public Config config() {
    return Config.EMPTY
        .with("learning-rate", learningRate)
        .with("alpha", alpha)
        .with("epsilon", epsilon)
        .with("momentum", momentum)
        .with("centred", centred);
  }

  private boolean moving() {
    return momentum > 0;
  }

  @Override
  public List<String> state() {
    if (centred) {
      return moving() ? BOTH : CENTRED;
    }
    return moving() ? MOVING : PLAIN;
  }

  @Override
  public ElementwiseLoop update() {
    return new Update(centred, moving());
  }

  @Override
  public void scalars(Step step, double[] scalars) {
    scalars[0] = learningRate * step.rateFactor();
    scalars[1] = alpha;
    scalars[2] = 1 - alpha;
    scalars[3] = epsilon;
    scalars[4] = momentum;
  }

  /**
   * Tests of its settings are the same for all elements, and leave the loop when it is compiled.
   */
  private record Update(boolean centred, boolean moving) implements ElementwiseLoop {

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return 2 + (centred ? 1 : 0) + (moving ? 1 : 0);
    }

    @Override
    public int scalars() {
      return 5;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] g = operands[0];
      double[] w = operands[1];
      double[] s = operands[2];
      double[] m = operands[centred ? 3 : 2];
      double[] v = operands[outputs()]; // the last, if it is there
      double rate = scalars[0];
      double keep = scalars[1];
      double add = scalars[2];
      double epsilon = scalars[3];
      double momentum = scalars[4];
      for (int i = from; i < to; i++) {
        double square = keep * s[i] + add * (g[i] * g[i]);
        s[i] = square;
        if (centred) {
          double mean = keep * m[i] + add * g[i];
          m[i] = mean;
          square = Math.max(0, square - mean * mean); // NaN stays
        }
        double move = g[i] / (Math.sqrt(square) + epsilon);
        if (moving) {
          move = momentum * v[i] + move;
          v[i] = move;
        }
        w[i] -= rate * move;
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] g = operands[0];
      float[] w = operands[1];
      float[] s = operands[2];
      float[] m = operands[centred ? 3 : 2];
      float[] v = operands[outputs()];
      float rate = scalars[0];
      float keep = scalars[1];
      float add = scalars[2];
      float epsilon = scalars[3];
      float momentum = scalars[4];
      for (int i = from; i < to; i++) {
        float square = keep * s[i] + add * (g[i] * g[i]);
        s[i] = square;
        if (centred) {
          float mean = keep * m[i] + add * g[i];
          m[i] = mean;
          square = Math.max(0, square - mean * mean);
        }
        float move = g[i] / ((float) Math.sqrt(square) + epsilon);
        if (moving) {
          move = momentum * v[i] + move;
          v[i] = move;
        }
        w[i] -= rate * move;
      }
    }
  }
}
