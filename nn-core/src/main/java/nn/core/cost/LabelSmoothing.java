package nn.core.cost;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Config;

/**
 * Targets that are less sure than they were: {@code y ← (1 − ε)·y + ε/k} for {@code k} classes (C.
 * Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna: Rethinking the Inception architecture for
 * computer vision. CVPR 2016, section 7).
 *
 * @param epsilon {@code ε}, at least 0 and below 1; with 0 nothing is smoothed
 */
record LabelSmoothing(double epsilon) implements ElementwiseLoop {
  private static final String SETTING = "label-smoothing";

  static LabelSmoothing of(String cost, double epsilon) {
    if (!(epsilon >= 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          cost + ": label smoothing must be at least 0 and below 1: " + epsilon);
    }
    return new LabelSmoothing(epsilon);
  }

  /** No setting for 0, as before there was one. */
  Config config() {
    return epsilon == 0 ? Config.EMPTY : Config.EMPTY.with(SETTING, epsilon);
  }

  /** {@code ε} from the setting that {@link #config} made. */
  static double epsilon(Config config) {
    return config.settings().isEmpty() ? 0 : config.number(SETTING);
  }

  /**
   * The smoothed targets, in {@code space}; {@code y} itself where there is nothing to smooth.
   *
   * @param classes {@code k}
   */
  Tensor smooth(Backend backend, Tensor y, int classes, Tensor space) {
    if (epsilon == 0) {
      return y;
    }
    backend.fill(epsilon / classes, space);
    backend.apply(this, y, space, space); // + (1 − ε)·y
    return space;
  }

  /** {@code (1 − ε)·y + b}. */
  @Override
  public int inputs() {
    return 2;
  }

  @Override
  public void apply(double[][] operands, double[] scalars, int from, int to) {
    double[] y = operands[0];
    double[] b = operands[1];
    double[] out = operands[2];
    double kept = 1 - epsilon;
    for (int i = from; i < to; i++) {
      out[i] = kept * y[i] + b[i];
    }
  }

  @Override
  public void apply(float[][] operands, float[] scalars, int from, int to) {
    float[] y = operands[0];
    float[] b = operands[1];
    float[] out = operands[2];
    float kept = (float) (1 - epsilon);
    for (int i = from; i < to; i++) {
      out[i] = kept * y[i] + b[i];
    }
  }
}
