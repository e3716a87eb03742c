package nn.bench;

import java.util.Arrays;
import nn.api.DType;
import nn.api.ElementwiseLoop;

/** Element-wise loops run on plain arrays: what a backend must give bit for bit. */
final class Loops {
  private Loops() {}

  /** Runs a loop on numbers of a type, of which the outputs are overwritten. */
  static void apply(ElementwiseLoop loop, DType dtype, double[] scalars, double[]... operands) {
    int size = operands[0].length;
    if (dtype == DType.FLOAT64) {
      loop.apply(operands, scalars, 0, size);
      return;
    }
    float[][] narrow = Arrays.stream(operands).map(Floats::narrow).toArray(float[][]::new);
    loop.apply(narrow, Floats.narrow(scalars), 0, size);
    for (int i = loop.inputs(); i < operands.length; i++) {
      System.arraycopy(Floats.widen(narrow[i]), 0, operands[i], 0, size);
    }
  }

  /**
   * Compares bits, all NaNs being equal.
   *
   * @throws IllegalStateException if some differ
   */
  static void requireEqual(String what, double[] values, double[] expected) {
    int at = Arrays.mismatch(values, expected);
    if (at >= 0) {
      throw new IllegalStateException(
          "wrong element of "
              + what
              + ": number "
              + at
              + " is "
              + values[at]
              + ", expected "
              + expected[at]);
    }
  }
}
