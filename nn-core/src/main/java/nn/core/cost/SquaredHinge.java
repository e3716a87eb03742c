package nn.core.cost;

import nn.api.ElementwiseLoop;
import nn.api.network.Decision;
import nn.api.network.OutputRange;

/**
 * The square of {@link Hinge}, which has no kink: {@code loss = 1/units · Σ max(0, 1 − s·a)²} with
 * {@code s = ±1}, {@code ∂loss/∂a = −2s·max(0, 1 − s·a)/units} (Y. Tang: Deep learning using linear
 * support vector machines. ICML workshop, 2013, eq. 6). Targets and outputs as for {@link Hinge}.
 * Losses and derivatives beyond half the largest finite number are that half.
 */
public record SquaredHinge() implements ElementwiseCost {

  @Override
  public String kind() {
    return "squared-hinge";
  }

  @Override
  public Decision decision() {
    return Decision.SIGN;
  }

  @Override
  public void requireOutputs(int units, OutputRange range) {
    CostChecks.outputsHaveSigns(kind(), range);
  }

  @Override
  public void requireTargets(double[] targets, int units) {
    CostChecks.targetsAreSigns(kind(), targets, units);
  }

  @Override
  public ElementwiseLoop loss() {
    return Loss.INSTANCE;
  }

  @Override
  public ElementwiseLoop slope() {
    return Slope.INSTANCE;
  }

  /** {@code max(0, 1 − s·a)}. */
  private static double shortfall(double a, double y) {
    return Math.max(0, 1 - (y > 0 ? a : -a));
  }

  private static double loss(double a, double y) {
    double m = shortfall(a, y);
    return m * m;
  }

  private static double slope(double a, double y) {
    return (y > 0 ? -2 : 2) * shortfall(a, y);
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
        out[i] = Math.min(loss(a[i], y[i]), Double.MAX_VALUE / 2);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = (float) Math.min(loss(a[i], y[i]), Float.MAX_VALUE / 2);
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
        out[i] = Math.max(-Double.MAX_VALUE / 2, Math.min(slope(a[i], y[i]), Double.MAX_VALUE / 2));
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] =
            (float)
                Math.max(-Float.MAX_VALUE / 2, Math.min(slope(a[i], y[i]), Float.MAX_VALUE / 2));
      }
    }
  }
}
