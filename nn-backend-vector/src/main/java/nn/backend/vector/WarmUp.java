package nn.backend.vector;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
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
 * until the kernels have been seen to be fast, products after about a second. C2 does not always
 * find out that the objects of a high strip are not needed, and then never tries again: products
 * are made of strips up to the highest that is fast. Without C2 all stays with plain loops.
 */
final class WarmUp {

  /**
   * Compiled well, a multiply-add of vectors takes 0.3 to 1 ns, with an object for each vector 3
   * and more, and not compiled above 100.
   */
  private static final double FAST_PRODUCT_NANOS = 1.5;

  /** The same for an element of any other kernel: 0.1 to 4, and above 20. */
  private static final double FAST_NANOS = 10;

  /** What is not fast is given up after both; a busy machine takes long for a round. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private static final int ROUNDS = 100;

  /** Steps of k, and calls between two looks at the clock. */
  private static final int STEPS = 32;

  private static final int CALLS = 50;

  /** Rows and columns of a whole product, and elements of all operands. */
  private static final int SIDE = 64;

  private static final int SIZE = SIDE * SIDE;

  /** The shape of operands that are no product's: not whole vectors, nor whole blocks of them. */
  private static final int UNITS = 61;

  private static final int RECORDS = 67;

  private static final double[] NO_DOUBLES = {};

  private static final float[] NO_FLOATS = {};

  private static final WarmUp[] ALL = new WarmUp[4];

  private static volatile boolean skipped;

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

  private final boolean fused;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int vectors; // of the highest strip that is fast, as are all below it
  private volatile Set<ElementwiseFunction> functions = Set.of(); // that are fast
  private volatile boolean kernels;

  private WarmUp(boolean fused) {
    this.fused = fused;
  }

  /** The one of this number type and arithmetic, started if it has not been. */
  static synchronized WarmUp of(DType dtype, boolean fused) {
    int index = (dtype == DType.FLOAT64 ? 0 : 1) + (fused ? 2 : 0);
    if (ALL[index] == null) {
      WarmUp warmUp = new WarmUp(fused);
      Thread thread = new Thread(() -> warmUp.run(dtype), "nn-vector-warm-up");
      thread.setDaemon(true);
      thread.start();
      ALL[index] = warmUp;
    }
    return ALL[index];
  }

  /** Has everything computed with vectors from now on, however slow, in the whole JVM. */
  static void skip() {
    skipped = true;
  }

  /** Vectors of the highest strip that products may have; 0 if they are to be plain loops. */
  int vectorsOfStrip() {
    return skipped ? Registers.vectors(fused) : vectors;
  }

  /** The loop with vectors, if that is a fast function; or the loop itself. */
  ElementwiseLoop loop(ElementwiseLoop loop) {
    return loop instanceof ElementwiseFunction function && (skipped || functions.contains(function))
        ? VectorFunctions.of(function)
        : loop;
  }

  /** Whether what is neither a product nor a loop may be computed with vectors. */
  boolean kernels() {
    return kernels || skipped;
  }

