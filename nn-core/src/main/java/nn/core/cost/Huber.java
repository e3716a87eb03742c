package nn.core.cost;

import nn.api.ElementwiseLoop;
import nn.api.network.Config;

/**
 * With {@code e = a − y}, the mean over units of {@code ½e²} where {@code |e| ≤ δ}, else of {@code
 * δ·(|e| − ½δ)}; the gradient is {@code e} between {@code −δ} and {@code δ}, over units (P. J.
 * Huber: Robust estimation of a location parameter. Annals of Mathematical Statistics 35(1), 1964):
 * few targets that are far off do not pull the whole network along. Losses beyond half the largest
 * finite number are that half.
 */
public final class Huber implements ElementwiseCost {

  /** The {@code δ} of PyTorch, for targets of a standard deviation of about 1. */
  public static final double DEFAULT_DELTA = 1;

  private final double delta;
  private final Loss loss; // made once, since a training step allocates nothing
  private final Slope slope;

  /**
   * With {@code δ}.
   *
   * @param delta {@code δ}, a positive number that a float can hold
   * @throws IllegalArgumentException if it is not
   */
  public Huber(double delta) {
    if (!(delta > 0 && delta <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "huber: delta must be a positive number that a float can hold: " + delta);
    }
    this.delta = delta;
    loss = new Loss(delta);
    slope = new Slope(delta);
  }

  /** With {@code δ = 1}. */
  public Huber() {
    this(DEFAULT_DELTA);
  }

  /** {@code δ}. */
  public double delta() {
    return delta;
  }

  @Override
  public String kind() {
    return "huber";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("delta", delta);
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
    return other instanceof Huber that && that.delta == delta;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(delta);
  }

  @Override
  public String toString() {
    return "Huber[delta=" + delta + "]";
  }

  private static double loss(double e, double delta) {
    double size = Math.abs(e);
    return size <= delta ? 0.5 * size * size : delta * (size - 0.5 * delta);
  }

  private static double slope(double e, double delta) {
    return Math.max(-delta, Math.min(e, delta));
  }

  private record Loss(double delta) implements ElementwiseLoop {
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
        out[i] = Math.min(loss(a[i] - y[i], delta), Double.MAX_VALUE / 2);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = (float) Math.min(loss((double) a[i] - y[i], delta), Float.MAX_VALUE / 2);
      }
    }
  }

  private record Slope(double delta) implements ElementwiseLoop {
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
        out[i] = slope(a[i] - y[i], delta);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = (float) slope((double) a[i] - y[i], delta);
      }
    }
  }
}
