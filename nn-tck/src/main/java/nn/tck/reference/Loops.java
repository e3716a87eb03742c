package nn.tck.reference;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import nn.api.ElementwiseLoop;

/** Loops as a third party writes them, which no backend knows by name. */
public final class Loops {

  private Loops() {}

  /** {@code out ← a·s + b}. */
  public static final ElementwiseLoop SCALE_AND_ADD =
      new Loop("SCALE_AND_ADD", 2, 1, 1) {
        @Override
        public void apply(double[][] o, double[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[2][i] = o[0][i] * s[0] + o[1][i];
          }
        }

        @Override
        public void apply(float[][] o, float[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[2][i] = o[0][i] * s[0] + o[1][i];
          }
        }
      };

  /** {@code out ← ½a + 1}. */
  public static final ElementwiseLoop HALF_AND_ONE =
      new Loop("HALF_AND_ONE", 1, 1, 0) {
        @Override
        public void apply(double[][] o, double[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[1][i] = o[0][i] / 2 + 1;
          }
        }

        @Override
        public void apply(float[][] o, float[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[1][i] = o[0][i] / 2 + 1;
          }
        }
      };

  /** {@code out ← ½a + b}. */
  public static final ElementwiseLoop HALF_AND_OTHER =
      new Loop("HALF_AND_OTHER", 2, 1, 0) {
        @Override
        public void apply(double[][] o, double[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[2][i] = o[0][i] / 2 + o[1][i];
          }
        }

        @Override
        public void apply(float[][] o, float[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[2][i] = o[0][i] / 2 + o[1][i];
          }
        }
      };

  /** As an optimiser: {@code velocity ← velocity·s₀ + g, w ← w − velocity·s₁}. */
  public static final ElementwiseLoop MOMENTUM =
      new Loop("MOMENTUM", 1, 2, 2) {
        @Override
        public void apply(double[][] o, double[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[1][i] = o[1][i] * s[0] + o[0][i];
            o[2][i] = o[2][i] - o[1][i] * s[1];
          }
        }

        @Override
        public void apply(float[][] o, float[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[1][i] = o[1][i] * s[0] + o[0][i];
            o[2][i] = o[2][i] - o[1][i] * s[1];
          }
        }
      };

  /** {@code out ← out + 1}: counts how often an element was visited. */
  public static final ElementwiseLoop COUNT =
      new Loop("COUNT", 0, 1, 0) {
        @Override
        public void apply(double[][] o, double[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[0][i] += 1;
          }
        }

        @Override
        public void apply(float[][] o, float[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[0][i] += 1;
          }
        }
      };

  /** {@code out ← s}. */
  public static final ElementwiseLoop SCALAR =
      new Loop("SCALAR", 0, 1, 1) {
        @Override
        public void apply(double[][] o, double[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[0][i] = s[0];
          }
        }

        @Override
        public void apply(float[][] o, float[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[0][i] = s[0];
          }
        }
      };

  /** {@code p, q ← a + b + c + d + e + f + g, a − g}: as many operands as an optimiser may have. */
  public static final ElementwiseLoop NINE_OPERANDS =
      new Loop("NINE_OPERANDS", 7, 2, 0) {
        @Override
        public void apply(double[][] o, double[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[7][i] = o[0][i] + o[1][i] + o[2][i] + o[3][i] + o[4][i] + o[5][i] + o[6][i];
            o[8][i] = o[0][i] - o[6][i];
          }
        }

        @Override
        public void apply(float[][] o, float[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[7][i] = o[0][i] + o[1][i] + o[2][i] + o[3][i] + o[4][i] + o[5][i] + o[6][i];
            o[8][i] = o[0][i] - o[6][i];
          }
        }
      };

  /** What {@link #FAILING} throws. */
  public static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What a loop may throw besides exceptions. */
  public static final class Failure extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Throws where it meets a negative number, and copies the others. */
  public static final ElementwiseLoop FAILING =
      new Loop("FAILING", 1, 1, 0) {
        @Override
        public void apply(double[][] o, double[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[1][i] = checked(o[0][i]);
          }
        }

        @Override
        public void apply(float[][] o, float[] s, int from, int to) {
          for (int i = from; i < to; i++) {
            o[1][i] = (float) checked(o[0][i]);
          }
        }

        private double checked(double value) {
          if (value < 0) {
            throw new Refusal();
          }
          return value;
        }
      };

  /** Adds up its inputs, and throws where the last of them is negative. */
  public static final class Failing extends Loop {
    private final Throwable failure;
    private final long pause;

    /**
     * A loop with one output.
     *
     * @param failure anything that can be thrown
     */
    public Failing(int inputs, Throwable failure) {
      this(inputs, failure, 0);
    }

    /**
     * The same, which waits before each part, so that callers meet in the kernel.
     *
     * @param pause in nanoseconds
     */
    public Failing(int inputs, Throwable failure, long pause) {
      super("FAILING_" + inputs, inputs, 1, 0);
      this.failure = failure;
      this.pause = pause;
    }

    @Override
    public void apply(double[][] o, double[] s, int from, int to) {
      waitFirst();
      for (int i = from; i < to; i++) {
        double sum = 0;
        for (int input = 0; input < inputs(); input++) {
          sum += o[input][i];
        }
        o[inputs()][i] = checked(sum, o[inputs() - 1][i]);
      }
    }

    @Override
    public void apply(float[][] o, float[] s, int from, int to) {
      waitFirst();
      for (int i = from; i < to; i++) {
        float sum = 0;
        for (int input = 0; input < inputs(); input++) {
          sum += o[input][i];
        }
        o[inputs()][i] = (float) checked(sum, o[inputs() - 1][i]);
      }
    }

    private void waitFirst() {
      if (pause > 0) {
        LockSupport.parkNanos(pause);
      }
    }

    private double checked(double sum, double last) {
      if (last < 0) {
        throw Throwables.<RuntimeException>rethrow(failure);
      }
      return sum;
    }
  }

  /** Throws when it has written NaN to the first half of what it was given. */
  public static ElementwiseLoop throwing(int inputs, int outputs, Throwable thrown) {
    return new Loop("THROWING", inputs, outputs, 0) {
      @Override
      public void apply(double[][] o, double[] s, int from, int to) {
        for (int p = inputs; p < inputs + outputs; p++) {
          Arrays.fill(o[p], from, from + (to - from + 1) / 2, Double.NaN);
        }
        throw Throwables.<RuntimeException>rethrow(thrown);
      }

      @Override
      public void apply(float[][] o, float[] s, int from, int to) {
        for (int p = inputs; p < inputs + outputs; p++) {
          Arrays.fill(o[p], from, from + (to - from + 1) / 2, Float.NaN);
        }
        throw Throwables.<RuntimeException>rethrow(thrown);
      }
    };
  }

  private abstract static class Loop implements ElementwiseLoop {
    private final String name;
    private final int inputs;
    private final int outputs;
    private final int scalars;

    Loop(String name, int inputs, int outputs, int scalars) {
      this.name = name;
      this.inputs = inputs;
      this.outputs = outputs;
      this.scalars = scalars;
    }

    @Override
    public int inputs() {
      return inputs;
    }

    @Override
    public int outputs() {
      return outputs;
    }

    @Override
    public int scalars() {
      return scalars;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
