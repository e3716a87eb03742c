package nn.api.heap;

import java.util.Arrays;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.ForeignTensorException;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose tensors are Java arrays. It checks operands, keeps lifetimes, and computes
 * everything but the products in plain loops; a subclass adds the three products, and may override
 * any kernel to be faster without changing a bit.
 *
 * <p>Kernels other than the products allocate nothing.
 */
public abstract class HeapBackend implements Backend {

  /** Elements of a slice at least: they take longer than handing them to a thread that spins. */
  private static final int SLICE = 1 << 11;

  private static final int MOST_OPERANDS = 8;

  private static final double[] NO_SCALARS = {};

  private static final float[] NO_FLOATS = {};

  private final String name;
  private final DType dtype;
  private final Tier tier;
  private final Workers workers;
  private final ThreadLocal<Call> calls;
  private volatile boolean closed;

  /**
   * Opens the backend and starts its threads.
   *
   * @param name the provider's name
   * @param threads the number of threads one kernel may use, at least 1
   * @param tier what {@link #multiply} and its transposed forms promise
   */
  protected HeapBackend(String name, DType dtype, int threads, Tier tier) {
    this.name = name;
    this.dtype = dtype;
    this.tier = tier;
    workers = new Workers(threads, "nn-" + name);
    calls = ThreadLocal.withInitial(() -> new Call(dtype));
  }

  /** {@code out ← a · b}; operands are checked. */
  protected abstract void multiply(HeapTensor a, HeapTensor b, HeapTensor out);

