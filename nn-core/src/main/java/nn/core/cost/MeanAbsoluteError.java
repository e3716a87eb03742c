package nn.core.cost;

import nn.api.ElementwiseLoop;

/**
 * Mean absolute error: {@code loss = 1/units · Σ |a − y|}, {@code ∂loss/∂a = sign(a − y)/units}, 0
 * where both are equal (C. J. Willmott, K. Matsuura: Advantages of the mean absolute error over the
 * root mean square error. Climate Research 30, 2005). What it lowers is the distance from the
 * median. Losses beyond half the largest finite number are that half.
 */
public record MeanAbsoluteError() implements ElementwiseCost {

  @Override
  public String kind() {
    return "mean-absolute-error";
  }

  @Override
  public ElementwiseLoop loss() {
    return Loss.INSTANCE;
  }

  @Override
  public ElementwiseLoop slope() {
    return Slope.INSTANCE;
  }

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
        out[i] = Math.min(Math.abs(a[i] - y[i]), Double.MAX_VALUE / 2);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = (float) Math.min(Math.abs((double) a[i] - y[i]), Float.MAX_VALUE / 2);
      }
    }
  }

  private static final class Slope implements ElementwiseLoop {
    static final Slope INSTANCE = new Slope();

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
        out[i] = Math.signum(a[i] - y[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = (float) Math.signum((double) a[i] - y[i]);
      }
    }
  }
}
