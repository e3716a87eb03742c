package nn.core.activation;

import nn.api.ElementwiseLoop;
import nn.api.network.ElementwiseActivation;
import nn.api.network.OutputRange;

/**
 * Scaled exponential linear unit: {@code a = λ·z} where {@code z > 0}, else {@code λα·(eᶻ − 1)};
 * {@code dz = λ·da} where {@code a > 0}, else {@code (a + λα)·da} (G. Klambauer, T. Unterthiner, A.
 * Mayr, S. Hochreiter: Self-normalizing neural networks. NIPS 2017, eq. 2; {@code λ} and {@code α}
 * of eq. 14, with more digits). With weights of variance {@code 1/inputs}, {@link
 * nn.core.initialiser.LecunNormal}, outputs keep mean 0 and variance 1 from layer to layer. NaN
 * stays NaN, and −∞ becomes −λα.
 *
 * <p>{@code a} has a relative error of a few units of the last place. The derivative is known from
 * {@code a}, with an absolute error of as many units of the last place of {@code λα}.
 */
public record Selu() implements ElementwiseActivation {

  /** {@code λ = 1.0507009873554804934…}. */
  public static final double LAMBDA = 1.0507009873554805;

  /** {@code α = 1.6732632423543772848…}. */
  public static final double ALPHA = 1.6732632423543772;

  /** {@code λα}: outputs are above its negative. */
  private static final double LIMIT = 1.7580993408473768;

  @Override
  public String kind() {
    return "selu";
  }

  @Override
  public ElementwiseLoop elementwise() {
    return Forward.INSTANCE;
  }

  @Override
  public ElementwiseLoop elementwiseGradient() {
    return Gradient.INSTANCE;
  }

  @Override
  public OutputRange range() {
    return OutputRange.REAL;
  }

  private static final class Forward implements ElementwiseLoop {
    static final Forward INSTANCE = new Forward();

    @Override
    public int inputs() {
      return 1;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] z = operands[0];
      double[] a = operands[1];
      for (int i = from; i < to; i++) {
        a[i] = z[i] > 0 ? LAMBDA * z[i] : LIMIT * ExponentialMinusOne.of(z[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] z = operands[0];
      float[] a = operands[1];
      float lambda = (float) LAMBDA;
      float limit = (float) LIMIT;
      for (int i = from; i < to; i++) {
        a[i] = z[i] > 0 ? lambda * z[i] : limit * ExponentialMinusOne.of(z[i]);
      }
    }
  }

  private static final class Gradient implements ElementwiseLoop {
    static final Gradient INSTANCE = new Gradient();

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] da = operands[1];
      double[] dz = operands[2];
      for (int i = from; i < to; i++) {
        dz[i] = a[i] > 0 ? LAMBDA * da[i] : (a[i] + LIMIT) * da[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] da = operands[1];
      float[] dz = operands[2];
      float lambda = (float) LAMBDA;
      float limit = (float) LIMIT;
      for (int i = from; i < to; i++) {
        dz[i] = a[i] > 0 ? lambda * da[i] : (a[i] + limit) * da[i];
      }
    }
  }
}
