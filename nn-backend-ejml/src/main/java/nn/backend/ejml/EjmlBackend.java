package nn.backend.ejml;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tier;
import nn.api.heap.HeapBackend;
import nn.api.heap.HeapTensor;
import nn.api.heap.HeapWorkspace;
import nn.api.provider.BackendOptions;
import org.ejml.data.ReshapeMatrix;
import org.jspecify.annotations.Nullable;

/**
 * EJML's products on the arrays of {@link HeapBackend}.
 *
 * <p>A tensor's array, record after record, is to EJML the transposed of the tensor, row after row.
 * So operands are swapped, which keeps the order of k: {@code C = A·B} is {@code Cᵀ = Bᵀ·Aᵀ}, and
 * EJML's {@code multTransB} serves a transposed first operand, {@code multTransA} a transposed
 * second one. All of EJML's forms sum k-ascending in one accumulator, but some start from the first
 * product instead of {@code +0.0}, which shows in the sign of a zero alone.
 *
 * <p>EJML's shared forms run in its pool and wait for it with {@code Future.get}, which an
 * interrupt of the waiting thread ends while the pool still writes. So they are called from within
 * the pool: {@link ForkJoinPool#invoke} waits until all is done, and leaves the caller interrupted.
 *
 * <p>Which form is fastest depends on the shape; docs/records has the measurements.
 *
 * @param <M> EJML's matrices of the backend's number type
 */
final class EjmlBackend<M extends ReshapeMatrix> extends HeapBackend {

  /** From about this many multiply-adds on, sharing them among threads pays. */
  private static final long WORTH_SHARING = 1_000_000;

  /** From this many rows of the product on, copying the second operand may pay. */
  private static final int WORTH_COPYING = 16;

  /** {@code multTransB} sums one element after the other: it starts anew for each short sum. */
  private static final int SHORT_SUM = 10;

  /** Long sums wait for each addition. */
  private static final int LONG_SUM = 40;

  /** With that many columns {@code mult} is fast enough to pay for copying where sums are long. */
  private static final int SOME_COLUMNS = 24;

  /** With that many columns it pays whatever the length of sums. */
  private static final int MANY_COLUMNS = 64;

  /** Up to this many columns {@code mult_aux} is faster than {@code mult_reorder} … */
  private static final int AUX_COLUMNS = 16;

  /** … unless sums are shorter than this. */
  private static final int AUX_SUM = 5;

  /** {@code multTransA} jumps through both operands where its second one has this few columns. */
  private static final int FEW_COLUMNS = 7;

  /** An operand transposed by copying, one for each calling thread. */
  private final ThreadLocal<M> scratch;

  /** A column for {@code mult_aux}, one for each calling thread. */
  private final ThreadLocal<M> column;

  private final Operations<M> operations;
  private final @Nullable ForkJoinPool pool;
  private final AtomicBoolean released = new AtomicBoolean();

  private EjmlBackend(
      String name, BackendOptions options, Operations<M> operations, @Nullable ForkJoinPool pool) {
    super(name, options.dtype(), options.threads(), Tier.EXACT_SEPARATE);
    this.operations = operations;
    this.pool = pool;
    scratch = ThreadLocal.withInitial(operations::scratch);
    column = ThreadLocal.withInitial(operations::scratch);
  }

  static <M extends ReshapeMatrix> Backend open(
      String name, BackendOptions options, Operations<M> operations) {
    ForkJoinPool pool = EjmlThreads.acquire(options.threads());
    try {
      return new EjmlBackend<>(name, options, operations, pool);
    } catch (RuntimeException | Error failed) {
      EjmlThreads.release();
      throw failed;
    }
  }

  @Override
  public void close() {
    super.close();
    scratch.remove();
    column.remove();
    if (!released.getAndSet(true)) {
      EjmlThreads.release();
    }
  }

  /** A tensor with EJML's view of its array. */
  private static final class EjmlTensor<M extends ReshapeMatrix> extends HeapTensor {
    final M transposed;

    EjmlTensor(EjmlBackend<M> backend, HeapWorkspace workspace, Shape shape) {
      super(backend, workspace, shape);
      transposed = backend.operations.transposedView(this);
    }
  }

  @Override
  protected HeapTensor newTensor(HeapWorkspace workspace, Shape shape) {
    return new EjmlTensor<>(this, workspace, shape);
  }

  /** EJML's view of a tensor, which is one of this backend's. */
  @SuppressWarnings("unchecked")
  private M transposed(HeapTensor tensor) {
    return ((EjmlTensor<M>) tensor).transposed;
  }

  @Override
  protected void multiply(HeapTensor a, HeapTensor b, HeapTensor out) {
    mult(transposed(b), transposed(a), transposed(out));
  }

  @Override
  protected void multiplyTransA(HeapTensor a, HeapTensor b, HeapTensor out) {
    M left = transposed(b);
    M right = transposed(a);
    M product = transposed(out);
    if (worthCopying(product, left.getNumCols())) {
      mult(left, copyTransposed(right), product);
      return;
    }
    if (pool != null && worthSharing(product, left.getNumCols())) {
      pool.invoke(ForkJoinTask.adapt(() -> operations.multTransBShared(left, right, product)));
    } else {
      operations.multTransB(left, right, product);
    }
    operations.clearSignsOfZeros(product);
  }

  @Override
  protected void multiplyTransB(HeapTensor a, HeapTensor b, HeapTensor out) {
    M left = transposed(b);
    M right = transposed(a);
    M product = transposed(out);
    if (1 < product.getNumCols() && product.getNumCols() <= FEW_COLUMNS) {
      mult(copyTransposed(left), right, product);
      return;
    }
    if (pool != null && worthSharing(product, left.getNumRows())) {
      pool.invoke(ForkJoinTask.adapt(() -> operations.multTransAShared(left, right, product)));
    } else {
      operations.multTransA(left, right, product);
    }
    operations.clearSignsOfZeros(product);
  }

  /** {@code product ← left · right}. */
  private void mult(M left, M right, M product) {
    int columns = product.getNumCols();
    int k = left.getNumCols();
    if (pool != null && worthSharing(product, k)) {
      pool.invoke(ForkJoinTask.adapt(() -> operations.multShared(left, right, product)));
    } else if (columns == 1 || (columns <= AUX_COLUMNS && k >= AUX_SUM)) {
      operations.multAux(left, right, product, column.get());
      return; // its sums start from +0.0
    } else {
      operations.multReorder(left, right, product);
    }
    operations.clearSignsOfZeros(product);
  }

  /** Whether {@code multTransB} is slower than a copy and {@code mult}. */
  private static boolean worthCopying(ReshapeMatrix product, int k) {
    int columns = product.getNumCols();
    return product.getNumRows() >= WORTH_COPYING
        && (k <= SHORT_SUM
            || columns >= MANY_COLUMNS
            || (k >= LONG_SUM && columns >= SOME_COLUMNS));
  }

  private boolean worthSharing(ReshapeMatrix product, int k) {
    return workers().free() > 1
        && (long) product.getNumRows() * product.getNumCols() * k >= WORTH_SHARING;
  }

  private M copyTransposed(M matrix) {
    M copy = scratch.get();
    operations.transpose(matrix, copy);
    return copy;
  }
}
