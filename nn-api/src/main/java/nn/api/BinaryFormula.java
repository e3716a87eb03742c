package nn.api;

import java.util.Objects;
import java.util.function.DoubleBinaryOperator;

/**
 * A formula in double as a loop, see {@link ElementwiseLoop#of(String, DoubleBinaryOperator)}.
 *
 * @param name what messages call it
 * @param f the formula
 */
record BinaryFormula(String name, DoubleBinaryOperator f) implements ElementwiseLoop {

  BinaryFormula {
    Objects.requireNonNull(name, "of: the name is null");
    Objects.requireNonNull(f, "of: the formula is null");
  }

  @Override
  public int inputs() {
    return 2;
  }

  @Override
  public void apply(double[][] operands, double[] scalars, int from, int to) {
    double[] a = operands[0];
    double[] b = operands[1];
    double[] out = operands[2];
    for (int i = from; i < to; i++) {
      out[i] = f.applyAsDouble(a[i], b[i]);
    }
  }

  /** Rounded once, from double. */
  @Override
  public void apply(float[][] operands, float[] scalars, int from, int to) {
    float[] a = operands[0];
    float[] b = operands[1];
    float[] out = operands[2];
    for (int i = from; i < to; i++) {
      out[i] = (float) f.applyAsDouble(a[i], b[i]);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
