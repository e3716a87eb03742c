package nn.backend.vector;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
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

  /** One for a JVM, as what C2 has compiled is the JVM's. */
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
    int index = index(dtype, fused);
    if (ALL[index] == null) {
      WarmUp warmUp = new WarmUp(fused);
      Thread thread = new Thread(() -> warmUp.run(dtype), "nn-vector-warm-up");
      thread.setDaemon(true);
      thread.start();
      ALL[index] = warmUp;
    }
    return ALL[index];
  }

  /**
   * For tests: has everything computed with vectors from now on, however slow, in the whole JVM.
   */
  static void skip() {
    skipped = true;
  }

  /** Which path kernels take now, in words; nothing is started by the question. */
  static synchronized String path(DType dtype, boolean fused) {
    WarmUp warmUp = ALL[index(dtype, fused)];
    if (skipped) {
      return "vectors";
    }
    if (warmUp == null || !warmUp.productsAreReady()) {
      return "plain loops";
    }
    return warmUp.kernelsAreReady() && warmUp.ended.getCount() == 0
        ? "vectors"
        : "vectors in products and some kernels, plain loops in others";
  }

  private static int index(DType dtype, boolean fused) {
    return (dtype == DType.FLOAT64 ? 0 : 1) + (fused ? 2 : 0);
  }

  /** Whether products are fast with vectors; once they are, they stay so. */
  boolean productsAreReady() {
    return vectorsOfStrip() > 0;
  }

  /** Vectors of the highest strip that products may have, once they are ready. */
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
  boolean kernelsAreReady() {
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
        run(new DoubleKernelCalls(alone, SIZE, fused));
      } else {
        run(new FloatKernelCalls(alone, SIZE, fused));
      }
    } finally {
      ended.countDown();
    }
  }

  private void run(KernelCalls<?> calls) {
    products(calls);
    functions(calls);
    List<Kernel> others = new ArrayList<>();
    calls.kernels(UNITS, RECORDS).forEach(call -> others.add(ofSize(call)));
    kernels = compile(others);
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

  private void products(KernelCalls<?> calls) {
    for (int count = 1; count <= Registers.vectors(fused); count++) {
      if (!compile(strip(calls, count))) {
        return;
      }
      if (count == TiledProduct.MIN_VECTORS && !compile(wholeProducts(calls))) {
        return;
      }
      if (count >= TiledProduct.MIN_VECTORS) {
        vectors = count;
      }
    }
  }

  private void functions(KernelCalls<?> calls) {
    EnumSet<ElementwiseFunction> fast = EnumSet.noneOf(ElementwiseFunction.class);
    for (ElementwiseFunction function : ElementwiseFunction.values()) {
      ElementwiseLoop loop = VectorFunctions.of(function);
      if (loop != function && compile(new ArrayList<>(List.of(ofSize(() -> calls.apply(loop)))))) {
        fast.add(function);
        functions = EnumSet.copyOf(fast);
      }
    }
  }

  private static List<Kernel> strip(KernelCalls<?> calls, int vectors) {
    List<Kernel> kernels = new ArrayList<>();
    for (int columns : new int[] {1, TiledProduct.COLUMNS}) {
      // a sum waits for the one before it, so that fewer than four take as long as four
      int operations = 2 * Math.max(4, vectors * columns) * STEPS;
      kernels.add(
          new Kernel(FAST_PRODUCT_NANOS * operations, () -> calls.strip(vectors, columns, STEPS)));
    }
    return kernels;
  }

  private static List<Kernel> wholeProducts(KernelCalls<?> calls) {
    double nanos = 2 * FAST_PRODUCT_NANOS * SIDE * SIDE * SIDE / calls.product.lanes();
    List<Kernel> kernels = new ArrayList<>();
    calls.products(SIDE).forEach(call -> kernels.add(new Kernel(nanos, call)));
    return kernels;
  }

  private static Kernel ofSize(Runnable call) {
    return new Kernel(FAST_NANOS * SIZE, call);
  }
}
