package nn.backend.vector;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.heap.Workers;

/**
 * Has the kernels of one number type and arithmetic compiled, in the background, once in a JVM.
 *
 * <p>Before C2 has compiled it, a vector is an object with an array: the first product of 100 × 100
 * takes 110 ms that way, in plain loops 5. So backends compute in plain loops, with the same bits,
 * until the kernels have been seen to be fast. C2 does not always find out that the objects of a
 * high strip are not needed, and then never tries again: products are made of strips up to the
 * highest that is fast.
 *
 * <p>Compiling takes up to two seconds of a processor for a kernel. As a skier hires until hiring
 * has cost as much as buying (R. Karp, On-line algorithms versus off-line algorithms, IFIP Congress
 * 1992), a kernel is compiled only when a program has spent 0.3 to 0.5 s with its plain loop, so
 * that short programs pay for no compiler. Without C2 all stays with plain loops.
 */
final class WarmUp {

  /** Multiply-adds in plain loops, some 0.5 s of them, after which strips are compiled. */
  private static final long MUCH_PRODUCT_WORK = 1L << 31;

  /** Elements in the plain loop of a function, some 0.3 s of them. */
  private static final long MUCH_ELEMENT_WORK = 1L << 25;

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

  /** What HotSpot says of itself where it only interprets, or has its first compiler alone. */
  private static final boolean HAS_C2 =
      !System.getProperty("java.vm.info", "").matches(".*(interpreted|emulated-client).*");

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

  /** Asks for a task once so much work has been done without it. */
  private final class Demand {
    private final AtomicLong done = new AtomicLong();
    private final AtomicBoolean asked = new AtomicBoolean(!HAS_C2); // never, then
    private final long much;
    private final Runnable task;

    Demand(long much, Runnable task) {
      this.much = much;
      this.task = task;
    }

    void add(long work) {
      if (!asked.get() && done.addAndGet(work) >= much) {
        ask();
      }
    }

    void ask() {
      if (asked.compareAndSet(false, true)) {
        thread.execute(task);
      }
    }
  }

  private final DType dtype;
  private final boolean fused;
  private final int lanes;
  private final int most; // vectors of a strip
  private final ThreadPoolExecutor thread;
  private final Demand[] strips; // by their vectors, less one
  private final Map<ElementwiseFunction, Demand> ofFunctions =
      new EnumMap<>(ElementwiseFunction.class);
  private final Demand ofKernels;
  private volatile int vectors; // of the highest strip that is fast, as are all below it
  private volatile Set<ElementwiseFunction> functions = Set.of(); // that are fast
  private volatile boolean kernels;
  private volatile boolean complete; // all is fast or was given up

  private WarmUp(DType dtype, boolean fused) {
    this.dtype = dtype;
    this.fused = fused;
    lanes = (dtype == DType.FLOAT64 ? Lanes.DOUBLES : Lanes.FLOATS).length();
    most = Registers.vectors(fused);
    thread =
        new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), WarmUp::thread);
    thread.allowCoreThreadTimeOut(true);
    strips = new Demand[most];
    for (int count = 1; count <= most; count++) {
      int own = count;
      strips[count - 1] = new Demand(MUCH_PRODUCT_WORK, () -> products(own));
    }
    for (ElementwiseFunction function : ElementwiseFunction.values()) {
      if (VectorFunctions.of(function) != function) {
        ofFunctions.put(function, new Demand(MUCH_ELEMENT_WORK, () -> function(function)));
      }
    }
    ofKernels = new Demand(MUCH_ELEMENT_WORK, this::kernels);
  }

  private static Thread thread(Runnable tasks) {
    Thread thread = new Thread(tasks, "nn-vector-warm-up");
    thread.setDaemon(true);
    return thread;
  }

  /** The one of this number type and arithmetic. */
  static synchronized WarmUp of(DType dtype, boolean fused) {
    int index = index(dtype, fused);
    if (ALL[index] == null) {
      ALL[index] = new WarmUp(dtype, fused);
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
    if (warmUp == null) {
      return "plain loops";
    }
    boolean some = warmUp.vectors > 0 || warmUp.kernels || !warmUp.functions.isEmpty();
    if (warmUp.complete && warmUp.vectors > 0 && warmUp.kernels) {
      return "vectors";
    }
    return some ? "vectors in some kernels, plain loops in others" : "plain loops";
  }

  private static int index(DType dtype, boolean fused) {
    return (dtype == DType.FLOAT64 ? 0 : 1) + (fused ? 2 : 0);
  }

  /**
   * Vectors of the highest strip that a product may have, or 0 as long as plain loops compute it.
   *
   * @param rows of its destination
   * @param multiplyAdds of it
   */
  int strip(int rows, long multiplyAdds) {
    if (skipped) {
      return most;
    }
    int fast = vectors;
    if (fast < most) {
      int useful = Math.max(TiledProduct.MIN_VECTORS, (rows - 1) / lanes + 1);
      if (fast < useful) {
        strips[Math.min(most, useful) - 1].add(multiplyAdds);
      }
    }
    return fast;
  }

  /**
   * The loop with vectors, if that is a fast function; or the loop itself.
   *
   * @param elements of a call
   */
  ElementwiseLoop loop(ElementwiseLoop loop, int elements) {
    if (!(loop instanceof ElementwiseFunction function)) {
      return loop;
    }
    if (skipped || functions.contains(function)) {
      return VectorFunctions.of(function);
    }
    Demand demand = ofFunctions.get(function);
    if (demand != null) {
      demand.add(elements);
    }
    return loop;
  }

  /**
   * Whether what is neither a product nor a loop may be computed with vectors.
   *
   * @param elements of a call
   */
  boolean kernelsAreReady(int elements) {
    if (skipped || kernels) {
      return true;
    }
    ofKernels.add(elements);
    return false;
  }

  /** Asks for all, and waits until it is fast or given up, or until this thread is interrupted. */
  void await() {
    strips[most - 1].ask();
    ofFunctions.values().forEach(Demand::ask);
    ofKernels.ask();
    try {
      thread.submit(() -> complete = true).get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Calls for a task, whose operands go with it. */
  private KernelCalls<?> calls() {
    Workers alone = new Workers(1, "nn-vector"); // which has no thread to end
    return dtype == DType.FLOAT64
        ? new DoubleKernelCalls(alone, SIZE, fused)
        : new FloatKernelCalls(alone, SIZE, fused);
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

  /** Compiles strips, the lowest first, until one of so many vectors is fast. */
  private void products(int wanted) {
    KernelCalls<?> own = calls();
    for (int count = vectors + 1; count <= wanted; count++) {
      if (!compile(strip(own, count))
          || (count == TiledProduct.MIN_VECTORS && !compile(wholeProducts(own)))) {
        for (Demand higher : strips) {
          higher.asked.set(true); // never again
        }
        return;
      }
      if (count >= TiledProduct.MIN_VECTORS) {
        vectors = count;
      }
    }
  }

  private void function(ElementwiseFunction function) {
    KernelCalls<?> own = calls();
    ElementwiseLoop loop = VectorFunctions.of(function);
    if (compile(new ArrayList<>(List.of(ofSize(() -> own.apply(loop)))))) {
      EnumSet<ElementwiseFunction> fast = EnumSet.of(function);
      fast.addAll(functions);
      functions = fast;
    }
  }

  private void kernels() {
    List<Kernel> all = new ArrayList<>();
    calls().kernels(UNITS, RECORDS).forEach(call -> all.add(ofSize(call)));
    kernels = compile(all);
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
