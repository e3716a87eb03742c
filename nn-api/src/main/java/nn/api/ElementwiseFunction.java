package nn.api;

import nn.api.elementary.Exponential32;
import nn.api.elementary.Exponential64;
import nn.api.elementary.Logarithm32;
import nn.api.elementary.Logarithm64;
import nn.api.elementary.Logistic32;
import nn.api.elementary.Logistic64;
import nn.api.elementary.Softplus32;
import nn.api.elementary.Softplus64;

/**
 * The named element-wise functions, each its own specification: the loop that stands here.
 *
 * <p>A backend may recognise a constant by its identity and compute it in another way, as long as
 * every result has the same bits. Operands are {@code a} and, with two inputs, {@code b}.
 */
public enum ElementwiseFunction implements ElementwiseLoop {
  /** {@code a}. */
  COPY(1, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = a[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = a[i];
      }
    }
  },

  /** {@code a²}. */
  SQUARE(1, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = a[i] * a[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = a[i] * a[i];
      }
    }
  },

  /** {@code √a}, correctly rounded; NaN below zero. */
  SQRT(1, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Math.sqrt(a[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = (float) Math.sqrt(a[i]);
      }
    }
  },

  /** {@code eᵃ}, by {@link Exponential64} and {@link Exponential32}. */
  EXP(1, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Exponential64.exp(a[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Exponential32.exp(a[i]);
      }
    }
  },

  /** {@code ln a}, by {@link Logarithm64} and {@link Logarithm32}. */
  LOG(1, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Logarithm64.log(a[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Logarithm32.log(a[i]);
      }
    }
  },

  /** {@code ln(1 + a)}, by {@link Logarithm64} and {@link Logarithm32}. */
  LOG1P(1, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Logarithm64.log1p(a[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Logarithm32.log1p(a[i]);
      }
    }
  },

  /** {@code tanh z}, by {@link Logistic64} and {@link Logistic32}. */
  TANH(1, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Logistic64.tanh(a[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Logistic32.tanh(a[i]);
      }
    }
  },

  /** {@code da · (1 − a²)} for operands {@code a = tanh z} and {@code da}. */
  TANH_GRADIENT(2, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] b = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = b[i] * (1 - a[i] * a[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] b = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = b[i] * (1 - a[i] * a[i]);
      }
    }
  },

  /** {@code 1 / (1 + e⁻ᶻ)}, by {@link Logistic64} and {@link Logistic32}. */
  SIGMOID(1, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Logistic64.sigmoid(a[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Logistic32.sigmoid(a[i]);
      }
    }
  },

  /** {@code da · (a · (1 − a))} for operands {@code a = sigmoid z} and {@code da}. */
  SIGMOID_GRADIENT(2, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] b = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = b[i] * (a[i] * (1 - a[i]));
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] b = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = b[i] * (a[i] * (1 - a[i]));
      }
    }
  },

  /** {@code ln(1 + eᶻ)}, by {@link Softplus64} and {@link Softplus32}. */
  SOFTPLUS(1, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Softplus64.softplus(a[i]);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Softplus32.softplus(a[i]);
      }
    }
  },

  /** {@code max(z, +0.0)}: NaN for NaN, {@code +0.0} for {@code −0.0}. */
  RELU(1, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Math.max(a[i], 0.0);
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      for (int i = from; i < to; i++) {
        out[i] = Math.max(a[i], 0.0f);
      }
    }
  },

  /**
   * {@code a ≤ 0 ? +0.0 : da} for operands {@code a} (or {@code z}, whose sign is the same) and
   * {@code da}: a selection, so an infinite {@code da} is dropped too.
   */
  RELU_GRADIENT(2, 0) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] b = operands[1];
      double[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = a[i] <= 0 ? 0.0 : b[i];
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] b = operands[1];
      float[] out = operands[2];
      for (int i = from; i < to; i++) {
        out[i] = a[i] <= 0 ? 0.0f : b[i];
      }
    }
  },

  /** The scalar. */
  FILL(0, 1) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] out = operands[0];
      double s = scalars[0];
      for (int i = from; i < to; i++) {
        out[i] = s;
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] out = operands[0];
      float s = scalars[0];
      for (int i = from; i < to; i++) {
        out[i] = s;
      }
    }
  },

  /** {@code a · s} for a scalar {@code s}. */
  SCALE(1, 1) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      double s = scalars[0];
      for (int i = from; i < to; i++) {
        out[i] = a[i] * s;
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      float s = scalars[0];
      for (int i = from; i < to; i++) {
        out[i] = a[i] * s;
      }
    }
  },

  /** {@code a / s} for a scalar {@code s}: a true division. */
  DIVIDE_BY(1, 1) {
    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      double[] a = operands[0];
      double[] out = operands[1];
      double s = scalars[0];
      for (int i = from; i < to; i++) {
        out[i] = a[i] / s;
      }
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      float[] a = operands[0];
      float[] out = operands[1];
      float s = scalars[0];
      for (int i = from; i < to; i++) {
        out[i] = a[i] / s;
      }
    }
  };

  private final int inputs;
  private final int scalars;

  ElementwiseFunction(int inputs, int scalars) {
    this.inputs = inputs;
    this.scalars = scalars;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int scalars() {
    return scalars;
  }
}
