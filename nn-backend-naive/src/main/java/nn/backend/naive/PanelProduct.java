package nn.backend.naive;

import java.util.function.IntConsumer;
import nn.api.Shape;
import nn.api.heap.HeapTensor;
import nn.api.heap.Workers;

/**
 * {@code C ← A·B} for operands in any order of their elements; one object per thread.
 *
 * <p>The textbook's loop with k outermost, {@code cᵢⱼ += aᵢₖ · bₖⱼ} for all i of a record j, runs
 * as fast as the processor adds and multiplies if the compiler vectorises over i. C2 does so only
 * for arrays indexed alike ({@code c[i] += s * a[i]}), never with two offsets into flat arrays,
 * hence: the vectors {@code aₖ} of a block are copied into arrays of their own (a panel), and a
 * block of {@code cⱼ} is summed in an array of its own. Where records outnumber units, the roles
 * are swapped, since {@code (A·B)ᵀ = Bᵀ·Aᵀ} keeps the order of k, and loops stay long.
 *
 * <p>Each element is summed k-ascending from {@code +0.0} in one accumulator: between blocks of k
 * it rests in the destination, which changes no bit. Threads share destination elements, never k.
 */
abstract class PanelProduct implements IntConsumer {

  /** A panel of 128 vectors of 256 doubles fills a quarter of a 1 MiB level-2 cache. */
  static final int PANEL_K = 128;

  static final int PANEL_LENGTH = 256;

  /** Vectors so short, as in a network's one output for one record, are not worth a panel. */
  private static final int SHORT = 4;

  /** About the multiply-adds that one thread does in the time that waking another takes. */
  private static final long WORTH_A_THREAD = 250_000;

  private final Workers workers;

  // the operand whose vectors run along p, the one that gives scalars for each q, the destination
  int p;
  int q;
  int k;
  int vectorStrideP;
  int vectorStrideK;
  int scalarStrideQ;
  int scalarStrideK;
  int outStrideP;
  int outStrideQ;
  private int parts;

  PanelProduct(Workers workers) {
    this.workers = workers;
  }

  /**
   * Computes {@code out}, whose shape is {@code [m, n]}.
   *
   * @param aStrideM distance of elements of {@code a} that follow each other along m
   * @param bStrideN distance of elements of {@code b} that follow each other along n
   */
  final void compute(
      HeapTensor a,
      int aStrideM,
      int aStrideK,
      HeapTensor b,
      int bStrideK,
      int bStrideN,
      HeapTensor out,
      int k) {
    Shape shape = out.shape();
    this.k = k;
    if (shape.rows() >= shape.columns()) {
      operands(a, b, out);
      extents(shape.rows(), aStrideM, aStrideK, shape.columns(), bStrideN, bStrideK);
      outStrideP = 1;
      outStrideQ = shape.rows();
    } else {
      operands(b, a, out);
      extents(shape.columns(), bStrideN, bStrideK, shape.rows(), aStrideM, aStrideK);
      outStrideP = shape.rows();
      outStrideQ = 1;
    }
    long work = (long) p * q * k;
    parts = (int) Math.max(1, Math.min(Math.min(workers.free(), work / WORTH_A_THREAD), p / 16));
    try {
      workers.run(parts, this);
    } finally {
      forget();
    }
  }

  private void extents(
      int p, int vectorStrideP, int vectorStrideK, int q, int scalarStrideQ, int scalarStrideK) {
    this.p = p;
    this.vectorStrideP = vectorStrideP;
    this.vectorStrideK = vectorStrideK;
    this.q = q;
    this.scalarStrideQ = scalarStrideQ;
    this.scalarStrideK = scalarStrideK;
  }

  /** Takes the arrays of the operands. */
  abstract void operands(HeapTensor vectors, HeapTensor scalars, HeapTensor out);

  /** Lets the operands be collected; otherwise they would live as long as the calling thread. */
  abstract void forget();

  /** Computes everything as dot products, element after element. */
  abstract void dots();

  /** Computes elements {@code fromP ≤ p < toP} for all q. */
  abstract void range(int fromP, int toP);

  @Override
  public final void accept(int index) {
    if (p < SHORT) {
      dots();
      return;
    }
    int from = (int) ((long) p * index / parts) & ~7;
    int to = index == parts - 1 ? p : (int) ((long) p * (index + 1) / parts) & ~7;
    range(from, to);
  }
}
