package nn.backend.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.heap.Workers;

/**
 * Has the kernels of one number type and arithmetic compiled, in the background, once in a JVM.
 *
 * <p>Before C2 has compiled it, a vector is an object with an array: the first product of 100 × 100
 * takes 110 ms that way, in plain loops 5. So backends compute in plain loops, with the same bits,
 * until every kernel has been seen to be fast, which takes about a second. Where that never happens
 * (a JVM without C2), they go on with plain loops.
 */
final class WarmUp {

  /**
   * Compiled well, a multiply-add of vectors takes 0.3 to 1 ns, with an object for each vector 3
   * and more, and not compiled above 100.
   */
  private static final double FAST_PRODUCT_NANOS = 1.5;

  /** The same for an element of any other kernel: 0.1 to 4, and above 20. */
  private static final double FAST_NANOS = 10;

  /** It is given up after both; a busy machine takes long for a round. */
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private static final int ROUNDS = 100;

  /** Steps of k, and calls between two looks at the clock. */
  private static final int STEPS = 32;

  private static final int CALLS = 50;

  /** Rows and columns of a whole product, and elements of its operands. */
  private static final int SIDE = 64;

  private static final int SIZE = SIDE * SIDE;

  /** The shape of operands that are no product's: not whole vectors, nor whole blocks of them. */
  private static final int UNITS = 61;

  private static final int RECORDS = 67;

  private static final double[] NO_DOUBLES = {};

  private static final float[] NO_FLOATS = {};

  private static final WarmUp[] ALL = new WarmUp[4];

  /** A kernel's call, and what it takes at most if it is compiled well. */
  private record Kernel(double nanos, Runnable call) {

    boolean isFast() {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      return System.nanoTime() - start < CALLS * nanos;
    }
  }

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean warm;

  private WarmUp() {}

  /** The one of this number type and arithmetic, started if it has not been. */
  static synchronized WarmUp of(DType dtype, boolean fused) {
    int index = (dtype == DType.FLOAT64 ? 0 : 1) + (fused ? 2 : 0);
    if (ALL[index] == null) {
      WarmUp warmUp = new WarmUp();
      Thread thread = new Thread(() -> warmUp.run(dtype, fused), "nn-vector-warm-up");
      thread.setDaemon(true);
      thread.start();
      ALL[index] = warmUp;
    }
    return ALL[index];
  }

  /** Whether every kernel is fast. */
  boolean warm() {
    return warm;
  }

