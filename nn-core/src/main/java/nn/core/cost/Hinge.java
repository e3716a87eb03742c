package nn.core.cost;

import nn.api.ElementwiseLoop;
import nn.api.network.Decision;
import nn.api.network.OutputRange;

/**
 * Hinge loss of a margin classifier: {@code loss = 1/units · Σ max(0, 1 − s·a)} with {@code s =
 * ±1}, {@code ∂loss/∂a = −s/units} where {@code s·a < 1}, else 0 (C. Cortes, V. Vapnik:
 * Support-vector networks. Machine Learning 20, 1995). Each unit is a class of its own, whose
 * targets are −1 and 1, or 0 and 1, which mean the same; a class is present where the output is
 * above 0. The last layer has no activation, or one with both signs. Losses beyond half the largest
 * finite number are that half.
 */
public record Hinge() implements ElementwiseCost {

  @Override
  public String kind() {
    return "hinge";
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

  private static double margin(double a, double y) {
    return 1 - (y > 0 ? a : -a);
  }

  private static double slope(double a, double y) {
    double m = margin(a, y);
    return m <= 0 ? 0 : 0 * m + (y > 0 ? -1 : 1); // NaN stays
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
        out[i] = Math.min(Math.max(0, margin(a[i], y[i])), Double.MAX_VALUE / 2);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = (float) Math.min(Math.max(0, margin(a[i], y[i])), Float.MAX_VALUE / 2);
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
        out[i] = slope(a[i], y[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = (float) slope(a[i], y[i]);
      }
    }
  }
}
