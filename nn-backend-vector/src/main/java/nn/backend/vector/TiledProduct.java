package nn.backend.vector;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.heap.Workers;

/**
 * {@code C ← A·B}, {@code f(A·B + bias)} or {@code f(D, A·B)} for operands in any order of their
 * elements; one object per thread.
 *
 * <p>The destination is cut into strips of a few vectors along the units, and these into tiles that
 * fit the registers. As in K. Goto and R. van de Geijn, Anatomy of High-Performance Matrix
 * Multiplication (ACM TOMS 34(3), 2008), blocks of k keep the operands in the caches: of {@code A}
 * a strip, copied so that it is read from front to back, in the first-level or second-level cache.
 * Large products pack both operands, so that all distances in the loop are constants: that saves a
 * fifth to a third of the instructions of a step, which bound the rate where the core has another
 * guest.
 *
 * <p>Each element is summed k-ascending from {@code +0.0} in one accumulator: between blocks of k
 * it rests in the destination, which changes no bit. Where the units are no multiple of a vector,
 * the last one overlaps the one before it in the same tile: both compute the same bits. Threads
 * share destination elements, never k. Each adds the bias and applies the function to what it has
 * computed: another thread would have to fetch that from its cache.
 *
 * @param <T> {@code double[]} or {@code float[]}
 */
abstract class TiledProduct<T> implements IntConsumer {

  /**
   * Vectors of the highest strip at least: the last vector must be in one strip with the one that
   * it overlaps, or it would add its products to sums that contain them already.
   */
  static final int MIN_VECTORS = 2;

  /** Steps of k in a block. */
  static final int DEPTH = 256;

  /**
   * Steps of k in a block of packed operands, an even number: the more of them, the less counts
   * what it takes to begin and to end a tile, and to fetch its sums from a far cache.
   */
  static final int PACKED_DEPTH = 512;

  /** Whether a product is to be computed from packed operands. */
  interface Packing {

    /** Parameters as of {@link Registers#worthPacking}. */
    boolean pays(long multiplyAdds, int vectors, boolean transposes);
  }

  /** Columns of the narrowest tile, of more than one. */
  private static final int TILE = 4;

  /** Up to so many multiply-adds, as long as a call of a tile takes, plain loops are faster. */
  private static final long TINY = 64;

  /**
   * Multiply-adds of vectors, full or not, of a thread at least: they take as long as handing over
   * to one that still spins, on a processor that shares no near cache.
   */
  private static final long WORTH_A_THREAD = 1_500;

  /** Packing both operands does not pay where an extent is less. */
  private static final int NARROW = 32;

  /** Columns that are packed together, whole panels: 528 by 512 doubles are 2 MiB. */
  private static final int PACKED_COLUMNS = 528;

  /** Elements of an operand that a second pass would find in no cache of a core. */
  private static final long WORTH_READING_ONCE = 1 << 18;

  /** Columns of a strip at a time, where they are to be found in the first-level cache again. */
  private static final int FEW_COLUMNS = 64;

  private final Workers workers;
  private final int lanes;
  final Strip<T> strip;
  private final Packing packing;
  private final T none;
  private final T[] ofOne; // operands of a function of one: its input is its output
  private final T[] ofTwo; // of a function of two: its second input is its output

  T a;
  T b;
  T out;
  private T bias; // none unless it is added
  private T sums; // of a over k; none unless they are wanted
  private ElementwiseLoop f = ElementwiseFunction.COPY;
  private T[] operands; // of f
  int m;
  int n;
  int k;
  int aStrideM;
  int aStrideK;
  int bStrideN;
  int bStrideK;
  private int vectors;
  private int height; // vectors of a strip at most
  private boolean copiesA;
  private boolean packs; // copies both, so that all distances are constants
  private boolean splitsColumns;
  private int parts;

