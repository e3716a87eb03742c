package nn.core.cost;

import nn.api.ElementwiseLoop;
import nn.api.network.Config;

/**
 * Pinball loss, whose minimum is the quantile {@code τ} of the targets: {@code loss = 1/units · Σ
 * max(τ·(y − a), (τ − 1)·(y − a))}, {@code ∂loss/∂a = −τ} below the target and {@code 1 − τ} above,
 * over units, 0 where both are equal (R. Koenker, G. Bassett: Regression quantiles. Econometrica
 * 46(1), 1978). With {@code τ = 0.9}, nine targets of ten are below the output in the end. Losses
 * beyond half the largest finite number are that half.
 */
public final class Quantile implements ElementwiseCost {

  private final double tau;
  private final Loss loss; // made once, since a training step allocates nothing
  private final Slope slope;

  /**
   * With {@code τ}.
   *
   * @param tau {@code τ}, above 0 and below 1
   * @throws IllegalArgumentException if it is not
   */
  public Quantile(double tau) {
    if (!(tau > 0 && tau < 1)) {
      throw new IllegalArgumentException("quantile: tau must be above 0 and below 1: " + tau);
    }
    this.tau = tau;
    loss = new Loss(tau);
    slope = new Slope(tau);
  }

  /** {@code τ}. */
  public double tau() {
    return tau;
  }

  @Override
  public String kind() {
    return "quantile";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("tau", tau);
  }

  @Override
  public ElementwiseLoop loss() {
    return loss;
  }

  @Override
  public ElementwiseLoop slope() {
    return slope;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantile that && that.tau == tau;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(tau);
  }

  @Override
  public String toString() {
    return "Quantile[tau=" + tau + "]";
  }

  private static double loss(double e, double tau) {
    return Math.max(-tau * e, (1 - tau) * e);
  }

  private static double slope(double e, double tau) {
    double below = e < 0 ? -tau : e; // 0 and NaN stay
    return e > 0 ? 1 - tau : below;
  }

  private record Loss(double tau) implements ElementwiseLoop {
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
        out[i] = Math.min(loss(a[i] - y[i], tau), Double.MAX_VALUE / 2);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = (float) Math.min(loss((double) a[i] - y[i], tau), Float.MAX_VALUE / 2);
      }
    }
  }

  private record Slope(double tau) implements ElementwiseLoop {
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
        out[i] = slope(a[i] - y[i], tau);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = (float) slope((double) a[i] - y[i], tau);
      }
    }
  }
}
