package nn.core.optimiser;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.api.network.Role;
import nn.api.network.Step;

/**
 * LAMB: Adam's direction with a length in proportion to the parameter's own norm, for very large
 * batches (Y. You et al.: Large Batch Optimization for Deep Learning: Training BERT in 76 minutes.
 * ICLR 2020, Algorithm 2, with {@code φ(z) = z}):
 *
 * <pre>
 * u = m̂ / (√v̂ + ε) + λ·w               m̂, v̂ as for {@link Adam}
 * w ← w − η · ‖w‖ / ‖u‖ · u            ‖w‖ / ‖u‖ is taken as 1 where one of them is 0
 * </pre>
 *
 * <p>Decay and ratio are for weights alone, {@link Role#WEIGHT}: biases and scales have Adam's
 * step. The authors' program leaves them out likewise; a bias begins at 0, and a step in proportion
 * to its norm would hardly ever take it away from there.
 *
 * <p>The last line needs the norm of all of {@code u}, so it is a second phase, and {@code u} is
 * kept beside mean and variance.
 *
 * @param learningRate {@code η}, a positive finite number
 * @param beta1 {@code β₁}, how much of the mean is kept, in {@code [0, 1)}
 * @param beta2 {@code β₂}, how much of the mean square is kept, in {@code [0, 1)}
 * @param epsilon {@code ε}, which bounds the step where gradients vanish; at least 10⁻²⁰ and finite
 * @param weightDecay {@code λ}, at least 0 and finite
 */
public record Lamb(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimiser {

  private static final String DIRECTION = "direction";
  private static final List<String> STATE = List.of("mean", "variance", DIRECTION);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Lamb {
    Require.learningRate("lamb", learningRate);
    AdamMoments.require("lamb", beta1, beta2, epsilon);
    Require.notNegative("lamb", "weight decay", weightDecay);
  }

  /** With the usual {@code β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁶}. */
  public Lamb(double learningRate, double weightDecay) {
    this(learningRate, 0.9, 0.999, 1e-6, weightDecay);
  }

  @Override
  public String kind() {
    return "lamb";
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
    return Direction.INSTANCE;
  }

  @Override
  public List<ElementwiseLoop> updates() {
    return List.of(Direction.INSTANCE, Move.INSTANCE);
  }

  @Override
  public void scalars(Step step, double[] scalars) {
    boolean weight = step.parameter().role() == Role.WEIGHT;
    if (step.phase() == 0) {
      AdamMoments.scalars(1, beta1, beta2, epsilon, step.number(), scalars);
      scalars[AdamMoments.SCALARS] = weight ? weightDecay : 0;
    } else {
      scalars[0] = learningRate * step.rateFactor() * (weight ? trust(step) : 1);
    }
  }

  private static double trust(Step step) {
    double w = step.norm("parameter");
    double u = step.norm(DIRECTION);
    return w > 0 && u > 0 ? w / u : 1;
  }

  /** The first phase: mean, variance and direction; the parameter waits. */
  private enum Direction implements ElementwiseLoop {
    INSTANCE;

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return 4;
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
      double[] u = operands[4];
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
        u[i] = rate * mean / (Math.sqrt(variance) + epsilon) + decay * w[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] g = operands[0];
      float[] w = operands[1];
      float[] m = operands[2];
      float[] v = operands[3];
      float[] u = operands[4];
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
        u[i] = rate * mean / ((float) Math.sqrt(variance) + epsilon) + decay * w[i];
      }
    }
  }

  /** The second: {@code w ← w − s·u}. */
  private enum Move implements ElementwiseLoop {
    INSTANCE;

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public int outputs() {
      return 4;
    }

    @Override
    public int scalars() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] w = operands[1];
      double[] u = operands[4];
      double rate = scalars[0];
      for (int i = from; i < to; i++) {
        w[i] -= rate * u[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] w = operands[1];
      float[] u = operands[4];
      float rate = scalars[0];
      for (int i = from; i < to; i++) {
        w[i] -= rate * u[i];
      }
    }
  }
}
