package nn.backend.vector;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
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
 * 1992), a kernel is compiled only when a program has spent 0.3 s with its plain loop, and
 * products, which take longest to compile, when it has spent 1.6 to 3 s with theirs, so that short
 * programs pay for no compiler. Without C2 all stays with plain loops.
 */
final class WarmUp {

  /** Multiply-adds in plain loops, 1.6 to 3 s of them, after which strips are compiled. */
  private static final long MUCH_PRODUCT_WORK = 10_000_000_000L;

  /**
   * Multiply-adds in strips of operands that are not packed, 1 to 4 s of them, until packed ones
   * are compiled, which takes 1.5 s of a processor and saves a tenth to a third.
   */
  private static final long MUCH_PACKED_WORK = 1L << 36;

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

  private static final long LONGEST_PAUSE_NANOS = 20_000_000;

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

  /** What is compiled together, once a program has done much work without it. */
  private final class Demand {
    private final AtomicLong done = new AtomicLong();
    private final AtomicBoolean asked = new AtomicBoolean(!HAS_C2); // never, then
    private final long much;
    private final Runnable task;
    private volatile boolean fast;

    Demand(long much, Runnable task) {
      this.much = much;
      this.task = task;
    }

    /** For kernels that are fast or not, and have no height. */
    Demand(long much, Supplier<List<Kernel>> kernels) {
      this.much = much;
      task = () -> fast = compile(kernels.get());
    }