  /**
   * For all products of one thread.
   *
   * @param lanes elements of a vector
   * @param strip what computes them
   * @param packing whether a product is computed from packed operands, unless an extent is narrow;
   *     changes no bit
   * @param none an empty array
   * @param ofOne two of them, for this object alone
   * @param ofTwo three of them, for this object alone
   */
  TiledProduct(
      Workers workers, int lanes, Strip<T> strip, Packing packing, T none, T[] ofOne, T[] ofTwo) {
    this.workers = workers;
    this.lanes = lanes;
    this.strip = strip;
    this.packing = packing;
    this.none = none;
    this.ofOne = ofOne;
    this.ofTwo = ofTwo;
    operands = ofOne;
    a = none;
    b = none;
    out = none;
    bias = none;
    sums = none;
  }

  /**
   * {@link #compute}, then adds a bias of {@code m} rows to each column and applies a function.
   *
   * @param f a loop with one input, one output and no scalars
   */
  final void computeDense(
      T w, T x, T bias, ElementwiseLoop f, T out, int m, int n, int k, int most) {
    requireIdle();
    this.bias = bias;
    this.f = f;
    operands = ofOne;
    Arrays.fill(operands, out);
    try {
      compute(w, 1, m, x, k, 1, out, m, n, k, most);
    } finally {
      this.bias = none;
      this.f = ElementwiseFunction.COPY;
      Arrays.fill(operands, none);
    }
  }

  /**
   * {@link #compute} for {@code wᵀ·dz}, then applies a function to {@code d} and the product.
   *
   * @param f a loop with two inputs, one output and no scalars
   * @param d {@code m} rows and {@code n} columns
   */
  final void computeInputGradient(
      T w, T dz, ElementwiseLoop f, T d, T out, int m, int n, int k, int most) {
    requireIdle();
    this.f = f;
    operands = ofTwo;
    Arrays.fill(operands, out);
    operands[0] = d;
    try {
      compute(w, k, 1, dz, k, 1, out, m, n, k, most);
    } finally {
      this.f = ElementwiseFunction.COPY;
      Arrays.fill(operands, none);
    }
  }

  /**
   * {@link #compute} for {@code dz·xᵀ}, and the sums of {@code dz} over its {@code k} records: with
   * the product where {@code dz} is large, else after it, which is as fast.
   *
   * @param db {@code m} sums
   */
  final void computeParameterGradients(T dz, T x, T dw, T db, int m, int n, int k, int most) {
    requireIdle();
    // a single row may be computed with its operands swapped
    if (m == 1 || (long) m * k < WORTH_READING_ONCE) {
      compute(dz, 1, m, x, 1, n, dw, m, n, k, most);
      sumOverRecords(dz, db, m, 0, m, 0, k);
      return;
    }
    sums = db;
    try {
      compute(dz, 1, m, x, 1, n, dw, m, n, k, most);
    } finally {
      sums = none;
    }
  }

