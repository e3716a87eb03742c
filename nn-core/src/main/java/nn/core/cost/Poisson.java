package nn.core.cost;

import nn.api.ElementwiseLoop;
import nn.api.elementary.Exponential64;
import nn.api.network.OutputRange;

/**
 * The negative logarithm of a Poisson distribution's probability, for counts: {@code loss = 1/units
 * · Σ (eᵃ − y·a)}, {@code ∂loss/∂a = (eᵃ − y)/units} (P. McCullagh, J. A. Nelder: Generalized
 * Linear Models, 1989, ch. 6; PyTorch's {@code PoissonNLLLoss} with {@code log_input}). <b>Outputs
 * are logarithms of rates</b>: {@code eᵃ} is the expected count; the last layer has no activation.
 * The term {@code ln y!}, which no output changes, is left out, so losses may be negative. Losses
 * and derivatives beyond half the largest finite number are that half.
 */
public record Poisson() implements ElementwiseCost {

  @Override
  public String kind() {
    return "poisson";
  }

  @Override
  public void requireOutputs(int units, OutputRange range) {
    if (range == OutputRange.PROBABILITY || range == OutputRange.DISTRIBUTION) {
      throw CostChecks.outputs(
          kind(), "that are logarithms of rates, any real numbers, such as identity's", range);
    }
  }

  @Override
  public void requireTargets(double[] targets, int units) {
    CostChecks.targetsAreCounts(kind(), targets, units);
  }

  @Override
  public ElementwiseLoop loss() {
    return Loss.INSTANCE;
  }

  @Override
  public ElementwiseLoop slope() {
    return Slope.INSTANCE;
  }

  /** {@code e = eᵃ}. */
  private static double loss(double a, double y, double e) {
    return e == Double.POSITIVE_INFINITY ? e : e - y * a; // the exponential beats any product
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
        out[i] =
            Math.max(
                -Double.MAX_VALUE / 2,
                Math.min(loss(a[i], y[i], Exponential64.exp(a[i])), Double.MAX_VALUE / 2));
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
                Math.max(
                    -Float.MAX_VALUE / 2,
                    Math.min(loss(a[i], y[i], Exponential64.exp(a[i])), Float.MAX_VALUE / 2));
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
        out[i] =
            Math.max(
                -Double.MAX_VALUE / 2,
                Math.min(Exponential64.exp(a[i]) - y[i], Double.MAX_VALUE / 2));
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
                Math.max(
                    -Float.MAX_VALUE / 2,
                    Math.min(Exponential64.exp(a[i]) - y[i], Float.MAX_VALUE / 2));
      }
    }
  }
}
