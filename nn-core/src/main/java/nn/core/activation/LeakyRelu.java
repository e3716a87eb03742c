package nn.core.activation;

import nn.api.ElementwiseLoop;
import nn.api.network.Config;
import nn.api.network.ElementwiseActivation;
import nn.api.network.OutputRange;

/**
 * Leaky rectified linear unit: {@code a = z > 0 ? z : slope · z}, {@code dz = z > 0 ? da : slope ·
 * da} (A. L. Maas, A. Y. Hannun, A. Y. Ng: Rectifier nonlinearities improve neural network acoustic
 * models. ICML 2013). NaN stays NaN.
 */
public final class LeakyRelu implements ElementwiseActivation {

  /** The slope of the paper. */
  public static final double DEFAULT_SLOPE = 0.01;

  private final double slope;
  private final Forward forward; // made once, since forward and backward allocate nothing
  private final Gradient gradient;

  /**
   * With a slope for negative {@code z}, which is rounded to the dtype.
   *
   * @throws IllegalArgumentException if it is not in {@code (0, 1]}; a slope of 0 is {@link Relu},
   *     which selects and does not multiply
   */
  public LeakyRelu(double slope) {
    if (!(slope > 0 && slope <= 1)) {
      throw new IllegalArgumentException(
          "leaky-relu: slope must be above 0 and at most 1 (for 0 use relu): " + slope);
    }
    this.slope = slope;
    forward = new Forward(slope);
    gradient = new Gradient(slope);
  }

  /** With the slope 0.01. */
  public LeakyRelu() {
    this(DEFAULT_SLOPE);
  }

  /** The slope for negative {@code z}. */
  public double slope() {
    return slope;
  }

  @Override
  public String kind() {
    return "leaky-relu";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("slope", slope);
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

  @Override
  public boolean rectifies() {
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LeakyRelu relu && relu.slope == slope;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(slope);
  }

  @Override
  public String toString() {
    return "LeakyRelu[slope=" + slope + "]";
  }

  private record Forward(double slope) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] z = operands[0];
      double[] a = operands[1];
      double s = slope;
      for (int i = from; i < to; i++) {
        a[i] = z[i] > 0 ? z[i] : s * z[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] a = operands[1];
      float s = (float) slope;
      for (int i = from; i < to; i++) {
        a[i] = z[i] > 0 ? z[i] : s * z[i];
      }
    }
  }

  private record Gradient(double slope) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] da = operands[1];
      double[] dz = operands[2];
      double s = slope;
      for (int i = from; i < to; i++) {
        dz[i] = a[i] > 0 ? da[i] : s * da[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] da = operands[1];
      float[] dz = operands[2];
      float s = (float) slope;
      for (int i = from; i < to; i++) {
        dz[i] = a[i] > 0 ? da[i] : s * da[i];
      }
    }
  }
}