  /** {@code out ← aᵀ · b}; operands are checked. */
  protected abstract void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out);

  /** {@code out ← a · bᵀ}; operands are checked. */
  protected abstract void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out);

  /**
   * {@code out ← f(a · b + bias)} for a bias {@code [m, 1]}; operands are checked.
   *
   * <p>It multiplies, combines and applies. Override it to add and apply before a number is stored,
   * without changing a bit.
   *
   * @param f a loop with one input, one output and no scalars
   */
  protected void multiplyAddApply(
      HeapTensor a, HeapTensor b, HeapTensor bias, ElementwiseLoop f, HeapTensor out) {
    multiply(a, b, out);
    combine(CombineOperation.ADD, out, bias, out);
    if (f != ElementwiseFunction.COPY) {
      apply(f, out, out);
    }
  }

  /**
   * {@code out ← f(c, aᵀ · b)} for a {@code c} of the product's shape; operands are checked.
   *
   * <p>It multiplies and applies. Override it to apply before a number is stored or leaves a cache,
   * without changing a bit.
   *
   * @param f a loop with two inputs, one output and no scalars
   */
  protected void multiplyTransAApply(
      HeapTensor a, HeapTensor b, ElementwiseLoop f, HeapTensor c, HeapTensor out) {
    multiplyTransA(a, b, out);
    apply(f, c, out, out);
  }

  /**
   * {@code out ← a · bᵀ} and {@code sums ← Σ a} over records, for sums {@code [m, 1]}; operands are
   * checked.
   *
   * <p>It multiplies and sums. Override it to sum what the product reads, without changing a bit.
   */
  protected void multiplyTransBSum(HeapTensor a, HeapTensor b, HeapTensor out, HeapTensor sums) {
    multiplyTransB(a, b, out);
    sumOverRecords(a, sums);
  }

  /** Allocates a tensor; override to store more with it, for instance a library's wrapper. */
  protected HeapTensor newTensor(HeapWorkspace workspace, Shape shape) {
    return new HeapTensor(this, workspace, shape);
  }

  /** The threads that share one kernel's work. */
  protected final Workers workers() {
    return workers;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final DType dtype() {
    return dtype;
  }

  @Override
  public final int threads() {
    return workers.threads();
  }

  @Override
  public final Tier tier() {
    return tier;
  }

  final boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    workers.close();
  }

  @Override
  public final Workspace workspace() {
    if (closed) {
      throw new ClosedException("workspace: the backend is closed: " + name);
    }
    return new HeapWorkspace(this);
  }

  /**
   * The operand as this backend's own tensor.
   *
   * @throws NullPointerException if it is null
   * @throws ForeignTensorException if another backend made it
   * @throws ClosedException if its workspace or this backend is closed
   */
  protected final HeapTensor own(String operation, String operand, @Nullable Tensor tensor) {
    if (tensor instanceof HeapTensor heap && heap.backend() == this) {
      if (heap.closed()) {
        throw new ClosedException(
            operation + ": the workspace or its backend is closed: " + operand + " is " + heap);
      }
      return heap;
    }
    if (tensor == null) {
      throw new NullPointerException(operation + ": an operand is null: " + operand);
    }
    throw new ForeignTensorException(
        operation
            + ": an operand belongs to another backend: "
            + operand
            + " is "
            + tensor
            + " of "
            + tensor.backend().name()
            + ", this is "
            + name
            + " "
            + dtype
            + "; copy its values with read and write");
  }

  @Override
  public void inParallel(int count, IntConsumer work) {
    Checks.count("inParallel", count, threads());
    workers.run(count, work);
  }

  // ---- transfer

  @Override
  public final void write(double[] source, int offset, Tensor out, int from, int to) {
    HeapTensor target = own("write", "out", out);
    Checks.transfer("write", out, from, to, source.length, offset);
    if (dtype == DType.FLOAT64) {
      System.arraycopy(source, offset, target.doubles(), from, to - from);
    } else {
      float[] values = target.floats();
      for (int i = from; i < to; i++) {
        values[i] = (float) source[offset + i - from];
      }
    }
  }

  @Override
  public final void write(float[] source, int offset, Tensor out, int from, int to) {
    HeapTensor target = own("write", "out", out);
    Checks.transfer("write", out, from, to, source.length, offset);
    if (dtype == DType.FLOAT32) {
      System.arraycopy(source, offset, target.floats(), from, to - from);
    } else {
      double[] values = target.doubles();
      for (int i = from; i < to; i++) {
        values[i] = source[offset + i - from];
      }
    }
  }

  @Override
  public final void read(Tensor a, int from, int to, double[] target, int offset) {
    HeapTensor source = own("read", "a", a);
    Checks.transfer("read", a, from, to, target.length, offset);
    if (dtype == DType.FLOAT64) {
      System.arraycopy(source.doubles(), from, target, offset, to - from);
    } else {
      float[] values = source.floats();
      for (int i = from; i < to; i++) {
        target[offset + i - from] = values[i];
      }
    }
  }

  @Override
  public final void read(Tensor a, int from, int to, float[] target, int offset) {
    HeapTensor source = own("read", "a", a);
    Checks.transfer("read", a, from, to, target.length, offset);
    if (dtype == DType.FLOAT32) {
      System.arraycopy(source.floats(), from, target, offset, to - from);
    } else {
      double[] values = source.doubles();
      for (int i = from; i < to; i++) {
        target[offset + i - from] = (float) values[i];
      }
    }
  }

  // ---- products

  @Override
  public final void matmul(Tensor a, Tensor b, Tensor out) {
    HeapTensor ownA = own("matmul", "a", a);
    HeapTensor ownB = own("matmul", "b", b);
    HeapTensor ownOut = own("matmul", "out", out);
    Checks.matmul(a, b, out);
    multiply(ownA, ownB, ownOut);
  }

  @Override
  public final void matmulTransA(Tensor a, Tensor b, Tensor out) {
    HeapTensor ownA = own("matmulTransA", "a", a);
    HeapTensor ownB = own("matmulTransA", "b", b);
    HeapTensor ownOut = own("matmulTransA", "out", out);
    Checks.matmulTransA(a, b, out);
    multiplyTransA(ownA, ownB, ownOut);
  }

  @Override
  public final void matmulTransB(Tensor a, Tensor b, Tensor out) {
    HeapTensor ownA = own("matmulTransB", "a", a);
    HeapTensor ownB = own("matmulTransB", "b", b);
    HeapTensor ownOut = own("matmulTransB", "out", out);
    Checks.matmulTransB(a, b, out);
    multiplyTransB(ownA, ownB, ownOut);
  }

  // ---- element-wise

  /**
   * One thread's call of a loop: its arguments, so that nothing is allocated per call. It does not
   * know its backend, which would otherwise live as long as every thread that has called it.
   */
  private static final class Call implements IntConsumer {
    private final DType dtype;
    private final double[] scalar = new double[1];
    private final Tensor[] one = new Tensor[1];
    private final Tensor[] two = new Tensor[2];
    private final Tensor[] three = new Tensor[3];
    private final Broadcast broadcast = new Broadcast();
    private final RecordSums recordSums = new RecordSums();
    private double[][] doubles = new double[MOST_OPERANDS][];
    private float[][] floats = new float[MOST_OPERANDS][];
    private double[] scalars = NO_SCALARS;
    private float[] floatScalars = new float[MOST_OPERANDS];
    private ElementwiseLoop loop = ElementwiseFunction.COPY;
    private int size;
    private int parts;
    private boolean running;

    Call(DType dtype) {
      this.dtype = dtype;
    }

    void run(Workers workers, ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
      if (running) { // these arguments are in use
        throw new IllegalStateException(
            "apply: a loop must not call a kernel: " + this.loop + " called " + loop);
      }
      if (dtype == DType.FLOAT64) {
        if (doubles.length < operands.length) {
          doubles = new double[operands.length][];
        }
        for (int p = 0; p < operands.length; p++) {
          doubles[p] = ((HeapTensor) operands[p]).doubles();
        }
      } else {
        if (floats.length < operands.length) {
          floats = new float[operands.length][];
        }
        for (int p = 0; p < operands.length; p++) {
          floats[p] = ((HeapTensor) operands[p]).floats();
        }
        if (floatScalars.length < scalars.length) {
          floatScalars = new float[scalars.length];
        }
        for (int s = 0; s < scalars.length; s++) {
          floatScalars[s] = (float) scalars[s];
        }
      }
      this.loop = loop;
      this.scalars = scalars;
      size = operands[0].shape().size();
      parts = Math.max(1, Math.min(workers.free(), size / SLICE));
      running = true;
      try {
        workers.run(parts, this);
      } finally {
        forget(operands.length);
        running = false;
      }
    }

    /** Lets arguments be collected; otherwise they would live as long as this thread. */
    private void forget(int operands) {
      loop = ElementwiseFunction.COPY;
      scalars = NO_SCALARS;
      if (dtype == DType.FLOAT64) {
        Arrays.fill(doubles, 0, operands, NO_SCALARS);
      } else {
        Arrays.fill(floats, 0, operands, NO_FLOATS);
      }
    }

    @Override
    public void accept(int index) {
      // multiples of 16 elements, so that two threads never write one cache line
      int from = (int) ((long) size * index / parts) & ~15;
      int to = index == parts - 1 ? size : (int) ((long) size * (index + 1) / parts) & ~15;
      if (dtype == DType.FLOAT64) {
        loop.apply(doubles, scalars, from, to);
      } else {
        loop.apply(floats, floatScalars, from, to);
      }
    }
  }

  @Override
  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    for (Tensor operand : operands) {
      own("apply", "an operand", operand);
    }
    Checks.apply(loop, scalars, operands);
    calls.get().run(workers, loop, scalars, operands);
  }

  /** Applies a loop to an array of this thread's own, which then forgets the operands. */
  private void applyOnce(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    try {
      apply(loop, scalars, operands);
    } finally {
      Arrays.fill(operands, null);
    }
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor out) {
    Tensor[] operands = calls.get().two;
    operands[0] = a;
    operands[1] = out;
    applyOnce(loop, NO_SCALARS, operands);
  }

  @Override
  public void apply(ElementwiseLoop loop, Tensor a, Tensor b, Tensor out) {
    Tensor[] operands = calls.get().three;
    operands[0] = a;
    operands[1] = b;
    operands[2] = out;
    applyOnce(loop, NO_SCALARS, operands);
  }

  @Override
  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
    HeapTensor ownA = own("combine", "a", a);
    HeapTensor ownB = own("combine", "b", b);
    HeapTensor ownOut = own("combine", "out", out);
    Checks.combine(a, b, out);
    if (a.shape().equals(b.shape())) {
      apply(op, a, b, out);
      return;
    }
    Broadcast broadcast = calls.get().broadcast;
    if (dtype == DType.FLOAT64) {
      broadcast.combine(op, a.shape(), ownA.doubles(), b.shape(), ownB.doubles(), ownOut.doubles());
    } else {
      broadcast.combine(op, a.shape(), ownA.floats(), b.shape(), ownB.floats(), ownOut.floats());
    }
  }

  // ---- reductions

  @Override
  public void sumOverRecords(Tensor a, Tensor out) {
    HeapTensor ownA = own("sumOverRecords", "a", a);
    HeapTensor ownOut = own("sumOverRecords", "out", out);
    Checks.sumOverRecords(a, out);
    if (dtype == DType.FLOAT64) {
      calls.get().recordSums.sum(a.shape().rows(), ownA.doubles(), ownOut.doubles());
    } else {
      calls.get().recordSums.sum(a.shape().rows(), ownA.floats(), ownOut.floats());
    }
  }

  @Override
  public void sumOverUnits(Tensor a, Tensor out) {
    HeapTensor ownA = own("sumOverUnits", "a", a);
    HeapTensor ownOut = own("sumOverUnits", "out", out);
    Checks.sumOverUnits(a, out);
    if (dtype == DType.FLOAT64) {
      Reductions.sumOverUnits(a.shape(), ownA.doubles(), ownOut.doubles());
    } else {
      Reductions.sumOverUnits(a.shape(), ownA.floats(), ownOut.floats());
    }
  }

  @Override
  public void maxOverUnits(Tensor a, Tensor out) {
    HeapTensor ownA = own("maxOverUnits", "a", a);
    HeapTensor ownOut = own("maxOverUnits", "out", out);
    Checks.maxOverUnits(a, out);
    if (dtype == DType.FLOAT64) {
      Reductions.maxOverUnits(a.shape(), ownA.doubles(), ownOut.doubles());
    } else {
      Reductions.maxOverUnits(a.shape(), ownA.floats(), ownOut.floats());
    }
  }

  // ---- derived

  @Override
  public void fill(double value, Tensor out) {
    Call call = calls.get();
    call.scalar[0] = value;
    call.one[0] = out;
    applyOnce(ElementwiseFunction.FILL, call.scalar, call.one);
  }

  @Override
  public void divideBy(Tensor a, double divisor, Tensor out) {
    Call call = calls.get();
    call.scalar[0] = divisor;
    call.two[0] = a;
    call.two[1] = out;
    applyOnce(ElementwiseFunction.DIVIDE_BY, call.scalar, call.two);
  }

  @Override
  public final void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
    HeapTensor ownW = own("dense", "w", w);
    HeapTensor ownX = own("dense", "x", x);
    HeapTensor ownB = own("dense", "b", b);
    HeapTensor ownOut = own("dense", "out", out);
    Checks.dense(w, x, b, f, out);
    multiplyAddApply(ownW, ownX, ownB, f, ownOut);
  }

  @Override
  public final void denseInputGradient(
      Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
    HeapTensor ownW = own("denseInputGradient", "w", w);
    HeapTensor ownDz = own("denseInputGradient", "dz", dz);
    HeapTensor ownA = own("denseInputGradient", "a", a);
    HeapTensor ownOut = own("denseInputGradient", "out", out);
    Checks.denseInputGradient(w, dz, f, a, out);
    multiplyTransAApply(ownW, ownDz, f, ownA, ownOut);
  }

  @Override
  public final void denseParameterGradients(Tensor dz, Tensor x, Tensor dw, Tensor db) {
    HeapTensor ownDz = own("denseParameterGradients", "dz", dz);
    HeapTensor ownX = own("denseParameterGradients", "x", x);
    HeapTensor ownDw = own("denseParameterGradients", "dw", dw);
    HeapTensor ownDb = own("denseParameterGradients", "db", db);
    Checks.denseParameterGradients(dz, x, dw, db);
    multiplyTransBSum(ownDz, ownX, ownDw, ownDb);
  }

  @Override
  public void softmax(Tensor z, Tensor a) {
    HeapTensor ownZ = own("softmax", "z", z);
    HeapTensor ownA = own("softmax", "a", a);
    Checks.sameShape("softmax", "z", z, "a", a);
    if (dtype == DType.FLOAT64) {
      SoftmaxLoops.softmax(z.shape(), ownZ.doubles(), ownA.doubles());
    } else {
      SoftmaxLoops.softmax(z.shape(), ownZ.floats(), ownA.floats());
    }
  }

  @Override
  public void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    HeapTensor ownA = own("softmaxGradient", "a", a);
    HeapTensor ownDa = own("softmaxGradient", "da", da);
    HeapTensor ownDz = own("softmaxGradient", "dz", dz);
    Checks.sameShape("softmaxGradient", "a", a, "da", da);
    Checks.sameShape("softmaxGradient", "a", a, "dz", dz);
    Checks.noAlias("softmaxGradient", "a", a, "dz", dz);
    if (dtype == DType.FLOAT64) {
      SoftmaxLoops.gradient(a.shape(), ownA.doubles(), ownDa.doubles(), ownDz.doubles());
    } else {
      SoftmaxLoops.gradient(a.shape(), ownA.floats(), ownDa.floats(), ownDz.floats());
    }
  }

  // ---- gather, scatter and reshape

  @Override
  public final void gather(Tensor a, int[] units, Tensor out) {
    HeapTensor ownA = own("gather", "a", a);
    HeapTensor ownOut = own("gather", "out", out);
    Checks.gather(a, units, out);
    if (dtype == DType.FLOAT64) {
      GatherLoops.gather(ownA.doubles(), a.shape().rows(), units, ownOut.doubles());
    } else {
      GatherLoops.gather(ownA.floats(), a.shape().rows(), units, ownOut.floats());
    }
  }

  @Override
  public final void scatterAdd(Tensor a, int[] units, Tensor out) {
    HeapTensor ownA = own("scatterAdd", "a", a);
    HeapTensor ownOut = own("scatterAdd", "out", out);
    Checks.scatterAdd(a, units, out);
    if (dtype == DType.FLOAT64) {
      GatherLoops.scatterAdd(ownA.doubles(), units, ownOut.doubles(), out.shape().rows());
    } else {
      GatherLoops.scatterAdd(ownA.floats(), units, ownOut.floats(), out.shape().rows());
    }
  }

  @Override
  public final void gatherRecords(Tensor a, Tensor indices, Tensor out) {
    HeapTensor ownA = own("gatherRecords", "a", a);
    HeapTensor ownIndices = own("gatherRecords", "indices", indices);
    HeapTensor ownOut = own("gatherRecords", "out", out);
    Checks.gatherRecords(a, indices, out);
    checkIndices("gatherRecords", ownIndices, a.shape().columns());
    int m = a.shape().rows();
    if (dtype == DType.FLOAT64) {
      GatherLoops.gatherRecords(ownA.doubles(), m, ownIndices.doubles(), ownOut.doubles());
    } else {
      GatherLoops.gatherRecords(ownA.floats(), m, ownIndices.floats(), ownOut.floats());
    }
  }

  @Override
  public final void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
    HeapTensor ownA = own("scatterAddRecords", "a", a);
    HeapTensor ownIndices = own("scatterAddRecords", "indices", indices);
    HeapTensor ownOut = own("scatterAddRecords", "out", out);
    Checks.scatterAddRecords(a, indices, out);
    checkIndices("scatterAddRecords", ownIndices, out.shape().columns());
    int m = a.shape().rows();
    if (dtype == DType.FLOAT64) {
      GatherLoops.scatterAddRecords(ownA.doubles(), m, ownIndices.doubles(), ownOut.doubles());
    } else {
      GatherLoops.scatterAddRecords(ownA.floats(), m, ownIndices.floats(), ownOut.floats());
    }
  }

  private void checkIndices(String operation, HeapTensor indices, int records) {
    for (int j = 0; j < indices.shape().columns(); j++) {
      double value = dtype == DType.FLOAT64 ? indices.doubles()[j] : indices.floats()[j];
      Checks.index(operation, value, j, records);
    }
  }

  @Override
  public final void reshape(Tensor a, Tensor out) {
    HeapTensor ownA = own("reshape", "a", a);
    HeapTensor ownOut = own("reshape", "out", out);
    Checks.reshape(a, out);
    if (dtype == DType.FLOAT64) {
      System.arraycopy(ownA.doubles(), 0, ownOut.doubles(), 0, a.shape().size());
    } else {
      System.arraycopy(ownA.floats(), 0, ownOut.floats(), 0, a.shape().size());
    }
  }
}