  /**
   * Computes {@code out}, which has {@code m} rows and {@code n} columns.
   *
   * @param aStrideM distance of elements of {@code a} that follow each other along m
   * @param aStrideK the same along k; one of both strides is 1
   * @param bStrideN distance of elements of {@code b} that follow each other along n
   * @param bStrideK the same along k; one of both strides is 1
   * @param most vectors of a strip at most, {@link #MIN_VECTORS} or more; changes no bit
   */
  final void compute(
      T a,
      int aStrideM,
      int aStrideK,
      T b,
      int bStrideN,
      int bStrideK,
      T out,
      int m,
      int n,
      int k,
      int most) {
    requireIdle();
    boolean row = m == 1 && bStrideN == 1 && n > 1 && bias == none;
    if (row) { // (A·B)ᵀ = Bᵀ·Aᵀ, whose vectors are long
      compute(b, bStrideN, bStrideK, a, aStrideM, aStrideK, out, n, m, k, most);
      return;
    }
    this.a = a;
    this.b = b;
    this.out = out;
    this.m = m;
    this.n = n;
    this.k = k;
    this.aStrideM = aStrideM;
    this.aStrideK = aStrideK;
    this.bStrideN = bStrideN;
    this.bStrideK = bStrideK;
    vectors = (m + lanes - 1) / lanes;
    height = Math.min(most, strip.vectors(bStrideK));
    boolean one = vectors <= height;
    boolean ready = aStrideM == 1 && one && m == vectors * lanes; // as if copied
    long work = (long) m * n * k;
    packs = Math.min(m, Math.min(n, k)) >= NARROW && packing.pays(work, vectors, bStrideN != 1);
    if (packs) {
      height = strip.packedVectors();
    }
    copiesA = packs || (!ready && (aStrideM != 1 || m < lanes || n >= TILE));
    // each thread copies all of A if columns are split, all of B if rows are, which takes longer
    splitsColumns = one || n > (packs ? m / 2 : 2 * m);
    int pieces = splitsColumns ? n / strip.columns() : vectors / MIN_VECTORS;
    long worth = (long) vectors * n * k / WORTH_A_THREAD;
    parts = (int) Math.max(1, Math.min(Math.min(workers.free(), worth), pieces));
    try {
      if (work <= TINY) {
        plain();
        if (bias != none) {
          addBias(bias, 0, m, 0, n);
        }
        applyFunction(0, m, 0, n);
      } else {
        workers.run(parts, this);
      }
    } finally { // otherwise the operands would live as long as this thread
      this.a = none;
      this.b = none;
      this.out = none;
    }
  }

  private void requireIdle() {
    if (out != none) { // these fields are in use
      String kernel = operands == ofOne ? "dense" : "denseInputGradient";
      throw new IllegalStateException(kernel + ": a loop must not call a kernel: " + f);
    }
  }

  /** Elements of a vector. */
  final int lanes() {
    return lanes;
  }

  /** Room for copies of one running thread. */
  static final class Copies<T> {

    /**
     * Both operands in one array, as G1 puts one that is large at the beginning of a region: after
     * its header of 16 bytes, vectors of {@code a} then begin where a line of a cache does.
     */
    final T array;

    final int ofA;
    final int ofB;
    final T narrow;

    /**
     * Makes room.
     *
     * @param line elements of a line of a cache
     */
    Copies(IntFunction<T> arrays, int lanes, int line) {
      ofA = line * 3 / 4; // 48 bytes after the header
      ofB = ofA + PACKED_DEPTH * Strip.VECTORS * Math.max(lanes, 8);
      array = arrays.apply(ofB + PACKED_COLUMNS * PACKED_DEPTH);
      narrow = arrays.apply(FEW_COLUMNS * lanes);
    }
  }

  /** Those of the thread that calls. */
  abstract Copies<T> copies();

  /** Computes everything in plain loops. */
  abstract void plain();

  /** Computes columns of a single row in plain loops, where {@code b} is contiguous along k. */
  abstract void row(int from, int to);

  /**
   * Copies a vector of an operand for some steps of k; what is below the last row is undefined.
   *
   * @param from index of the vector's first element at the first step
   * @param stride distance of elements that follow each other in the vector, as is {@code strideK}
   *     of those along k; one of both is 1
   * @param rows elements of the vector that there are
   * @param to where the first step goes
   * @param step distance from one step to the next in the copy
   */
  abstract void copyVector(
      T source, int from, int stride, int strideK, int rows, int depth, T copy, int to, int step);

  /** Sets the elements {@code from ≤ i < to} to zero. */
  abstract void clear(T copy, int from, int to, boolean negative);

  /** Adds the bias to some rows of some columns of the destination. */
  abstract void addBias(T bias, int fromRow, int toRow, int fromColumn, int toColumn);

  /** As {@link DoubleReductions#sumOverRecords(double[], double[], int, int, int, int, int)}. */
  abstract void sumOverRecords(
      T a, T out, int units, int from, int to, int fromRecord, int toRecord);

  /** Applies a function to elements {@code from ≤ i < to}. */
  abstract void apply(ElementwiseLoop f, T[] operands, int from, int to);

