package nn.api;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * A formula in double as a loop, see {@link ElementwiseLoop#of(String, DoubleUnaryOperator)}.
 *
 * @param name what messages call it
 * @param f the formula
 */
record UnaryFormula(String name, DoubleUnaryOperator f) implements ElementwiseLoop {

  UnaryFormula {
    Objects.requireNonNull(name, "of: the name is null");
    Objects.requireNonNull(f, "of: the formula is null");
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
      out[i] = f.applyAsDouble(a[i]);
    }
  }

  /** Rounded once, from double. */
  @Override
  public void apply(float[][] operands, float[] scalars, int from, int to) {
    float[] a = operands[0];
    float[] out = operands[1];
    for (int i = from; i < to; i++) {
      out[i] = (float) f.applyAsDouble(a[i]);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
