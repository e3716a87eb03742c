package nn.core.engine;

import nn.api.ElementwiseLoop;

/**
 * {@code g ← g·factor}, limited to {@code −bound … bound}; NaN stays. Its scalars are the factor
 * and the bound.
 */
enum Limit implements ElementwiseLoop {
  INSTANCE;

  @Override
  public int inputs() {
    return 0;
  }

  @Override
  public int scalars() {
    return 2;
  }

  @Override
  public void apply(double[][] operands, double[] scalars, int from, int to) {
    double[] g = operands[0];
    double factor = scalars[0];
    double bound = scalars[1];
    for (int i = from; i < to; i++) {
      double scaled = g[i] * factor;
      g[i] = scaled > bound ? bound : scaled < -bound ? -bound : scaled;
    }
  }

  @Override
  public void apply(float[][] operands, float[] scalars, int from, int to) {
    float[] g = operands[0];
    float factor = scalars[0];
    float bound = scalars[1];
    for (int i = from; i < to; i++) {
      float scaled = g[i] * factor;
      g[i] = scaled > bound ? bound : scaled < -bound ? -bound : scaled;
    }
  }

  /** {@code g·factor within bounds}. */
  @Override
  public String toString() {
    return "g·factor within bounds";
  }
}
