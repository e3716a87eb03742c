package nn.core.activation;

import nn.api.ElementwiseLoop;
import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;
import nn.api.network.OutputRange;

/**
 * {@code a = z·t} with {@code t = tanh(ln(1 + eᶻ))}, {@code dz = (t + z·(1 − t²)·σ(z))·da} (D.
 * Misra: Mish: a self regularized non-monotonic activation function. BMVC 2020). NaN stays NaN, ∞
 * stays ∞, and −∞ becomes −0.0.
 *
 * <p>{@code t = e(e + 2)/(e(e + 2) + 2)} and {@code (1 − t²)·σ = 4e(1 + e)/(e(e + 2) + 2)²} with
 * {@code e = eᶻ}; where {@code z} is positive, numerators and denominators are divided by powers of
 * {@code e}, so that nothing overflows and nothing cancels.
 */
public record Mish() implements FromPreActivation {

  @Override
  public String kind() {
    return "mish";
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

  /** With {@code w = e^−|z|}. */
  private static double value(double z, double w) {
    double numerator = z < 0 ? w * (w + 2) : 1 + 2 * w;
    double denominator = numerator + (z < 0 ? 2 : 2 * w * w);
    return Math.max(z, -Double.MAX_VALUE) * (numerator / denominator); // −∞ would be NaN
  }

  /** With {@code w = e^−|z|}; infinite {@code z}, which a zero would make NaN, count as finite. */
  private static double slope(double z, double w) {
    double numerator = z < 0 ? w * (w + 2) : 1 + 2 * w;
    double denominator = numerator + (z < 0 ? 2 : 2 * w * w);
    double rest = (z < 0 ? w : w * w) * (1 + w) / (denominator * denominator);
    double finite = Math.max(-Double.MAX_VALUE, Math.min(z, Double.MAX_VALUE));
    return numerator / denominator + 4 * (finite * rest);
  }

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
        a[i] = value(z[i], Exponential64.exp(-Math.abs(z[i])));
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] a = operands[1];
      for (int i = from; i < to; i++) {
        a[i] = (float) value(z[i], Exponential32.exp(-Math.abs(z[i])));
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
