package nn.api;

/**
 * The arithmetic of {@link Backend#combine}: one IEEE operation, rounded to the dtype. Each is the
 * loop that combines operands of one shape.
 */
public enum CombineOperation implements ElementwiseLoop {
  /** {@code a + b}. */
  ADD {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] b = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = a[i] + b[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] b = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = a[i] + b[i];
      }
    }
  },

  /** {@code a − b}. */
  SUBTRACT {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] b = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = a[i] - b[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] b = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = a[i] - b[i];
      }
    }
  },

  /** {@code a · b}. */
  MULTIPLY {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] b = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = a[i] * b[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] b = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = a[i] * b[i];
      }
    }
  },

  /** {@code a / b}. */
  DIVIDE {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] b = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = a[i] / b[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] b = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = a[i] / b[i];
      }
    }
  };

  @Override
  public int inputs() {
    return 2;
  }
}
