package nn.core.layer;

import nn.api.ElementwiseLoop;

/** {@code 1 / √(a + ε)}: of a variance, what a normalisation multiplies with. */
record InverseRoot(double epsilon) implements ElementwiseLoop {

  /**
   * Checks ε.
   *
   * @throws IllegalArgumentException if it is not a positive finite number
   */
  static InverseRoot of(String layer, double epsilon) {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          layer + ": epsilon must be a positive finite number: " + epsilon);
    }
    return new InverseRoot(epsilon);
  }

  @Override
  public int inputs() {
    return 1;
  }

  @Override
  public void apply(double[][] operands, double[] scalars, int from, int to) {
    double[] a = operands[0];
    double[] out = operands[1];
    for (int i = from; i < to; i++) {
      out[i] = 1 / Math.sqrt(a[i] + epsilon);
    }
  }

  @Override
  public void apply(float[][] operands, float[] scalars, int from, int to) {
    float[] a = operands[0];
    float[] out = operands[1];
    float rounded = (float) epsilon;
    for (int i = from; i < to; i++) {
      out[i] = 1 / (float) Math.sqrt(a[i] + rounded);
    }
  }
}
