package nn.api.heap;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.ClosedException;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.ForeignTensorException;
import nn.api.Message;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose tensors are Java arrays. It checks operands, keeps lifetimes, and computes
 * everything but the products in plain loops.
 *
 * <p>A kernel checks its operands and calls a method that a subclass may override: to be faster,
 * without changing a bit. A subclass adds at least the three products. It gets operands that are
 * its own, open, of shapes that fit and no forbidden aliases; it modifies destinations alone.
 *
 * <p>Kernels other than the products allocate nothing once a thread has called them.
 */
public abstract class HeapBackend implements Backend {

  private final String name;
  private final DType dtype;
  private final Tier tier;
  private final Workers workers;
  private final Kernels kernels;
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
    kernels = Kernels.of(dtype);
    calls = ThreadLocal.withInitial(kernels::newCall);
  }

  // ---- what a subclass adds or overrides

  /** {@code out ← a · b}. */
  protected abstract void multiply(HeapTensor a, HeapTensor b, HeapTensor out);

  /** {@code out ← aᵀ · b}. */
  protected abstract void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out);

  /** {@code out ← a · bᵀ}. */
  protected abstract void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out);

  /**
   * {@code out ← f(a · b + bias)} for a bias {@code [m, 1]}: multiplies, adds and applies. Override
   * it to add and apply before a number is stored.
   *
   * @param f a loop with one input, one output and no scalars
   */
  protected void multiplyAddApply(
      HeapTensor a, HeapTensor b, HeapTensor bias, ElementwiseLoop f, HeapTensor out) {
    multiply(a, b, out);
    combineOwn(CombineOperation.ADD, out, bias, out);
    if (f != ElementwiseFunction.COPY) {
      applyOwn(f, out, out);
    }
  }

  /**
   * {@code out ← f(c, aᵀ · b)} for a {@code c} of the product's shape: multiplies and applies.
   * Override it to apply before a number is stored or leaves a cache.
   *
   * @param f a loop with two inputs, one output and no scalars
   */
  protected void multiplyTransAApply(
      HeapTensor a, HeapTensor b, ElementwiseLoop f, HeapTensor c, HeapTensor out) {
    multiplyTransA(a, b, out);
    applyOwn(f, c, out, out);
  }

  /**
   * {@code out ← a · bᵀ} and {@code sums ← Σ a} over records, for sums {@code [m, 1]}: multiplies
   * and sums. Override it to sum what the product reads.
   */
  protected void multiplyTransBSum(HeapTensor a, HeapTensor b, HeapTensor out, HeapTensor sums) {
    multiplyTransB(a, b, out);
    sumRecords(a, sums);
  }

  /**
   * Runs a loop on operands of one shape, in parts that threads share. Override it to run another
   * loop with the same results.
   *
   * @param operands inputs, then outputs, all {@link HeapTensor}s; not to be kept
   */
  protected void run(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    calls.get().run(workers, loop, scalars, operands);
  }

  /** {@code out ← a op b} for a column or a row {@code b}; {@code out} may be {@code a}. */
  protected void broadcast(CombineOperation op, HeapTensor a, HeapTensor b, HeapTensor out) {
    calls.get().broadcast(op, a, b, out);
  }

  /** {@code outᵢ ← Σⱼ aᵢⱼ}. */
  protected void sumRecords(HeapTensor a, HeapTensor out) {
    calls.get().sumOverRecords(a, out);
  }

  /** {@code outⱼ ← Σᵢ aᵢⱼ}. */
  protected void sumUnits(HeapTensor a, HeapTensor out) {
    kernels.sumOverUnits(a, out);
  }

  /** {@code outⱼ ← maxᵢ aᵢⱼ}. */
  protected void maxUnits(HeapTensor a, HeapTensor out) {
    kernels.maxOverUnits(a, out);
  }

  /** Softmax over the units of each record; {@code a} may be {@code z}. */
  protected void normalise(HeapTensor z, HeapTensor a) {
    kernels.softmax(z, a);
  }

  /** Its gradient; {@code dz} may be {@code da}. */
  protected void normaliseGradient(HeapTensor a, HeapTensor da, HeapTensor dz) {
    kernels.softmaxGradient(a, da, dz);
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
        Message.of(
            "%s: an operand belongs to another backend: %s is %s of %s%s, this is %s %s; copy its"
                + " values with read and write",
            operation,
            operand,
            tensor,
            tensor.backend().name().equals(name) ? "another instance of " : "",
            tensor.backend().name(),
            name,
            dtype));
  }

  @Override
  public final void requireOwn(String operation, String operand, @Nullable Tensor tensor) {
    own(operation, operand, tensor);
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
    Transfer.write(source, offset, target, from, to);
  }

  @Override
  public final void write(float[] source, int offset, Tensor out, int from, int to) {
    HeapTensor target = own("write", "out", out);
    Checks.transfer("write", out, from, to, source.length, offset);
    Transfer.write(source, offset, target, from, to);
  }

  @Override
  public final void read(Tensor a, int from, int to, double[] target, int offset) {
    HeapTensor source = own("read", "a", a);
    Checks.transfer("read", a, from, to, target.length, offset);
    Transfer.read(source, from, to, target, offset);
  }

  @Override
  public final void read(Tensor a, int from, int to, float[] target, int offset) {
    HeapTensor source = own("read", "a", a);
    Checks.transfer("read", a, from, to, target.length, offset);
    Transfer.read(source, from, to, target, offset);
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

  @Override
  public final void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    for (Tensor operand : operands) {
      own("apply", "an operand", operand);
    }
    Checks.apply(loop, scalars, operands);
    run(loop, scalars, operands);
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
  public final void apply(ElementwiseLoop loop, Tensor a, Tensor out) {
    Tensor[] operands = calls.get().two;
    operands[0] = a;
    operands[1] = out;
    applyOnce(loop, Call.NO_SCALARS, operands);
  }

  @Override
  public final void apply(ElementwiseLoop loop, Tensor a, Tensor b, Tensor out) {
    Tensor[] operands = calls.get().three;
    operands[0] = a;
    operands[1] = b;
    operands[2] = out;
    applyOnce(loop, Call.NO_SCALARS, operands);
  }

  @Override
  public final void fill(double value, Tensor out) {
    Call call = calls.get();
    call.scalar[0] = value;
    call.one[0] = out;
    applyOnce(ElementwiseFunction.FILL, call.scalar, call.one);
  }

  @Override
  public final void divideBy(Tensor a, double divisor, Tensor out) {
    Call call = calls.get();
    call.scalar[0] = divisor;
    call.two[0] = a;
    call.two[1] = out;
    applyOnce(ElementwiseFunction.DIVIDE_BY, call.scalar, call.two);
  }

  /** {@code out ← f(a)} for operands that are checked. */
  private void applyOwn(ElementwiseLoop f, HeapTensor a, HeapTensor out) {
    Tensor[] operands = calls.get().two;
    operands[0] = a;
    operands[1] = out;
    runOnce(f, operands);
  }

  /** {@code out ← f(a, b)} for operands that are checked. */
  private void applyOwn(ElementwiseLoop f, HeapTensor a, HeapTensor b, HeapTensor out) {
    Tensor[] operands = calls.get().three;
    operands[0] = a;
    operands[1] = b;
    operands[2] = out;
    runOnce(f, operands);
  }

  private void runOnce(ElementwiseLoop loop, Tensor[] operands) {
    try {
      run(loop, Call.NO_SCALARS, operands);
    } finally {
      Arrays.fill(operands, null);
    }
  }

  @Override
  public final void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
    HeapTensor ownA = own("combine", "a", a);
    HeapTensor ownB = own("combine", "b", b);
    HeapTensor ownOut = own("combine", "out", out);
    Checks.combine(a, b, out);
    combineOwn(op, ownA, ownB, ownOut);
  }

  private void combineOwn(CombineOperation op, HeapTensor a, HeapTensor b, HeapTensor out) {
    Objects.requireNonNull(op, "combine: the operation is null");
    if (a.shape().equals(b.shape())) {
      applyOwn(op, a, b, out);
    } else {
      broadcast(op, a, b, out);
    }
  }

  // ---- reductions and softmax

  @Override
  public final void sumOverRecords(Tensor a, Tensor out) {
    HeapTensor ownA = own("sumOverRecords", "a", a);
    HeapTensor ownOut = own("sumOverRecords", "out", out);
    Checks.sumOverRecords(a, out);
    sumRecords(ownA, ownOut);
  }

  @Override
  public final void sumOverUnits(Tensor a, Tensor out) {
    HeapTensor ownA = own("sumOverUnits", "a", a);
    HeapTensor ownOut = own("sumOverUnits", "out", out);
    Checks.sumOverUnits(a, out);
    sumUnits(ownA, ownOut);
  }

  @Override
  public final void maxOverUnits(Tensor a, Tensor out) {
    HeapTensor ownA = own("maxOverUnits", "a", a);
    HeapTensor ownOut = own("maxOverUnits", "out", out);
    Checks.maxOverUnits(a, out);
    maxUnits(ownA, ownOut);
  }

  @Override
  public final void softmax(Tensor z, Tensor a) {
    HeapTensor ownZ = own("softmax", "z", z);
    HeapTensor ownA = own("softmax", "a", a);
    Checks.sameShape("softmax", "z", z, "a", a);
    normalise(ownZ, ownA);
  }

  @Override
  public final void softmaxGradient(Tensor a, Tensor da, Tensor dz) {
    HeapTensor ownA = own("softmaxGradient", "a", a);
    HeapTensor ownDa = own("softmaxGradient", "da", da);
    HeapTensor ownDz = own("softmaxGradient", "dz", dz);
    Checks.sameShape("softmaxGradient", "a", a, "da", da);
    Checks.sameShape("softmaxGradient", "a", a, "dz", dz);
    Checks.noAlias("softmaxGradient", "a", a, "dz", dz);
    normaliseGradient(ownA, ownDa, ownDz);
  }

  // ---- dense layers

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

  // ---- gather, scatter and reshape

  @Override
  public final void gather(Tensor a, int[] units, Tensor out) {
    HeapTensor ownA = own("gather", "a", a);
    HeapTensor ownOut = own("gather", "out", out);
    Checks.gather(a, units, out);
    calls.get().gather(workers, ownA, units, ownOut);
  }

  @Override
  public final void scatterAdd(Tensor a, int[] units, Tensor out) {
    HeapTensor ownA = own("scatterAdd", "a", a);
    HeapTensor ownOut = own("scatterAdd", "out", out);
    Checks.scatterAdd(a, units, out);
    calls.get().scatterAdd(workers, ownA, units, ownOut);
  }

  @Override
  public final void gatherRecords(Tensor a, Tensor indices, Tensor out) {
    HeapTensor ownA = own("gatherRecords", "a", a);
    HeapTensor ownIndices = own("gatherRecords", "indices", indices);
    HeapTensor ownOut = own("gatherRecords", "out", out);
    Checks.gatherRecords(a, indices, out);
    kernels.checkIndices("gatherRecords", ownIndices, a.shape().columns());
    kernels.gatherRecords(ownA, ownIndices, ownOut);
  }

  @Override
  public final void scatterAddRecords(Tensor a, Tensor indices, Tensor out) {
    HeapTensor ownA = own("scatterAddRecords", "a", a);
    HeapTensor ownIndices = own("scatterAddRecords", "indices", indices);
    HeapTensor ownOut = own("scatterAddRecords", "out", out);
    Checks.scatterAddRecords(a, indices, out);
    kernels.checkIndices("scatterAddRecords", ownIndices, out.shape().columns());
    kernels.scatterAddRecords(ownA, ownIndices, ownOut);
  }

  @Override
  public final void reshape(Tensor a, Tensor out) {
    HeapTensor ownA = own("reshape", "a", a);
    HeapTensor ownOut = own("reshape", "out", out);
    Checks.reshape(a, out);
    kernels.reshape(ownA, ownOut);
  }
}