  @Override
  public final void accept(int index) {
    if (splitsColumns) {
      int width = strip.columns();
      int tiles = (n + width - 1) / width;
      int from = first(tiles, index, parts) * width;
      int to = first(tiles, index + 1, parts) * width;
      int firstRow = first(m, index, parts);
      int endRow = first(m, index + 1, parts);
      range(0, vectors, from, Math.min(n, to), firstRow, endRow);
    } else {
      int from = first(vectors, index, parts);
      int to = first(vectors, index + 1, parts);
      range(from, to, 0, n, from * lanes, Math.min(m, to * lanes));
    }
  }

  /** The first of so many things that is of this part, or of a later one. */
  static int first(int count, int index, int parts) {
    return (int) ((long) count * index / parts);
  }

  /** Sums some rows of {@code a} for a range of k, if sums are wanted. */
  private void sum(int fromRow, int toRow, int fromK, int toK) {
    if (sums != none) {
      sumOverRecords(a, sums, m, fromRow, toRow, fromK, toK);
    }
  }

  /** Applies the function, if there is one, to a part of the destination. */
  private void applyFunction(int fromRow, int toRow, int fromColumn, int toColumn) {
    if (f == ElementwiseFunction.COPY) {
      return;
    }
    if (toRow - fromRow == m) {
      apply(f, operands, fromColumn * m, toColumn * m);
      return;
    }
    for (int j = fromColumn; j < toColumn; j++) {
      apply(f, operands, j * m + fromRow, j * m + toRow);
    }
  }

  /**
   * Computes the vectors {@code fromVector ≤ v < toVector} of the columns {@code from ≤ j < to}, in
   * strips that differ by one vector at most, the last one the highest; and the sums of the rows
   * {@code fromRow ≤ i < toRow} of {@code a}, of each block of k while it is in a cache.
   */
  private void range(int fromVector, int toVector, int from, int to, int fromRow, int toRow) {
    if (m == 1 && bStrideK == 1) {
      row(from, to);
      if (bias != none) {
        addBias(bias, 0, 1, from, to);
      }
      applyFunction(0, 1, from, to);
      return;
    }
    Copies<T> copies = copies();
    int count = toVector - fromVector;
    // of three vectors, and of four where two of two would be left
    int strips = height > 3 ? Math.max(1, (count + 1) / 3) : (count + height - 1) / height;
    int deep = packs ? PACKED_DEPTH : DEPTH;
    for (int k0 = 0; k0 < k; k0 += deep) {
      int depth = Math.min(deep, k - k0);
      sum(fromRow, toRow, k0, k0 + depth);
      for (int j0 = from; j0 < to; j0 += PACKED_COLUMNS) {
        int j1 = Math.min(to, j0 + PACKED_COLUMNS);
        if (packs) {
          packPanels(j0, j1, k0, depth, copies);
        }
        for (int index = 0; index < strips; index++) {
          int first = fromVector + (int) ((long) index * count / strips);
          int end = fromVector + (int) ((index + 1L) * count / strips);
          block(copies, first, end - first, j0, j1, k0, depth);
        }
        if (k0 + depth == k) { // while these columns are in the second-level cache
          applyFunction(fromVector * lanes, Math.min(m, toVector * lanes), j0, j1);
        }
      }
    }
  }

  /**
   * Copies the factors of columns for some steps of k, panel by panel, of each step by step. If
   * their number is odd, one step is added, of {@code +0.0} here and of {@code -0.0} in the other
   * operand: it adds {@code -0.0} to each sum, which changes none.
   */
  private void packPanels(int j0, int j1, int k0, int depth, Copies<T> copies) {
    T copy = copies.array;
    int width = strip.panel();
    int steps = depth + depth % 2;
    for (int j = j0; j < j1; j += lanes) {
      int to = copies.ofB + (j - j0) / width * width * steps + (j - j0) % width;
      int rows = Math.min(lanes, j1 - j);
      int from = j * bStrideN + k0 * bStrideK;
      copyVector(b, from, bStrideN, bStrideK, rows, depth, copy, to, width);
      if (steps > depth) {
        clear(copy, to + depth * width, to + depth * width + lanes, false);
      }
    }
  }

