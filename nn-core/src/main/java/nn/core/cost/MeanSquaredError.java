package nn.core.cost;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.core.activation.Identity;

/**
 * Mean squared error: {@code loss = 1/units · Σ (a − y)²}, without ½.
 *
 * <p>Where a square, their sum or a difference overflows, the largest finite number stands, so that
 * every loss and gradient is finite.
 */
public record MeanSquaredError() implements Cost {

  @Override
  public String kind() {
    return "mean-squared-error";
  }

  @Override
  public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
    backend.apply(Loss.INSTANCE, a, y, elements);
    backend.sumOverUnits(elements, losses);
    backend.apply(Limit.INSTANCE, losses, losses);
    backend.divideBy(losses, a.shape().rows(), losses);
  }

  @Override
  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
    backend.apply(Gradient.INSTANCE, a, y, da);
    backend.divideBy(da, a.shape().rows(), da);
  }

  @Override
  public boolean fuses(Activation last) {
    return last instanceof Identity;
  }

  @Override
  public void fusedGradient(Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
    CostChecks.fused(this, last);
    gradient(backend, a, y, dz); // z is a
  }

  /** {@code (a − y)²}, at most the largest finite number. */
  private static final class Loss implements ElementwiseLoop {
    static final Loss INSTANCE = new Loss();

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] y = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = Math.min((a[i] - y[i]) * (a[i] - y[i]), Double.MAX_VALUE);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = Math.min((a[i] - y[i]) * (a[i] - y[i]), Float.MAX_VALUE);
      }
    }
  }

  /** {@code 2 · (a − y)}, between the largest finite numbers. */
  private static final class Gradient implements ElementwiseLoop {
    static final Gradient INSTANCE = new Gradient();

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] y = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = Math.max(-Double.MAX_VALUE, Math.min(2 * (a[i] - y[i]), Double.MAX_VALUE));
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = Math.max(-Float.MAX_VALUE, Math.min(2 * (a[i] - y[i]), Float.MAX_VALUE));
      }
    }
  }

  /** At most the largest finite number; NaN stays. */
  private static final class Limit implements ElementwiseLoop {
    static final Limit INSTANCE = new Limit();

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Math.min(a[i], Double.MAX_VALUE);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Math.min(a[i], Float.MAX_VALUE);
      }
    }
  }
}
