package nn.backend.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of the destination of a product in FLOAT64, each product and each sum rounded.
 *
 * <p>Its elements stay in registers while k ascends: up to four vectors along the units of up to
 * four columns, each lane the sum of one element. All loads, sums and stores of a tile stand in one
 * method, since a vector that is passed to another one is boxed where C2 does not inline it. The
 * species is a constant of this class for the same reason.
 */
final class DoubleTiles {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private DoubleTiles() {}

  /**
   * {@code cᵢⱼ ← Σₖ aᵢₖ · bₖⱼ} for {@code rows} vectors of i and {@code columns} of j, from {@code
   * +0.0} or, if not {@code first}}, from what {@code c} has.
   *
   * <p>The vectors follow each other but the last, which may overlap the one before it: both then
   * compute the same bits.
   *
   * @param rows 1 to 4 vectors
   * @param columns 1 or 4
   * @param aFrom index of the first element of the first vector
   * @param aStep distance from one k to the next
   * @param aLast distance from the first vector to the last
   * @param bFrom index of the first column's first factor
   * @param bStep distance from one k to the next
   * @param bColumn distance from one column to the next
   * @param depth the number of steps of k
   * @param cFrom index of the first element
   * @param cColumn distance from one column to the next
   * @param cLast distance from the first vector to the last
   */
  static void compute(
      int rows,
      int columns,
      double[] a,
      int aFrom,
      int aStep,
      int aLast,
      double[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int depth,
      double[] c,
      int cFrom,
      int cColumn,
      int cLast,
      boolean first) {
    if (columns == 4) {
      switch (rows) {
        case 4 ->
            tile4x4(
                a, aFrom, aStep, aLast, b, bFrom, bStep, bColumn, depth, c, cFrom, cColumn, cLast,
                first);
        case 3 ->
            tile3x4(
                a, aFrom, aStep, aLast, b, bFrom, bStep, bColumn, depth, c, cFrom, cColumn, cLast,
                first);
        case 2 ->
            tile2x4(
                a, aFrom, aStep, aLast, b, bFrom, bStep, bColumn, depth, c, cFrom, cColumn, cLast,
                first);
        default ->
            tile1x4(
                a, aFrom, aStep, aLast, b, bFrom, bStep, bColumn, depth, c, cFrom, cColumn, cLast,
                first);
      }
    } else {
      switch (rows) {
        case 4 ->
            tile4x1(
                a, aFrom, aStep, aLast, b, bFrom, bStep, bColumn, depth, c, cFrom, cColumn, cLast,
                first);
        case 3 ->
            tile3x1(
                a, aFrom, aStep, aLast, b, bFrom, bStep, bColumn, depth, c, cFrom, cColumn, cLast,
                first);
        case 2 ->
            tile2x1(
                a, aFrom, aStep, aLast, b, bFrom, bStep, bColumn, depth, c, cFrom, cColumn, cLast,
                first);
        default ->
            tile1x1(
                a, aFrom, aStep, aLast, b, bFrom, bStep, bColumn, depth, c, cFrom, cColumn, cLast,
                first);
      }
    }
  }

  /** 4 vectors of 4 columns. */
  private static void tile4x4(
      double[] a,
      int aFrom,
      int aStep,
      int aLast,
      double[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int depth,
      double[] c,
      int cFrom,
      int cColumn,
      int cLast,
      boolean first) {
    int c0 = cFrom;
    int c1 = cFrom + cColumn;
    int c2 = cFrom + 2 * cColumn;
    int c3 = cFrom + 3 * cColumn;
    DoubleVector s00 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0);
    DoubleVector s10 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + LANES);
    DoubleVector s20 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + 2 * LANES);
    DoubleVector s30 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + cLast);
    DoubleVector s01 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c1);
    DoubleVector s11 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c1 + LANES);
    DoubleVector s21 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c1 + 2 * LANES);
    DoubleVector s31 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c1 + cLast);
    DoubleVector s02 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c2);
    DoubleVector s12 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c2 + LANES);
    DoubleVector s22 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c2 + 2 * LANES);
    DoubleVector s32 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c2 + cLast);
    DoubleVector s03 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c3);
    DoubleVector s13 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c3 + LANES);
    DoubleVector s23 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c3 + 2 * LANES);
    DoubleVector s33 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c3 + cLast);
    int p = aFrom;
    int q = bFrom;
    for (int k = 0; k < depth; k++) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, p);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, a, p + LANES);
      DoubleVector a2 = DoubleVector.fromArray(SPECIES, a, p + 2 * LANES);
      DoubleVector a3 = DoubleVector.fromArray(SPECIES, a, p + aLast);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, b[q]);
      s00 = s00.add(a0.mul(b0));
      s10 = s10.add(a1.mul(b0));
      s20 = s20.add(a2.mul(b0));
      s30 = s30.add(a3.mul(b0));
      DoubleVector b1 = DoubleVector.broadcast(SPECIES, b[q + bColumn]);
      s01 = s01.add(a0.mul(b1));
      s11 = s11.add(a1.mul(b1));
      s21 = s21.add(a2.mul(b1));
      s31 = s31.add(a3.mul(b1));
      DoubleVector b2 = DoubleVector.broadcast(SPECIES, b[q + 2 * bColumn]);
      s02 = s02.add(a0.mul(b2));
      s12 = s12.add(a1.mul(b2));
      s22 = s22.add(a2.mul(b2));
      s32 = s32.add(a3.mul(b2));
      DoubleVector b3 = DoubleVector.broadcast(SPECIES, b[q + 3 * bColumn]);
      s03 = s03.add(a0.mul(b3));
      s13 = s13.add(a1.mul(b3));
      s23 = s23.add(a2.mul(b3));
      s33 = s33.add(a3.mul(b3));
      p += aStep;
      q += bStep;
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c0 + LANES);
    s20.intoArray(c, c0 + 2 * LANES);
    s30.intoArray(c, c0 + cLast);
    s01.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s21.intoArray(c, c1 + 2 * LANES);
    s31.intoArray(c, c1 + cLast);
    s02.intoArray(c, c2);
    s12.intoArray(c, c2 + LANES);
    s22.intoArray(c, c2 + 2 * LANES);
    s32.intoArray(c, c2 + cLast);
    s03.intoArray(c, c3);
    s13.intoArray(c, c3 + LANES);
    s23.intoArray(c, c3 + 2 * LANES);
    s33.intoArray(c, c3 + cLast);
  }

  /** 3 vectors of 4 columns. */
  private static void tile3x4(
      double[] a,
      int aFrom,
      int aStep,
      int aLast,
      double[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int depth,
      double[] c,
      int cFrom,
      int cColumn,
      int cLast,
      boolean first) {
    int c0 = cFrom;
    int c1 = cFrom + cColumn;
    int c2 = cFrom + 2 * cColumn;
    int c3 = cFrom + 3 * cColumn;
    DoubleVector s00 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0);
    DoubleVector s10 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + LANES);
    DoubleVector s20 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + cLast);
    DoubleVector s01 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c1);
    DoubleVector s11 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c1 + LANES);
    DoubleVector s21 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c1 + cLast);
    DoubleVector s02 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c2);
    DoubleVector s12 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c2 + LANES);
    DoubleVector s22 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c2 + cLast);
    DoubleVector s03 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c3);
    DoubleVector s13 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c3 + LANES);
    DoubleVector s23 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c3 + cLast);
    int p = aFrom;
    int q = bFrom;
    for (int k = 0; k < depth; k++) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, p);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, a, p + LANES);
      DoubleVector a2 = DoubleVector.fromArray(SPECIES, a, p + aLast);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, b[q]);
      s00 = s00.add(a0.mul(b0));
      s10 = s10.add(a1.mul(b0));
      s20 = s20.add(a2.mul(b0));
      DoubleVector b1 = DoubleVector.broadcast(SPECIES, b[q + bColumn]);
      s01 = s01.add(a0.mul(b1));
      s11 = s11.add(a1.mul(b1));
      s21 = s21.add(a2.mul(b1));
      DoubleVector b2 = DoubleVector.broadcast(SPECIES, b[q + 2 * bColumn]);
      s02 = s02.add(a0.mul(b2));
      s12 = s12.add(a1.mul(b2));
      s22 = s22.add(a2.mul(b2));
      DoubleVector b3 = DoubleVector.broadcast(SPECIES, b[q + 3 * bColumn]);
      s03 = s03.add(a0.mul(b3));
      s13 = s13.add(a1.mul(b3));
      s23 = s23.add(a2.mul(b3));
      p += aStep;
      q += bStep;
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c0 + LANES);
    s20.intoArray(c, c0 + cLast);
    s01.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s21.intoArray(c, c1 + cLast);
    s02.intoArray(c, c2);
    s12.intoArray(c, c2 + LANES);
    s22.intoArray(c, c2 + cLast);
    s03.intoArray(c, c3);
    s13.intoArray(c, c3 + LANES);
    s23.intoArray(c, c3 + cLast);
  }

  /** 2 vectors of 4 columns. */
  private static void tile2x4(
      double[] a,
      int aFrom,
      int aStep,
      int aLast,
      double[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int depth,
      double[] c,
      int cFrom,
      int cColumn,
      int cLast,
      boolean first) {
    int c0 = cFrom;
    int c1 = cFrom + cColumn;
    int c2 = cFrom + 2 * cColumn;
    int c3 = cFrom + 3 * cColumn;
    DoubleVector s00 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0);
    DoubleVector s10 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + cLast);
    DoubleVector s01 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c1);
    DoubleVector s11 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c1 + cLast);
    DoubleVector s02 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c2);
    DoubleVector s12 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c2 + cLast);
    DoubleVector s03 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c3);
    DoubleVector s13 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c3 + cLast);
    int p = aFrom;
    int q = bFrom;
    for (int k = 0; k < depth; k++) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, p);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, a, p + aLast);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, b[q]);
      s00 = s00.add(a0.mul(b0));
      s10 = s10.add(a1.mul(b0));
      DoubleVector b1 = DoubleVector.broadcast(SPECIES, b[q + bColumn]);
      s01 = s01.add(a0.mul(b1));
      s11 = s11.add(a1.mul(b1));
      DoubleVector b2 = DoubleVector.broadcast(SPECIES, b[q + 2 * bColumn]);
      s02 = s02.add(a0.mul(b2));
      s12 = s12.add(a1.mul(b2));
      DoubleVector b3 = DoubleVector.broadcast(SPECIES, b[q + 3 * bColumn]);
      s03 = s03.add(a0.mul(b3));
      s13 = s13.add(a1.mul(b3));
      p += aStep;
      q += bStep;
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c0 + cLast);
    s01.intoArray(c, c1);
    s11.intoArray(c, c1 + cLast);
    s02.intoArray(c, c2);
    s12.intoArray(c, c2 + cLast);
    s03.intoArray(c, c3);
    s13.intoArray(c, c3 + cLast);
  }

  /** 1 vectors of 4 columns. */
  private static void tile1x4(
      double[] a,
      int aFrom,
      int aStep,
      int aLast,
      double[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int depth,
      double[] c,
      int cFrom,
      int cColumn,
      int cLast,
      boolean first) {
    int c0 = cFrom;
    int c1 = cFrom + cColumn;
    int c2 = cFrom + 2 * cColumn;
    int c3 = cFrom + 3 * cColumn;
    DoubleVector s00 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0);
    DoubleVector s01 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c1);
    DoubleVector s02 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c2);
    DoubleVector s03 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c3);
    int p = aFrom;
    int q = bFrom;
    for (int k = 0; k < depth; k++) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, p);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, b[q]);
      s00 = s00.add(a0.mul(b0));
      DoubleVector b1 = DoubleVector.broadcast(SPECIES, b[q + bColumn]);
      s01 = s01.add(a0.mul(b1));
      DoubleVector b2 = DoubleVector.broadcast(SPECIES, b[q + 2 * bColumn]);
      s02 = s02.add(a0.mul(b2));
      DoubleVector b3 = DoubleVector.broadcast(SPECIES, b[q + 3 * bColumn]);
      s03 = s03.add(a0.mul(b3));
      p += aStep;
      q += bStep;
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c1);
    s02.intoArray(c, c2);
    s03.intoArray(c, c3);
  }

  /** 4 vectors of 1 column. */
  private static void tile4x1(
      double[] a,
      int aFrom,
      int aStep,
      int aLast,
      double[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int depth,
      double[] c,
      int cFrom,
      int cColumn,
      int cLast,
      boolean first) {
    int c0 = cFrom;
    DoubleVector s00 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0);
    DoubleVector s10 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + LANES);
    DoubleVector s20 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + 2 * LANES);
    DoubleVector s30 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + cLast);
    int p = aFrom;
    int q = bFrom;
    for (int k = 0; k < depth; k++) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, p);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, a, p + LANES);
      DoubleVector a2 = DoubleVector.fromArray(SPECIES, a, p + 2 * LANES);
      DoubleVector a3 = DoubleVector.fromArray(SPECIES, a, p + aLast);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, b[q]);
      s00 = s00.add(a0.mul(b0));
      s10 = s10.add(a1.mul(b0));
      s20 = s20.add(a2.mul(b0));
      s30 = s30.add(a3.mul(b0));
      p += aStep;
      q += bStep;
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c0 + LANES);
    s20.intoArray(c, c0 + 2 * LANES);
    s30.intoArray(c, c0 + cLast);
  }

  /** 3 vectors of 1 column. */
  private static void tile3x1(
      double[] a,
      int aFrom,
      int aStep,
      int aLast,
      double[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int depth,
      double[] c,
      int cFrom,
      int cColumn,
      int cLast,
      boolean first) {
    int c0 = cFrom;
    DoubleVector s00 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0);
    DoubleVector s10 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + LANES);
    DoubleVector s20 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + cLast);
    int p = aFrom;
    int q = bFrom;
    for (int k = 0; k < depth; k++) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, p);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, a, p + LANES);
      DoubleVector a2 = DoubleVector.fromArray(SPECIES, a, p + aLast);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, b[q]);
      s00 = s00.add(a0.mul(b0));
      s10 = s10.add(a1.mul(b0));
      s20 = s20.add(a2.mul(b0));
      p += aStep;
      q += bStep;
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c0 + LANES);
    s20.intoArray(c, c0 + cLast);
  }

  /** 2 vectors of 1 column. */
  private static void tile2x1(
      double[] a,
      int aFrom,
      int aStep,
      int aLast,
      double[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int depth,
      double[] c,
      int cFrom,
      int cColumn,
      int cLast,
      boolean first) {
    int c0 = cFrom;
    DoubleVector s00 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0);
    DoubleVector s10 =
        first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0 + cLast);
    int p = aFrom;
    int q = bFrom;
    for (int k = 0; k < depth; k++) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, p);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, a, p + aLast);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, b[q]);
      s00 = s00.add(a0.mul(b0));
      s10 = s10.add(a1.mul(b0));
      p += aStep;
      q += bStep;
    }
    s00.intoArray(c, c0);
    s10.intoArray(c, c0 + cLast);
  }

  /** 1 vectors of 1 column. */
  private static void tile1x1(
      double[] a,
      int aFrom,
      int aStep,
      int aLast,
      double[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int depth,
      double[] c,
      int cFrom,
      int cColumn,
      int cLast,
      boolean first) {
    int c0 = cFrom;
    DoubleVector s00 = first ? DoubleVector.zero(SPECIES) : DoubleVector.fromArray(SPECIES, c, c0);
    int p = aFrom;
    int q = bFrom;
    for (int k = 0; k < depth; k++) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, p);
      DoubleVector b0 = DoubleVector.broadcast(SPECIES, b[q]);
      s00 = s00.add(a0.mul(b0));
      p += aStep;
      q += bStep;
    }
    s00.intoArray(c, c0);
  }
}
