package nn.core.proof;

import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Cost;

/** Cross-entropy with {@code dz = a − y}: categorical after softmax, binary after sigmoid. */
final class CrossEntropy implements Cost {
  static final CrossEntropy CATEGORICAL =
      new CrossEntropy(
          "categorical-cross-entropy", new Categorical(false), new Categorical(true), "softmax");
  static final CrossEntropy BINARY =
      new CrossEntropy("binary-cross-entropy", new Binary(false), new Binary(true), "sigmoid");

  private final String kind;
  private final ElementwiseLoop loss;
  private final ElementwiseLoop gradient;
  private final String fused;

  private CrossEntropy(String kind, ElementwiseLoop loss, ElementwiseLoop gradient, String fused) {
    this.kind = kind;
    this.loss = loss;
    this.gradient = gradient;
    this.fused = fused;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
    backend.apply(loss, a, y, elements);
    backend.sumOverUnits(elements, losses);
  }

  @Override
  public void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
    backend.apply(gradient, a, y, da);
  }

  @Override
  public boolean fuses(Activation last) {
    return last.kind().equals(fused);
  }

  @Override
  public void fusedGradient(Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
    backend.combine(CombineOperation.SUBTRACT, a, y, dz);
  }

  /**
   * {@code −y·ln a} and {@code −y / a}, both with {@code a} at least the smallest normal number.
   */
  private static final class Categorical extends Loop {
    private final boolean gradient;

    Categorical(boolean gradient) {
      super(2, 1, 0);
      this.gradient = gradient;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] y = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        double p = Math.max(a[i], Double.MIN_NORMAL);
        out[i] = y[i] == 0 ? 0 : gradient ? -y[i] / p : -y[i] * StrictMath.log(p);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        float p = Math.max(a[i], Float.MIN_NORMAL);
        out[i] = y[i] == 0 ? 0 : gradient ? -y[i] / p : (float) (-y[i] * StrictMath.log(p));
      }
    }
  }

  /** {@code −y·ln a − (1 − y)·ln(1 − a)} of one unit, and its derivative. */
  private static final class Binary extends Loop {
    private final boolean gradient;

    Binary(boolean gradient) {
      super(2, 1, 0);
      this.gradient = gradient;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] y = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        double p = Math.max(a[i], Double.MIN_NORMAL);
        double q = Math.max(1 - a[i], Double.MIN_NORMAL);
        out[i] =
            gradient
                ? (1 - y[i]) / q - y[i] / p
                : -(y[i] * StrictMath.log(p) + (1 - y[i]) * StrictMath.log(q));
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] y = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        float p = Math.max(a[i], Float.MIN_NORMAL);
        float q = Math.max(1 - a[i], Float.MIN_NORMAL);
        out[i] =
            gradient
                ? (1 - y[i]) / q - y[i] / p
                : (float) -(y[i] * StrictMath.log(p) + (1 - y[i]) * StrictMath.log(q));
      }
    }
  }
}
