package nn.core.activation;

import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.network.ElementwiseActivation;
import nn.api.network.OutputRange;

/**
 * A smooth ReLU: {@code a = ln(1 + eᶻ)}, {@code dz = σ(z)·da = (1 − e⁻ᵃ)·da} (C. Dugas, Y. Bengio,
 * F. Bélisle, C. Nadeau, R. Garcia: Incorporating second-order functional knowledge for better
 * option pricing. NIPS 2000). Outputs are never negative, and 0 only where {@code eᶻ} underflows: a
 * last layer for quantities that are positive. NaN stays NaN, ∞ stays ∞, and −∞ becomes +0.0.
 */
public record Softplus() implements ElementwiseActivation {

  @Override
  public String kind() {
    return "softplus";
  }

  @Override
  public ElementwiseLoop elementwise() {
    return ElementwiseFunction.SOFTPLUS;
  }

  @Override
  public ElementwiseLoop elementwiseGradient() {
    return Gradient.INSTANCE;
  }

  @Override
  public OutputRange range() {
    return OutputRange.REAL;
  }

  /** {@code (1 − e⁻ᵃ)·da}. */
  private static final class Gradient implements ElementwiseLoop {
    static final Gradient INSTANCE = new Gradient();

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] da = operands[1];
      double[] dz = operands[2];
      for (int i = from; i < to; i++) {
        dz[i] = -ExponentialMinusOne.of(-a[i]) * da[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] da = operands[1];
      float[] dz = operands[2];
      for (int i = from; i < to; i++) {
        dz[i] = -ExponentialMinusOne.of(-a[i]) * da[i];
      }
    }
  }
}
