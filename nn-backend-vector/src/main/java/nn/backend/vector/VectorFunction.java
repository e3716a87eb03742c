package nn.backend.vector;

import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;

/**
 * A named function with vectors: in each lane the operations of its definition, in their order.
 *
 * <p>The elements after the last whole vector are left to the definition's own loop; a vector that
 * overlaps the one before would apply the function twice where an output is an input.
 *
 * <p>An implementation writes every operation in its loop: a vector that is passed to a method
 * which the compiler does not inline becomes an object.
 */
abstract class VectorFunction implements ElementwiseLoop {
  private final ElementwiseFunction definition;

  VectorFunction(ElementwiseFunction definition) {
    this.definition = definition;
  }

  /** Computes whole vectors from index {@code from} on and returns the first index not computed. */
  abstract int vectors(double[][] operands, int from, int to);

  /** As {@link #vectors(double[][], int, int)}. */
  abstract int vectors(float[][] operands, int from, int to);

  @Override
  public final int inputs() {
    return definition.inputs();
  }

  @Override
  public final void apply(double[][] operands, double[] scalars, int from, int to) {
    definition.apply(operands, scalars, vectors(operands, from, to), to);
  }

  @Override
  public final void apply(float[][] operands, float[] scalars, int from, int to) {
    definition.apply(operands, scalars, vectors(operands, from, to), to);
  }

  /** The function's name, as messages about its definition give it. */
  @Override
  public final String toString() {
    return definition.toString();
  }
}