  /** Waits until all is warm or will never be, or until this thread is interrupted. */
  void await() {
    try {
      ended.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(DType dtype, boolean fused) {
    List<Kernel> slow = new ArrayList<>();
    try (Workers alone = new Workers(1, "nn-vector")) {
      if (dtype == DType.FLOAT64) {
        DoubleProduct product = new DoubleProduct(alone, fused);
        addProducts(slow, product, new double[SIZE], new double[SIZE], new double[SIZE]);
        addLoops(slow, new double[SIZE], new double[SIZE], new double[SIZE]);
      } else {
        FloatProduct product = new FloatProduct(alone, fused);
        addProducts(slow, product, new float[SIZE], new float[SIZE], new float[SIZE]);
        addLoops(slow, new float[SIZE], new float[SIZE], new float[SIZE]);
      }
      long end = System.nanoTime() + PATIENCE_NANOS;
      for (int round = 0; round < ROUNDS || System.nanoTime() < end; round++) {
        slow.removeIf(Kernel::isFast);
        if (slow.isEmpty()) {
          warm = true;
          return;
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private static void addLoops(List<Kernel> kernels, double[] a, double[] b, double[] out) {
    double[][] operands = {a, out, b}; // a function of two has the same input twice, then
    for (ElementwiseFunction function : ElementwiseFunction.values()) {
      ElementwiseLoop loop = VectorFunctions.of(function);
      if (loop != function) {
        kernels.add(new Kernel(FAST_NANOS * SIZE, () -> loop.apply(operands, NO_DOUBLES, 0, SIZE)));
      }
    }
    for (CombineOperation op : CombineOperation.values()) {
      kernels.add(
          new Kernel(
              FAST_NANOS * SIZE, () -> VectorBroadcast.row(op, a, b, out, UNITS, 0, RECORDS)));
      kernels.add(
          new Kernel(
              FAST_NANOS * SIZE, () -> VectorBroadcast.column(op, a, b, out, UNITS, 0, RECORDS)));
    }
    kernels.add(
        new Kernel(
            FAST_NANOS * SIZE, () -> VectorReductions.sumOverRecords(a, out, UNITS, 0, UNITS)));
    kernels.add(
        new Kernel(
            FAST_NANOS * SIZE, () -> VectorReductions.sumOverUnits(a, out, UNITS, 0, RECORDS)));
    kernels.add(
        new Kernel(
            FAST_NANOS * SIZE, () -> VectorReductions.maxOverUnits(a, out, UNITS, 0, RECORDS)));
    kernels.add(
        new Kernel(FAST_NANOS * SIZE, () -> VectorSoftmax.softmax(a, out, UNITS, 0, RECORDS)));
    kernels.add(
        new Kernel(FAST_NANOS * SIZE, () -> VectorSoftmax.gradient(a, b, out, UNITS, 0, RECORDS)));
  }

  private static void addLoops(List<Kernel> kernels, float[] a, float[] b, float[] out) {
    float[][] operands = {a, out, b}; // a function of two has the same input twice, then
    for (ElementwiseFunction function : ElementwiseFunction.values()) {
      ElementwiseLoop loop = VectorFunctions.of(function);
      if (loop != function) {
        kernels.add(new Kernel(FAST_NANOS * SIZE, () -> loop.apply(operands, NO_FLOATS, 0, SIZE)));
      }
    }
    for (CombineOperation op : CombineOperation.values()) {
      kernels.add(
          new Kernel(
              FAST_NANOS * SIZE, () -> VectorBroadcast.row(op, a, b, out, UNITS, 0, RECORDS)));
      kernels.add(
          new Kernel(
              FAST_NANOS * SIZE, () -> VectorBroadcast.column(op, a, b, out, UNITS, 0, RECORDS)));
    }
    kernels.add(
        new Kernel(
            FAST_NANOS * SIZE, () -> VectorReductions.sumOverRecords(a, out, UNITS, 0, UNITS)));
    kernels.add(
        new Kernel(
            FAST_NANOS * SIZE, () -> VectorReductions.sumOverUnits(a, out, UNITS, 0, RECORDS)));
    kernels.add(
        new Kernel(
            FAST_NANOS * SIZE, () -> VectorReductions.maxOverUnits(a, out, UNITS, 0, RECORDS)));
    kernels.add(
        new Kernel(FAST_NANOS * SIZE, () -> VectorSoftmax.softmax(a, out, UNITS, 0, RECORDS)));
    kernels.add(
        new Kernel(FAST_NANOS * SIZE, () -> VectorSoftmax.gradient(a, b, out, UNITS, 0, RECORDS)));
  }

  private static <T> void addProducts(List<Kernel> kernels, Product<T> product, T a, T b, T c) {
    int lanes = product.lanes();
    for (int vectors = 1; vectors <= product.vectorsOfStrip(); vectors++) {
      int rows = vectors * lanes;
      for (int columns : new int[] {1, Product.COLUMNS}) {
        // a sum waits for the one before it, so that fewer than four take as long as four
        int operations = 2 * Math.max(4, vectors * columns) * STEPS;
        int count = vectors;
        kernels.add(
            new Kernel(
                FAST_PRODUCT_NANOS * operations,
                () -> strip(product, count, columns, rows, a, b, c)));
      }
    }
    int side = SIDE;
    int operations = side * side * side / lanes;
    kernels.add(
        new Kernel(
            FAST_PRODUCT_NANOS * operations,
            () -> product.compute(a, 1, side, b, side, 1, c, side, side, side)));
    kernels.add(
        new Kernel(
            FAST_PRODUCT_NANOS * operations,
            () -> product.compute(a, side, 1, b, side, 1, c, side, side, side)));
    kernels.add(
        new Kernel(
            FAST_PRODUCT_NANOS * operations,
            () -> product.compute(a, 1, side, b, 1, side, c, side, side, side)));
  }

  private static <T> void strip(
      Product<T> product, int vectors, int columns, int rows, T a, T b, T c) {
    int last = rows - product.lanes();
    for (int fromColumn = 0; fromColumn <= rows; fromColumn += rows) { // from zeros, then from sums
      product.strip(
          vectors,
          a,
          0,
          rows,
          last,
          b,
          0,
          columns,
          1,
          0,
          columns,
          STEPS,
          c,
          0,
          rows,
          last,
          c,
          0,
          fromColumn);
    }
  }
}
