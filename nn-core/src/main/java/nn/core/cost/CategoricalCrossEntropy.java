package nn.core.cost;

import static nn.api.CombineOperation.SUBTRACT;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Decision;
import nn.api.network.OutputRange;
import nn.core.activation.Softmax;

/**
 * Categorical cross-entropy of outputs that are a distribution over classes: {@code loss = −Σ y ·
 * ln a}.
 *
 * <p>{@code a} is bounded below by the smallest normal number, so that every loss and gradient is
 * finite. With softmax the gradient has the fused form {@code dz = a − y}, since targets sum to 1.
 */
public record CategoricalCrossEntropy() implements Cost {

  @Override
  public String kind() {
    return "categorical-cross-entropy";
  }

  @Override
  public Decision decision() {
    return Decision.FIRST_MAXIMUM;
  }

  @Override
  public void requireOutputs(int units, OutputRange range) {
    if (units < 2) {
      throw new IllegalArgumentException(
          "cost: categorical-cross-entropy needs at least 2 outputs, one for each class; for one "
              + "output use binary-cross-entropy: "
              + units
              + " units");
    }
    if (range == OutputRange.REAL || range == OutputRange.PROBABILITY) {
      throw CostChecks.outputs(kind(), "that sum to 1, such as softmax's", range);
    }
  }

  @Override
  public void requireTargets(double[] targets, int units) {
    CostChecks.targetsAreProbabilities(kind(), targets, units);
    CostChecks.targetsSumToOne(kind(), targets, units);
  }

  @Override
  public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
    backend.apply(Loss.INSTANCE, a, y, elements);
    backend.sumOverUnits(elements, losses);
  }

  @Override
  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
    backend.apply(Gradient.INSTANCE, a, y, da);
  }

  @Override
  public boolean fuses(Activation last) {
    return last instanceof Softmax;
  }

  @Override
  public void fusedGradient(Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
    CostChecks.fused(this, last);
    backend.combine(SUBTRACT, a, y, dz);
  }

  /** {@code −y · ln a}. */
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
        out[i] = 0.0 - WeightedLog.of(y[i], a[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = 0.0f - WeightedLog.of(y[i], a[i]);
      }
    }
  }

  /** {@code −y / a}. */
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
        out[i] = 0.0 - y[i] / Math.max(a[i], Double.MIN_NORMAL);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = 0.0f - y[i] / Math.max(a[i], Float.MIN_NORMAL);
      }
    }
  }
}
