package nn.tck.reference;

import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;

/**
 * What a loop computes: a named function by its formula in docs/SPEC.md, any other by itself, as it
 * is its own definition, over arrays of the suite's own.
 */
public final class LoopValues {

  private LoopValues() {}

  /**
   * The outputs of a loop.
   *
   * @param operands inputs, then outputs with their former values; the same object where they are
   *     the same tensor; not modified
   */
  public static Matrix[] of(
      ElementwiseLoop loop, DType dtype, double[] scalars, Matrix... operands) {
    return loop instanceof ElementwiseFunction function
        ? new Matrix[] {named(function, dtype, scalars, operands)}
        : outputs(loop, dtype, scalars, operands);
  }

  /** The output of a loop of one output and no scalars. */
  public static Matrix of(ElementwiseLoop loop, DType dtype, Matrix... inputs) {
    Matrix[] operands = java.util.Arrays.copyOf(inputs, inputs.length + 1);
    operands[inputs.length] = Matrix.filled(inputs[0].shape(), Double.NaN);
    return of(loop, dtype, new double[0], operands)[0];
  }

  private static Matrix named(
      ElementwiseFunction function, DType dtype, double[] scalars, Matrix... operands) {
    double scalar = scalars.length == 0 ? 0 : scalars[0];
    double[] a = operands[0].values();
    double[] b = operands[function.inputs() > 1 ? 1 : 0].values();
    double[] out = new double[a.length];
    for (int at = 0; at < out.length; at++) {
      out[at] = Definitions.value(function, dtype, a[at], b[at], scalar);
    }
    return new Matrix(operands[0].shape(), out);
  }

  private static Matrix[] outputs(
      ElementwiseLoop loop, DType dtype, double[] scalars, Matrix... operands) {
    Matrix[] outputs = new Matrix[loop.outputs()];
    int size = operands[0].values().length;
    if (dtype == DType.FLOAT64) {
      double[][] arrays = new double[operands.length][];
      for (int p = 0; p < arrays.length; p++) {
        int first = first(operands, p);
        arrays[p] = first == p ? operands[p].values().clone() : arrays[first];
      }
      loop.apply(arrays, scalars.clone(), 0, size);
      for (int p = 0; p < outputs.length; p++) {
        outputs[p] = new Matrix(operands[0].shape(), arrays[loop.inputs() + p]);
      }
      return outputs;
    }
    float[][] arrays = new float[operands.length][];
    for (int p = 0; p < arrays.length; p++) {
      int first = first(operands, p);
      arrays[p] = first == p ? floats(operands[p].values()) : arrays[first];
    }
    loop.apply(arrays, floats(scalars), 0, size);
    for (int p = 0; p < outputs.length; p++) {
      outputs[p] = new Matrix(operands[0].shape(), doubles(arrays[loop.inputs() + p]));
    }
    return outputs;
  }

  /** The first operand that is the same tensor as operand {@code p}. */
  private static int first(Matrix[] operands, int p) {
    int first = 0;
    while (operands[first] != operands[p]) {
      first++;
    }
    return first;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int at = 0; at < values.length; at++) {
      floats[at] = (float) values[at];
    }
    return floats;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int at = 0; at < values.length; at++) {
      doubles[at] = values[at];
    }
    return doubles;
  }
}
