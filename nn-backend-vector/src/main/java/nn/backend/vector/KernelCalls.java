package nn.backend.vector;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;

/** A call of each kernel of one number type, on operands of its own. */
abstract class KernelCalls<T> {
  private static final boolean[] FROM_ZERO_OR_NOT = {true, false};

  final TiledProduct<T> product;
  final T a;
  final T b;
  final T c;

  KernelCalls(TiledProduct<T> product, IntFunction<T> array, int size) {
    this.product = product;
    a = array.apply(size);
    b = array.apply(size);
    c = array.apply(size);
  }

  /** Strips of so many vectors and columns: one from zeros, one from sums. */
  final void strip(int vectors, int columns, int steps) {
    int rows = vectors * product.lanes();
    int last = rows - product.lanes();
    for (boolean fromZero : FROM_ZERO_OR_NOT) {
      product.strip.compute(
          vectors, a, 0, rows, last, b, 0, 1, steps, columns, steps, c, 0, rows, last, fromZero);
    }
  }

  /** {@link #strip} of packed operands. */
  final void packedStrip(int vectors, int columns, int steps) {
    int rows = vectors * product.lanes();
    int last = rows - product.lanes();
    for (boolean fromZero : FROM_ZERO_OR_NOT) {
      product.strip.computePacked(
          vectors, a, 0, b, 0, 0, columns, steps, c, 0, rows, last, fromZero);
    }
  }

  /** All forms, in the lowest strips: what copies operands, adds a bias and applies. */
  final List<Runnable> products(int n) {
    int most = TiledProduct.MIN_VECTORS;
    return List.of(
        () -> product.compute(a, 1, n, b, n, 1, c, n, n, n, most),
        () -> product.compute(a, n, 1, b, n, 1, c, n, n, n, most),
        () -> product.compute(a, 1, n, b, 1, n, c, n, n, n, most),
        () -> product.computeDense(a, b, b, ElementwiseFunction.RELU, c, n, n, n, most),
        () ->
            product.computeInputGradient(
                a, b, ElementwiseFunction.RELU_GRADIENT, b, c, n, n, n, most));
  }

  /** A loop of one or two inputs, and no scalars. */
  abstract void apply(ElementwiseLoop loop);

  /** All forms of a kernel. */
  abstract List<Runnable> of(RecordKernel kernel, int units, int records);

  static List<Runnable> ofAll(Consumer<CombineOperation> call) {
    return Arrays.stream(CombineOperation.values())
        .<Runnable>map(op -> () -> call.accept(op))
        .toList();
  }
}
