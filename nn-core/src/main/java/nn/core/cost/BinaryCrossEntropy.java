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
import nn.core.activation.Sigmoid;

/**
 * Binary cross-entropy of outputs in {@code [0, 1]}: {@code loss = −1/units · Σ (y · ln a + (1 − y)
 * · ln(1 − a))}.
 *
 * <p>A saturated output makes {@code a} or {@code 1 − a} zero, whose logarithm is infinite: both
 * are bounded below by the smallest normal number, so a wrong certainty costs 708 in FLOAT64 and 87
 * in FLOAT32, and every loss and gradient is finite. With sigmoid the gradient has the fused form
 * {@code dz = (a − y) / units}, which saturation does not touch.
 *
 * <p>With label smoothing {@code ε}, targets become {@code (1 − ε)·y + ε/2}, so that neither 0 nor
 * 1 is ever wanted (C. Szegedy et al.: Rethinking the Inception architecture for computer vision.
 * CVPR 2016, section 7; as Keras's {@code label_smoothing}). Accuracy looks at the targets as they
 * were.
 */
public final class BinaryCrossEntropy implements Cost {
  private final LabelSmoothing smoothing;

  /**
   * With label smoothing.
   *
   * @param labelSmoothing {@code ε}, at least 0 and below 1
   * @throws IllegalArgumentException if it is not
   */
  public BinaryCrossEntropy(double labelSmoothing) {
    smoothing = LabelSmoothing.of("binary-cross-entropy", labelSmoothing);
  }

  /** Without label smoothing. */
  public BinaryCrossEntropy() {
    this(0);
  }

  /** The cost whose {@link #config} this is. */
  public static BinaryCrossEntropy of(Config config) {
    return new BinaryCrossEntropy(LabelSmoothing.epsilon(config));
  }

  /** {@code ε} of label smoothing; 0 without. */
  public double labelSmoothing() {
    return smoothing.epsilon();
  }

  @Override
  public String kind() {
    return "binary-cross-entropy";
  }

  @Override
  public Config config() {
    return smoothing.config();
  }

  @Override
  public Decision decision() {
    return Decision.THRESHOLD;
  }

  @Override
  public void requireOutputs(int units, OutputRange range) {
    if (range == OutputRange.REAL) {
      throw CostChecks.outputs(kind(), "between 0 and 1, such as sigmoid's", range);
    }
  }

  @Override
  public void requireTargets(double[] targets, int units) {
    CostChecks.targetsAreProbabilities(kind(), targets, units);
  }

  @Override
  public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
    backend.apply(Loss.INSTANCE, a, targets(backend, y, elements), elements);
    backend.sumOverUnits(elements, losses);
    backend.divideBy(losses, a.shape().rows(), losses);
  }

  @Override
  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
    backend.apply(Gradient.INSTANCE, a, targets(backend, y, da), da);
    backend.divideBy(da, a.shape().rows(), da);
  }

  @Override
  public boolean fuses(Activation last) {
    return last instanceof Sigmoid;
  }

  @Override
  public void fusedGradient(Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
    CostChecks.fused(this, last);
    backend.combine(SUBTRACT, a, targets(backend, y, dz), dz);
    backend.divideBy(dz, a.shape().rows(), dz);
  }

  private Tensor targets(Backend backend, Tensor y, Tensor space) {
    return smoothing.smooth(backend, y, 2, space); // there or not
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinaryCrossEntropy that && that.smoothing.equals(smoothing);
  }

  @Override
  public int hashCode() {
    return smoothing.hashCode();
  }

  @Override
  public String toString() {
    return "BinaryCrossEntropy" + config();
  }

  /** {@code −(y · ln a + (1 − y) · ln(1 − a))}. */
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
        out[i] = 0.0 - (WeightedLog.of(y[i], a[i]) + WeightedLog.of(1 - y[i], 1 - a[i]));
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = 0.0f - (WeightedLog.of(y[i], a[i]) + WeightedLog.of(1 - y[i], 1 - a[i]));
      }
    }
  }

  /** {@code (1 − y) / (1 − a) − y / a}. */
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
        out[i] =
            (1 - y[i]) / Math.max(1 - a[i], Double.MIN_NORMAL)
                - y[i] / Math.max(a[i], Double.MIN_NORMAL);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] =
            (1 - y[i]) / Math.max(1 - a[i], Float.MIN_NORMAL)
                - y[i] / Math.max(a[i], Float.MIN_NORMAL);
      }
    }
  }
}
