package nn.core.cost;

import static nn.api.CombineOperation.SUBTRACT;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Config;
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
 *
 * <p>With label smoothing {@code ε}, targets become {@code (1 − ε)·y + ε/units}, so that an output
 * of 1 is never what is wanted (C. Szegedy et al.: Rethinking the Inception architecture for
 * computer vision. CVPR 2016, section 7; as PyTorch's {@code label_smoothing}). Accuracy looks at
 * the targets as they were.
 */
public final class CategoricalCrossEntropy implements Cost {
  private final LabelSmoothing smoothing;

  /**
   * With label smoothing.
   *
   * @param labelSmoothing {@code ε}, at least 0 and below 1
   * @throws IllegalArgumentException if it is not
   */
  public CategoricalCrossEntropy(double labelSmoothing) {
    smoothing = LabelSmoothing.of("categorical-cross-entropy", labelSmoothing);
  }

  /** Without label smoothing. */
  public CategoricalCrossEntropy() {
    this(0);
  }

  /** The cost whose {@link #config} this is. */
  public static CategoricalCrossEntropy of(Config config) {
    return new CategoricalCrossEntropy(LabelSmoothing.epsilon(config));
  }

  /** {@code ε} of label smoothing; 0 without. */
  public double labelSmoothing() {
    return smoothing.epsilon();
  }

  @Override
  public String kind() {
    return "categorical-cross-entropy";
  }

  @Override
  public Config config() {
    return smoothing.config();
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
    backend.apply(Loss.INSTANCE, a, targets(backend, y, elements), elements);
    backend.sumOverUnits(elements, losses);
  }

  @Override
  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
    backend.apply(Gradient.INSTANCE, a, targets(backend, y, da), da);
  }

  @Override
  public boolean fuses(Activation last) {
    return last instanceof Softmax;
  }

  @Override
  public void fusedGradient(Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
    CostChecks.fused(this, last);
    backend.combine(SUBTRACT, a, targets(backend, y, dz), dz);
  }

  private Tensor targets(Backend backend, Tensor y, Tensor space) {
    return smoothing.smooth(backend, y, y.shape().rows(), space);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CategoricalCrossEntropy that && that.smoothing.equals(smoothing);
  }

  @Override
  public int hashCode() {
    return smoothing.hashCode();
  }

  @Override
  public String toString() {
    return "CategoricalCrossEntropy" + config();
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