  /** A strip of some vectors, of the columns {@code j0 ≤ j < j1}, for a block of k. */
  private void block(Copies<T> copies, int first, int count, int j0, int j1, int k0, int depth) {
    int row = row(first);
    int last = row(first + count - 1) - row;
    T vectorsOfA = a;
    int aFrom = row + k0 * aStrideK;
    int aStep = aStrideK;
    int aLast = last;
    if (copiesA) {
      vectorsOfA = copies.array;
      aFrom = copies.ofA;
      aStep = packs ? strip.packedStep() : count * lanes;
      aLast = (count - 1) * lanes;
      int rows = Math.min(lanes, m);
      for (int v = 0; v < count; v++) {
        int from = row(first + v) * aStrideM + k0 * aStrideK;
        int to = aFrom + v * lanes;
        copyVector(a, from, aStrideM, aStrideK, rows, depth, vectorsOfA, to, aStep);
      }
      if (packs && depth % 2 == 1) {
        clear(vectorsOfA, aFrom + depth * aStep, aFrom + (depth + 1) * aStep, true);
      }
    }
    int bFrom = j0 * bStrideN + k0 * bStrideK;
    boolean fromZero = k0 == 0;
    boolean addsBias = bias != none && k0 + depth == k;
    int roomy = m < lanes ? roomy(j0, j1, fromZero && k0 + depth == k) : j1;
    int step;
    for (int j = j0; j < j1; j += step, bFrom += step * bStrideN) {
      boolean narrow = j >= roomy;
      step = addsBias || narrow ? FEW_COLUMNS : roomy - j;
      int columns = Math.min(step, (narrow ? j1 : roomy) - j);
      step = narrow ? step : columns;
      T c = narrow ? copies.narrow : out;
      int cFrom = narrow ? 0 : j * m + row;
      int cColumn = narrow ? lanes : m;
      for (int i = 0; i < columns && narrow && !fromZero; i++) {
        System.arraycopy(out, (j + i) * m, c, i * lanes, m);
      }
      if (packs) {
        strip.computePacked(
            count,
            vectorsOfA,
            aFrom,
            copies.array,
            copies.ofB,
            j - j0,
            columns,
            depth + depth % 2,
            c,
            cFrom,
            cColumn,
            last,
            fromZero);
      } else {
        strip.compute(
            count,
            vectorsOfA,
            aFrom,
            aStep,
            aLast,
            b,
            bFrom,
            bStrideK,
            bStrideN,
            columns,
            depth,
            c,
            cFrom,
            cColumn,
            last,
            fromZero);
      }
      for (int i = 0; i < columns && narrow; i++) {
        System.arraycopy(c, i * lanes, out, (j + i) * m, m);
      }
      if (addsBias) {
        addBias(bias, first * lanes, Math.min(m, (first + count) * lanes), j, j + columns);
      }
    }
  }

  /**
   * Where those of the columns {@code j0 ≤ j < j1} begin that are computed in the scratch tile, in
   * a destination of fewer rows than lanes. What a vector writes below the last row of a column
   * before belongs to the next ones, which are computed later; so all must be computed once only,
   * and the last ones have no room for a vector.
   *
   * @param once whether columns are computed once, and never continued
   * @return a whole number of tiles after {@code j0}
   */
  private int roomy(int j0, int j1, boolean once) {
    int columns = once ? j1 - j0 - (lanes + m - 1) / m + 1 : 0;
    return j0 + Math.max(0, columns) / strip.columns() * strip.columns();
  }

  /** The first row of a vector; the last vector ends with the last row. */
  private int row(int vector) {
    return vector == vectors - 1 ? Math.max(0, m - lanes) : vector * lanes;
  }
}