  /** Waits until everything is fast or is given up, or until this thread is interrupted. */
  void await() {
    try {
      ended.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(DType dtype) {
    try (Workers alone = new Workers(1, "nn-vector")) {
      if (dtype == DType.FLOAT64) {
        double[] a = new double[SIZE];
        double[] b = new double[SIZE];
        double[] c = new double[SIZE];
        products(new DoubleProduct(alone, fused), a, b, c);
        double[][] operands = {a, c, b}; // a function of two has the same input twice, then
        functions(loop -> loop.apply(operands, NO_DOUBLES, 0, SIZE));
        kernels = compile(kernels(a, b, c));
      } else {
        float[] a = new float[SIZE];
        float[] b = new float[SIZE];
        float[] c = new float[SIZE];
        products(new FloatProduct(alone, fused), a, b, c);
        float[][] operands = {a, c, b}; // a function of two has the same input twice, then
        functions(loop -> loop.apply(operands, NO_FLOATS, 0, SIZE));
        kernels = compile(kernels(a, b, c));
      }
    } finally {
      ended.countDown();
    }
  }

  /** Calls kernels until all are fast; or not all, if it takes too long. */
  private static boolean compile(List<Kernel> slow) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    for (int round = 0; !slow.isEmpty(); round++) {
      if (round >= ROUNDS && System.nanoTime() > end) {
        return false;
      }
      slow.removeIf(Kernel::isFast);
    }
    return true;
  }

  private <T> void products(TiledProduct<T> product, T a, T b, T c) {
    for (int count = 1; count <= Registers.vectors(fused); count++) {
      if (!compile(strip(product, count, a, b, c))) {
        return;
      }
      if (count == TiledProduct.LEAST_VECTORS && !compile(wholeProducts(product, a, b, c))) {
        return;
      }
      if (count >= TiledProduct.LEAST_VECTORS) {
        vectors = count;
      }
    }
  }

  private void functions(Consumer<ElementwiseLoop> call) {
    EnumSet<ElementwiseFunction> fast = EnumSet.noneOf(ElementwiseFunction.class);
    for (ElementwiseFunction function : ElementwiseFunction.values()) {
      ElementwiseLoop loop = VectorFunctions.of(function);
      if (loop != function && compile(new ArrayList<>(List.of(ofSize(() -> call.accept(loop)))))) {
        fast.add(function);
        functions = EnumSet.copyOf(fast);
      }
    }
  }

  private static <T> List<Kernel> strip(TiledProduct<T> product, int vectors, T a, T b, T c) {
    List<Kernel> kernels = new ArrayList<>();
    int rows = vectors * product.lanes();
    int last = rows - product.lanes();
    for (int columns : new int[] {1, TiledProduct.COLUMNS}) {
      // a sum waits for the one before it, so that fewer than four take as long as four
      int operations = 2 * Math.max(4, vectors * columns) * STEPS;
      kernels.add(
          new Kernel(
              FAST_PRODUCT_NANOS * operations,
              () -> {
                for (int from = 0; from <= rows; from += rows) { // from zeros, then from sums
                  product.strip(
                      vectors, a, 0, rows, last, b, 0, columns, 1, 0, columns, STEPS, c, 0, rows,
                      last, c, 0, from);
                }
              }));
    }
    return kernels;
  }

  /** All forms, in the lowest strips: what copies operands, adds a bias and applies. */
  private static <T> List<Kernel> wholeProducts(TiledProduct<T> product, T a, T b, T c) {
    double nanos = 2 * FAST_PRODUCT_NANOS * SIDE * SIDE * SIDE / product.lanes();
    List<Kernel> kernels = new ArrayList<>();
    kernels.add(
        new Kernel(
            nanos,
            () ->
                product.compute(
                    a, 1, SIDE, b, SIDE, 1, c, SIDE, SIDE, SIDE, TiledProduct.LEAST_VECTORS)));
    kernels.add(
        new Kernel(
            nanos,
            () ->
                product.compute(
                    a, SIDE, 1, b, SIDE, 1, c, SIDE, SIDE, SIDE, TiledProduct.LEAST_VECTORS)));
    kernels.add(
        new Kernel(
            nanos,
            () ->
                product.compute(
                    a, 1, SIDE, b, 1, SIDE, c, SIDE, SIDE, SIDE, TiledProduct.LEAST_VECTORS)));
    kernels.add(
        new Kernel(
            nanos,
            () ->
                product.computeDense(
                    a,
                    b,
                    b,
                    ElementwiseFunction.RELU,
                    c,
                    SIDE,
                    SIDE,
                    SIDE,
                    TiledProduct.LEAST_VECTORS)));
    kernels.add(
        new Kernel(
            nanos,
            () ->
                product.computeInputGradient(
                    a,
                    b,
                    ElementwiseFunction.RELU_GRADIENT,
                    b,
                    c,
                    SIDE,
                    SIDE,
                    SIDE,
                    TiledProduct.LEAST_VECTORS)));
    return kernels;
  }

  private static Kernel ofSize(Runnable call) {
    return new Kernel(FAST_NANOS * SIZE, call);
  }

  /** Those on rows and columns. */
  private static List<Kernel> kernels(double[] a, double[] b, double[] out) {
    List<Kernel> kernels = new ArrayList<>();
    for (CombineOperation op : CombineOperation.values()) {
      kernels.add(ofSize(() -> DoubleBroadcast.row(op, a, b, out, UNITS, 0, RECORDS)));
      kernels.add(ofSize(() -> DoubleBroadcast.column(op, a, b, out, UNITS, 0, RECORDS)));
    }
    kernels.add(ofSize(() -> DoubleReductions.sumOverRecords(a, out, UNITS, 0, UNITS, 0, RECORDS)));
    kernels.add(ofSize(() -> DoubleReductions.sumOverUnits(a, out, UNITS, 0, RECORDS)));
    kernels.add(ofSize(() -> DoubleReductions.maxOverUnits(a, out, UNITS, 0, RECORDS)));
    kernels.add(ofSize(() -> DoubleSoftmax.softmax(a, out, UNITS, 0, RECORDS)));
    kernels.add(ofSize(() -> DoubleSoftmax.gradient(a, b, out, UNITS, 0, RECORDS)));
    return kernels;
  }

  /** Those on rows and columns. */
  private static List<Kernel> kernels(float[] a, float[] b, float[] out) {
    List<Kernel> kernels = new ArrayList<>();
    for (CombineOperation op : CombineOperation.values()) {
      kernels.add(ofSize(() -> FloatBroadcast.row(op, a, b, out, UNITS, 0, RECORDS)));
      kernels.add(ofSize(() -> FloatBroadcast.column(op, a, b, out, UNITS, 0, RECORDS)));
    }
    kernels.add(ofSize(() -> FloatReductions.sumOverRecords(a, out, UNITS, 0, UNITS, 0, RECORDS)));
    kernels.add(ofSize(() -> FloatReductions.sumOverUnits(a, out, UNITS, 0, RECORDS)));
    kernels.add(ofSize(() -> FloatReductions.maxOverUnits(a, out, UNITS, 0, RECORDS)));
    kernels.add(ofSize(() -> FloatSoftmax.softmax(a, out, UNITS, 0, RECORDS)));
    kernels.add(ofSize(() -> FloatSoftmax.gradient(a, b, out, UNITS, 0, RECORDS)));
    return kernels;
  }
}