    /** Whether all is fast; if not, so much work is done without it. */
    boolean isFast(long work) {
      if (!fast) {
        add(work);
      }
      return fast;
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
  private final ThreadPoolExecutor thread;
  private final Demand firstStrips;
  private final Demand packed;
  private final Demand[] higherStrips = new Demand[Strip.VECTORS]; // by their vectors, less one
  private final Map<ElementwiseFunction, Demand> functions =
      new EnumMap<>(ElementwiseFunction.class);
  private final Map<RecordKernel, Demand> kernels = new EnumMap<>(RecordKernel.class);
  private volatile int highestRows; // of a product's destination in plain loops
  private volatile int vectors; // of the highest strip that is fast, as are all below it
  private volatile boolean complete; // all is fast or was given up

  /** Touches no class of the incubator module, which takes longer than short work does. */
  private WarmUp(DType dtype, boolean fused) {
    this.dtype = dtype;
    this.fused = fused;
    thread =
        new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), WarmUp::thread);
    thread.allowCoreThreadTimeOut(true);
    firstStrips = new Demand(MUCH_PRODUCT_WORK, () -> products(useful(highestRows)));
    packed = new Demand(MUCH_PACKED_WORK, this::packedStrips);
    for (int count = 1; count <= higherStrips.length; count++) {
      int own = count;
      higherStrips[count - 1] = new Demand(MUCH_PRODUCT_WORK, () -> products(own));
    }
    for (ElementwiseFunction function : VectorFunctions.ALL) {
      functions.put(function, new Demand(MUCH_ELEMENT_WORK, () -> function(function)));
    }
    for (RecordKernel kernel : RecordKernel.values()) {
      kernels.put(kernel, new Demand(MUCH_ELEMENT_WORK, () -> kernel(kernel)));
    }
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
    List<Demand> others = new ArrayList<>(warmUp.kernels.values());
    boolean allKernels = others.stream().allMatch(kernel -> kernel.fast);
    if (warmUp.complete && warmUp.vectors > 0 && allKernels) {
      return "vectors";
    }
    others.addAll(warmUp.functions.values());
    boolean some = warmUp.vectors > 0 || others.stream().anyMatch(kernel -> kernel.fast);
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
      return Strip.VECTORS;
    }
    int fast = vectors;
    if (fast == 0) {
      if (rows > highestRows) {
        highestRows = rows;
      }
      firstStrips.add(multiplyAdds);
      return 0;
    }
    int useful = useful(rows);
    if (fast < useful) {
      higherStrips[useful - 1].add(multiplyAdds);
    }
    return fast;
  }

  /** Whether a product is computed from packed operands; {@link Registers#worthPacking}. */
  boolean mayPack(long multiplyAdds, int vectors, boolean transposes) {
    return Registers.worthPacking(fused, multiplyAdds, vectors, transposes)
        && (skipped || packed.isFast(multiplyAdds));
  }

  /** Vectors of the highest strip of a destination of so many rows. */
  private int useful(int rows) {
    int lanes = (dtype == DType.FLOAT64 ? Lanes.DOUBLES : Lanes.FLOATS).length();
    return Math.min(Strip.VECTORS, Math.max(TiledProduct.MIN_VECTORS, (rows - 1) / lanes + 1));
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
    Demand demand = functions.get(function);
    boolean fast = demand != null && (skipped || demand.isFast(elements));
    return fast ? VectorFunctions.of(function) : loop;
  }

  /**
   * Whether a kernel may be computed with vectors.
   *
   * @param elements of a call
   */
  boolean isFast(RecordKernel kernel, int elements) {
    Demand demand = kernels.get(kernel);
    return skipped || (demand != null && demand.isFast(elements));
  }

  /** Asks for all, and waits until it is fast or given up, or until this thread is interrupted. */
  void await() {
    higherStrips[Strip.VECTORS - 1].ask();
    if (Registers.packs(fused)) {
      packed.ask();
    }
    functions.values().forEach(Demand::ask);
    kernels.values().forEach(Demand::ask);
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

  /**
   * Calls kernels until all are fast; or not all, if it takes too long. It sleeps as long as it
   * calls: what has been called often waits for its compiler, which wants the processor.
   */
  private static boolean compile(List<Kernel> kernels) {
    List<Kernel> slow = new ArrayList<>(kernels);
    long first = System.nanoTime();
    for (int round = 0; ; round++) {
      long start = System.nanoTime();
      slow.removeIf(Kernel::isFast);
      if (slow.isEmpty()) {
        return true;
      }
      long end = System.nanoTime();
      if (round >= ROUNDS && end - first > PATIENCE_NANOS) {
        return false;
      }
      LockSupport.parkNanos(Math.min(end - start, LONGEST_PAUSE_NANOS));
    }
  }

  /** Compiles strips, the lowest first, until one of so many vectors is fast. */
  private void products(int wanted) {
    KernelCalls<?> own = calls();
    int highest = Math.min(wanted, own.product.strip.vectors(1));
    for (int count = vectors + 1; count <= highest; count++) {
      int vectorsOfStrip = count;
      if (!compile(strip(own, count, columns -> own.strip(vectorsOfStrip, columns, STEPS)))
          || (count == TiledProduct.MIN_VECTORS && !compile(wholeProducts(own)))) {
        firstStrips.asked.set(true); // never again, nor any higher
        for (Demand higher : higherStrips) {
          higher.asked.set(true);
        }
        return;
      }
      if (count >= TiledProduct.MIN_VECTORS) {
        vectors = count;
      }
    }
  }

  private List<Kernel> packedStrips() {
    KernelCalls<?> own = calls();
    List<Kernel> kernels = new ArrayList<>();
    for (int count = 1; count <= own.product.strip.packedVectors(); count++) {
      int vectorsOfStrip = count;
      kernels.addAll(strip(own, count, columns -> own.packedStrip(vectorsOfStrip, columns, STEPS)));
    }
    return kernels;
  }

  private List<Kernel> function(ElementwiseFunction function) {
    KernelCalls<?> own = calls();
    ElementwiseLoop loop = VectorFunctions.of(function);
    return List.of(ofSize(() -> own.apply(loop)));
  }

  private List<Kernel> kernel(RecordKernel kernel) {
    return calls().of(kernel, UNITS, RECORDS).stream().map(WarmUp::ofSize).toList();
  }

  /** A strip of so many vectors by its columns: of one column, and of a tile of each width. */
  private static List<Kernel> strip(KernelCalls<?> own, int vectors, IntConsumer strip) {
    List<Kernel> kernels = new ArrayList<>();
    for (int width = 1; width <= own.product.strip.columns(); width += Math.max(3, width)) {
      int columns = width;
      // a sum waits for the one before it, so that fewer than four take as long as four
      double nanos = FAST_PRODUCT_NANOS * 2 * Math.max(4, vectors * columns) * STEPS;
      kernels.add(new Kernel(nanos, () -> strip.accept(columns)));
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
