package nn.backend.vector;

/**
 * A strip of the destination of a product: some vectors along the units, of some columns.
 *
 * <p>It is computed in tiles, as wide as the vector registers allow, whose elements stay in
 * registers while k ascends: {@code cᵢⱼ ← Σₖ aᵢₖ · bₖⱼ}, each lane the sum of one element. Sums
 * start from {@code +0.0} or are continued from {@code c}. The vectors follow each other but the
 * last, which may overlap the one before it: both then compute the same bits.
 *
 * @param <T> {@code double[]} or {@code float[]}
 */
interface Strip<T> {

  /** Vectors of any strip at most. */
  int VECTORS = 4;

  /** Columns of the widest tile. */
  int columns();

  /**
   * Vectors of a strip at most, of operands as they are.
   *
   * @param bStep distance of factors from one k to the next; where it is 1, C2 checks the indices
   *     of factors once for a tile and not at each step, so that a higher one is faster
   */
  int vectors(int bStep);

  /** Vectors of a strip of packed operands at most. */
  int packedVectors();

  /** Distance from one k to the next in a strip's packed vectors. */
  int packedStep();

  /** Columns of a panel of packed factors, which is the distance from one k to the next in it. */
  int panel();

  /**
   * A strip of operands as they are, or of vectors that are copied.
   *
   * @param vectors 1 to {@link #vectors(int)}
   * @param aFrom index of the first element of the first vector
   * @param aStep distance from one k to the next
   * @param aLast distance from the first vector to the last; from four columns on neither is read:
   *     the vectors are expected without gaps
   * @param bFrom index of the first column's first factor
   * @param bStep distance from one k to the next
   * @param bColumn distance from one column to the next
   * @param depth the number of steps of k
   * @param cFrom index of the first element
   * @param cColumn distance from one column to the next
   * @param cLast distance from the first vector to the last
   */
  void compute(
      int vectors,
      T a,
      int aFrom,
      int aStep,
      int aLast,
      T b,
      int bFrom,
      int bStep,
      int bColumn,
      int columns,
      int depth,
      T c,
      int cFrom,
      int cColumn,
      int cLast,
      boolean fromZero);

  /**
   * A strip of operands that are packed: {@code a} vector by vector, {@code b} in one panel of
   * columns after the other.
   *
   * @param vectors 1 to {@link #packedVectors}
   * @param aFrom index of the first vector at the first step
   * @param bFrom index of the first panel
   * @param column the first one, counted from the first panel's; a multiple of {@link #columns}
   * @param depth even
   */
  void computePacked(
      int vectors,
      T a,
      int aFrom,
      T b,
      int bFrom,
      int column,
      int columns,
      int depth,
      T c,
      int cFrom,
      int cColumn,
      int cLast,
      boolean fromZero);
}
