package nn.backend.nd4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.DType;
import nn.api.Tier;
import nn.api.heap.HeapBackend;
import nn.api.heap.HeapTensor;
import nn.api.provider.BackendOptions;

/**
 * Tensors on the heap, products by ND4J's OpenBLAS on copies of their operands; everything else is
 * exact, as {@link HeapBackend} computes it.
 */
final class Nd4jBackend extends HeapBackend {

  /** The memory of all threads that have computed a product and still live. */
  private static final class Memory {
    private final DType dtype;
    private final Set<Scratch> all = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean closed;

    Memory(DType dtype) {
      this.dtype = dtype;
    }

    synchronized Scratch take() {
      Scratch scratch = Scratch.of(dtype);
      if (closed) {
        scratch.close();
      }
      all.add(scratch);
      return scratch;
    }

    void close() {
      List<Scratch> open;
      synchronized (this) {
        closed = true;
        open = new ArrayList<>(all);
        all.clear();
      }
      open.forEach(Scratch::close);
    }
  }

  private final Memory memory;
  private final ThreadLocal<Scratch> scratch;
  private final AtomicBoolean released = new AtomicBoolean();

  private Nd4jBackend(String name, BackendOptions options) {
    super(name, options.dtype(), options.threads(), Tier.BOUNDED);
    memory = new Memory(options.dtype());
    scratch = ThreadLocal.withInitial(memory::take);
  }

  static Backend open(String name, BackendOptions options) {
    Nd4jThreads.acquire(options.threads());
    try {
      return new Nd4jBackend(name, options);
    } catch (RuntimeException | Error failed) {
      Nd4jThreads.release();
      throw failed;
    }
  }

  /** Waits for running products, then frees the native memory. */
  @Override
  public void close() {
    super.close();
    memory.close();
    scratch.remove();
    if (!released.getAndSet(true)) {
      Nd4jThreads.release();
    }
  }

  /** One after the other: OpenBLAS has one set of threads, which share each product. */
  @Override
  public void inParallel(int count, IntConsumer work) {
    Checks.count("inParallel", count, threads());
    for (int index = 0; index < count; index++) {
      work.accept(index);
    }
  }

  @Override
  protected void multiply(HeapTensor a, HeapTensor b, HeapTensor out) {
    scratch.get().multiply(false, false, a, b, out, a.shape().columns());
  }

  @Override
  protected void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out) {
    scratch.get().multiply(true, false, a, b, out, a.shape().rows());
  }

  @Override
  protected void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out) {
    scratch.get().multiply(false, true, a, b, out, a.shape().columns());
  }
}
