package nn.core.activation;

import nn.api.ElementwiseLoop;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;
import nn.api.elementary.Logistic32;
import nn.api.elementary.Logistic64;
import nn.api.network.OutputRange;

/**
 * Sigmoid linear unit: {@code a = z·σ(z)}, {@code dz = (σ(z) + z·σ(z)·(1 − σ(z)))·da} (S. Elfwing,
 * E. Uchibe, K. Doya: Sigmoid-weighted linear units for neural network function approximation in
 * reinforcement learning. Neural Networks 107, 2018; Swish with β = 1). NaN stays NaN, ∞ stays ∞,
 * and −∞ becomes −0.0.
 */
public record Silu() implements FromPreActivation {

  @Override
  public String kind() {
    return "silu";
  }

  @Override
  public ElementwiseLoop elementwise() {
    return Forward.INSTANCE;
  }

  @Override
  public ElementwiseLoop gradient() {
    return Gradient.INSTANCE;
  }

  @Override
  public OutputRange range() {
    return OutputRange.REAL;
  }

  @Override
  public boolean rectifies() {
    return true;
  }

  /**
   * {@code σ + z·w/(1 + w)²} with {@code w = e^−|z|}, where nothing cancels; infinite {@code z},
   * which a zero would make NaN, count as finite.
   */
  private static double slope(double z, double w) {
    double one = 1 + w;
    double sigmoid = (z < 0 ? w : 1) / one;
    double finite = Math.max(-Double.MAX_VALUE, Math.min(z, Double.MAX_VALUE));
    return sigmoid + finite * (w / (one * one));
  }

  /** {@code z·σ(z)}; −∞ would be NaN. */
  private static final class Forward implements ElementwiseLoop {
    static final Forward INSTANCE = new Forward();

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] z = operands[0];
      double[] a = operands[1];
      for (int i = from; i < to; i++) {
        a[i] = Math.max(z[i], -Double.MAX_VALUE) * Logistic64.sigmoid(z[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] a = operands[1];
      for (int i = from; i < to; i++) {
        a[i] = Math.max(z[i], -Float.MAX_VALUE) * Logistic32.sigmoid(z[i]);
      }
    }
  }

  private static final class Gradient implements ElementwiseLoop {
    static final Gradient INSTANCE = new Gradient();

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] z = operands[0];
      double[] da = operands[1];
      double[] dz = operands[2];
      for (int i = from; i < to; i++) {
        dz[i] = slope(z[i], Exponential64.exp(-Math.abs(z[i]))) * da[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] da = operands[1];
      float[] dz = operands[2];
      for (int i = from; i < to; i++) {
        dz[i] = (float) slope(z[i], Exponential32.exp(-Math.abs(z[i]))) * da[i];
      }
    }
  }
}
