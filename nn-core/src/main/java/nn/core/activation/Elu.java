package nn.core.activation;

import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.ElementwiseActivation;
import nn.api.network.OutputRange;

/**
 * Exponential linear unit: {@code a = z > 0 ? z : α·(eᶻ − 1)}, {@code dz = a > 0 ? da : (a + α)·da}
 * (D.-A. Clevert, T. Unterthiner, S. Hochreiter: Fast and accurate deep network learning by
 * exponential linear units. ICLR 2016, eq. 15 and 16). NaN stays NaN, and −∞ becomes −α.
 *
 * <p>{@code a} has a relative error of a few units of the last place. The derivative is known from
 * {@code a}, with an absolute error of as many units of the last place of {@code α}.
 */
public final class Elu implements ElementwiseActivation {

  /** The {@code α} of the paper's experiments. */
  public static final double DEFAULT_ALPHA = 1;

  private final double alpha;
  private final Forward forward; // made once, since forward and backward allocate nothing
  private final Gradient gradient;

  /**
   * With {@code −α} as the limit for negative {@code z}; rounded to the dtype.
   *
   * @throws IllegalArgumentException if it is not a positive number that a float can hold
   */
  public Elu(double alpha) {
    if (!(alpha > 0 && alpha <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "elu: alpha must be a positive number that a float can hold: " + alpha);
    }
    this.alpha = alpha;
    forward = new Forward(alpha);
    gradient = new Gradient(alpha);
  }

  /** With {@code α = 1}, where the derivative has no jump. */
  public Elu() {
    this(DEFAULT_ALPHA);
  }

  /** {@code α}. */
  public double alpha() {
    return alpha;
  }

  @Override
  public String kind() {
    return "elu";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("alpha", alpha);
  }

  @Override
  public ElementwiseLoop elementwise() {
    return forward;
  }

  /** The sign of {@code a} is that of {@code z}, or it is a zero where a product underflows. */
  @Override
  public ElementwiseLoop elementwiseGradient() {
    return gradient;
  }

  @Override
  public OutputRange range() {
    return OutputRange.REAL;
  }

  /** The paper draws its weights like those of ReLU. */
  @Override
  public boolean rectifies() {
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Elu elu && elu.alpha == alpha;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(alpha);
  }

  @Override
  public String toString() {
    return "Elu[alpha=" + alpha + "]";
  }

  private record Forward(double alpha) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] z = operands[0];
      double[] a = operands[1];
      double s = alpha;
      for (int i = from; i < to; i++) {
        a[i] = z[i] > 0 ? z[i] : s * ExponentialMinusOne.of(z[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] a = operands[1];
      float s = (float) alpha;
      for (int i = from; i < to; i++) {
        a[i] = z[i] > 0 ? z[i] : s * ExponentialMinusOne.of(z[i]);
      }
    }
  }

  private record Gradient(double alpha) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] da = operands[1];
      double[] dz = operands[2];
      double s = alpha;
      for (int i = from; i < to; i++) {
        dz[i] = a[i] > 0 ? da[i] : (a[i] + s) * da[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] da = operands[1];
      float[] dz = operands[2];
      float s = (float) alpha;
      for (int i = from; i < to; i++) {
        dz[i] = a[i] > 0 ? da[i] : (a[i] + s) * da[i];
      }
    }
  }
}
