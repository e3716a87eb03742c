package nn.backend.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A strip of the destination of a product in FLOAT32, each product and each sum rounded.
 *
 * <p>It is computed in tiles of up to four vectors along the units by four columns, whose elements
 * stay in registers while k ascends, each lane the sum of one element. All loads, sums and stores
 * of a tile stand in one method, since a vector that is passed to another one is boxed where C2
 * does not inline it. The species is a constant of this class for the same reason. A method has one
 * loop over columns, and few distances are variables in the loop over k: C2 inlines too little
 * where a method is large, and keeps what exceeds its integer registers in vector registers.
 */
final class FloatStrip {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private FloatStrip() {}

  /**
   * {@code cᵢⱼ ← Σₖ aᵢₖ · bₖⱼ} for some vectors of i and {@code columns} of j; they start from
   * {@code from}, which may be {@code c}, or from {@code +0.0} if {@code fromColumn} is 0.
   *
   * <p>The vectors follow each other but the last, which may overlap the one before it: both then
   * compute the same bits.
   *
   * @param vectors 1 to 4
   * @param aFrom index of the first element of the first vector
   * @param aStep distance from one k to the next
   * @param aLast distance from the first vector to the last; from four columns on neither is read:
   *     the vectors are expected without gaps
   * @param bFrom index of the first column's first factor
   * @param bStep distance from one k to the next
   * @param bColumn distance from one column to the next
   * @param bTile distance from the first of four columns to the first of the next four
   * @param depth the number of steps of k
   * @param cFrom index of the first element
   * @param cColumn distance from one column to the next
   * @param cLast distance from the first vector to the last, in {@code from} too
   * @param fromFrom index of the sum from which the first element starts
   * @param fromColumn distance from one column to the next
   */
  static void compute(
      int vectors,
      float[] a,
      int aFrom,
      int aStep,
      int aLast,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int bTile,
      int columns,
      int depth,
      float[] c,
      int cFrom,
      int cColumn,
      int cLast,
      float[] from,
      int fromFrom,
      int fromColumn) {
    switch (vectors) {
      case 4 ->
          four4(
              a,
              aFrom,
              b,
              bFrom,
              bStep,
              bColumn,
              bTile,
              columns,
              depth,
              c,
              cFrom,
              cColumn,
              cLast,
              from,
              fromFrom,
              fromColumn);
      case 3 ->
          four3(
              a,
              aFrom,
              b,
              bFrom,
              bStep,
              bColumn,
              bTile,
              columns,
              depth,
              c,
              cFrom,
              cColumn,
              cLast,
              from,
              fromFrom,
              fromColumn);
      case 2 ->
          four2(
              a,
              aFrom,
              b,
              bFrom,
              bStep,
              bColumn,
              bTile,
              columns,
              depth,
              c,
              cFrom,
              cColumn,
              cLast,
              from,
              fromFrom,
              fromColumn);
      default ->
          four1(
              a,
              aFrom,
              b,
              bFrom,
              bStep,
              bColumn,
              bTile,
              columns,
              depth,
              c,
              cFrom,
              cColumn,
              cLast,
              from,
              fromFrom,
              fromColumn);
    }
    int done = columns & ~3;
    if (done < columns) {
      int bRest = bFrom + (done >> 2) * bTile;
      int cRest = cFrom + done * cColumn;
      int fromRest = fromFrom + done * fromColumn;
      switch (vectors) {
        case 4 ->
            one4(
                a,
                aFrom,
                aStep,
                aLast,
                b,
                bRest,
                bStep,
                bColumn,
                columns - done,
                depth,
                c,
                cRest,
                cColumn,
                cLast,
                from,
                fromRest,
                fromColumn);
        case 3 ->
            one3(
                a,
                aFrom,
                aStep,
                aLast,
                b,
                bRest,
                bStep,
                bColumn,
                columns - done,
                depth,
                c,
                cRest,
                cColumn,
                cLast,
                from,
                fromRest,
                fromColumn);
        case 2 ->
            one2(
                a,
                aFrom,
                aStep,
                aLast,
                b,
                bRest,
                bStep,
                bColumn,
                columns - done,
                depth,
                c,
                cRest,
                cColumn,
                cLast,
                from,
                fromRest,
                fromColumn);
        default ->
            one1(
                a,
                aFrom,
                aStep,
                aLast,
                b,
                bRest,
                bStep,
                bColumn,
                columns - done,
                depth,
                c,
                cRest,
                cColumn,
                cLast,
                from,
                fromRest,
                fromColumn);
      }
    }
  }

  private static void four4(
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int bTile,
      int columns,
      int depth,
      float[] c,
      int cFrom,
      int cColumn,
      int cLast,
      float[] from,
      int fromFrom,
      int fromColumn) {
    int aEnd = aFrom + depth * 4 * LANES;
    int bj = bFrom;
    int cj = cFrom;
    int fj = fromFrom;
    for (int j = 0;
        j + 4 <= columns;
        j += 4, bj += bTile, cj += 4 * cColumn, fj += 4 * fromColumn) {
      int c0 = cj;
      int c1 = cj + cColumn;
      int c2 = cj + 2 * cColumn;
      int c3 = cj + 3 * cColumn;
      int f0 = fj;
      int f1 = fj + fromColumn;
      int f2 = fj + 2 * fromColumn;
      int f3 = fj + 3 * fromColumn;
      FloatVector s00 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f0);
      FloatVector s10 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + LANES);
      FloatVector s20 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + 2 * LANES);
      FloatVector s30 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + cLast);
      FloatVector s01 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f1);
      FloatVector s11 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f1 + LANES);
      FloatVector s21 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f1 + 2 * LANES);
      FloatVector s31 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f1 + cLast);
      FloatVector s02 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f2);
      FloatVector s12 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f2 + LANES);
      FloatVector s22 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f2 + 2 * LANES);
      FloatVector s32 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f2 + cLast);
      FloatVector s03 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f3);
      FloatVector s13 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f3 + LANES);
      FloatVector s23 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f3 + 2 * LANES);
      FloatVector s33 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f3 + cLast);
      int q = bj;
      for (int p = aFrom; p < aEnd; p += 4 * LANES) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, a, p);
        FloatVector a1 = FloatVector.fromArray(SPECIES, a, p + LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, a, p + 2 * LANES);
        FloatVector a3 = FloatVector.fromArray(SPECIES, a, p + 3 * LANES);
        FloatVector b0 = FloatVector.broadcast(SPECIES, b[q]);
        s00 = a0.mul(b0).add(s00);
        s10 = a1.mul(b0).add(s10);
        s20 = a2.mul(b0).add(s20);
        s30 = a3.mul(b0).add(s30);
        FloatVector b1 = FloatVector.broadcast(SPECIES, b[q + bColumn]);
        s01 = a0.mul(b1).add(s01);
        s11 = a1.mul(b1).add(s11);
        s21 = a2.mul(b1).add(s21);
        s31 = a3.mul(b1).add(s31);
        FloatVector b2 = FloatVector.broadcast(SPECIES, b[q + 2 * bColumn]);
        s02 = a0.mul(b2).add(s02);
        s12 = a1.mul(b2).add(s12);
        s22 = a2.mul(b2).add(s22);
        s32 = a3.mul(b2).add(s32);
        FloatVector b3 = FloatVector.broadcast(SPECIES, b[q + 3 * bColumn]);
        s03 = a0.mul(b3).add(s03);
        s13 = a1.mul(b3).add(s13);
        s23 = a2.mul(b3).add(s23);
        s33 = a3.mul(b3).add(s33);
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
  }

  private static void four3(
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int bTile,
      int columns,
      int depth,
      float[] c,
      int cFrom,
      int cColumn,
      int cLast,
      float[] from,
      int fromFrom,
      int fromColumn) {
    int aEnd = aFrom + depth * 3 * LANES;
    int bj = bFrom;
    int cj = cFrom;
    int fj = fromFrom;
    for (int j = 0;
        j + 4 <= columns;
        j += 4, bj += bTile, cj += 4 * cColumn, fj += 4 * fromColumn) {
      int c0 = cj;
      int c1 = cj + cColumn;
      int c2 = cj + 2 * cColumn;
      int c3 = cj + 3 * cColumn;
      int f0 = fj;
      int f1 = fj + fromColumn;
      int f2 = fj + 2 * fromColumn;
      int f3 = fj + 3 * fromColumn;
      FloatVector s00 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f0);
      FloatVector s10 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + LANES);
      FloatVector s20 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + cLast);
      FloatVector s01 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f1);
      FloatVector s11 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f1 + LANES);
      FloatVector s21 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f1 + cLast);
      FloatVector s02 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f2);
      FloatVector s12 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f2 + LANES);
      FloatVector s22 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f2 + cLast);
      FloatVector s03 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f3);
      FloatVector s13 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f3 + LANES);
      FloatVector s23 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f3 + cLast);
      int q = bj;
      for (int p = aFrom; p < aEnd; p += 3 * LANES) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, a, p);
        FloatVector a1 = FloatVector.fromArray(SPECIES, a, p + LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, a, p + 2 * LANES);
        FloatVector b0 = FloatVector.broadcast(SPECIES, b[q]);
        s00 = a0.mul(b0).add(s00);
        s10 = a1.mul(b0).add(s10);
        s20 = a2.mul(b0).add(s20);
        FloatVector b1 = FloatVector.broadcast(SPECIES, b[q + bColumn]);
        s01 = a0.mul(b1).add(s01);
        s11 = a1.mul(b1).add(s11);
        s21 = a2.mul(b1).add(s21);
        FloatVector b2 = FloatVector.broadcast(SPECIES, b[q + 2 * bColumn]);
        s02 = a0.mul(b2).add(s02);
        s12 = a1.mul(b2).add(s12);
        s22 = a2.mul(b2).add(s22);
        FloatVector b3 = FloatVector.broadcast(SPECIES, b[q + 3 * bColumn]);
        s03 = a0.mul(b3).add(s03);
        s13 = a1.mul(b3).add(s13);
        s23 = a2.mul(b3).add(s23);
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
  }

  private static void four2(
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int bTile,
      int columns,
      int depth,
      float[] c,
      int cFrom,
      int cColumn,
      int cLast,
      float[] from,
      int fromFrom,
      int fromColumn) {
    int aEnd = aFrom + depth * 2 * LANES;
    int bj = bFrom;
    int cj = cFrom;
    int fj = fromFrom;
    for (int j = 0;
        j + 4 <= columns;
        j += 4, bj += bTile, cj += 4 * cColumn, fj += 4 * fromColumn) {
      int c0 = cj;
      int c1 = cj + cColumn;
      int c2 = cj + 2 * cColumn;
      int c3 = cj + 3 * cColumn;
      int f0 = fj;
      int f1 = fj + fromColumn;
      int f2 = fj + 2 * fromColumn;
      int f3 = fj + 3 * fromColumn;
      FloatVector s00 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f0);
      FloatVector s10 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + cLast);
      FloatVector s01 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f1);
      FloatVector s11 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f1 + cLast);
      FloatVector s02 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f2);
      FloatVector s12 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f2 + cLast);
      FloatVector s03 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f3);
      FloatVector s13 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f3 + cLast);
      int q = bj;
      for (int p = aFrom; p < aEnd; p += 2 * LANES) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, a, p);
        FloatVector a1 = FloatVector.fromArray(SPECIES, a, p + LANES);
        FloatVector b0 = FloatVector.broadcast(SPECIES, b[q]);
        s00 = a0.mul(b0).add(s00);
        s10 = a1.mul(b0).add(s10);
        FloatVector b1 = FloatVector.broadcast(SPECIES, b[q + bColumn]);
        s01 = a0.mul(b1).add(s01);
        s11 = a1.mul(b1).add(s11);
        FloatVector b2 = FloatVector.broadcast(SPECIES, b[q + 2 * bColumn]);
        s02 = a0.mul(b2).add(s02);
        s12 = a1.mul(b2).add(s12);
        FloatVector b3 = FloatVector.broadcast(SPECIES, b[q + 3 * bColumn]);
        s03 = a0.mul(b3).add(s03);
        s13 = a1.mul(b3).add(s13);
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
  }

  private static void four1(
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int bTile,
      int columns,
      int depth,
      float[] c,
      int cFrom,
      int cColumn,
      int cLast,
      float[] from,
      int fromFrom,
      int fromColumn) {
    int aEnd = aFrom + depth * LANES;
    int bj = bFrom;
    int cj = cFrom;
    int fj = fromFrom;
    for (int j = 0;
        j + 4 <= columns;
        j += 4, bj += bTile, cj += 4 * cColumn, fj += 4 * fromColumn) {
      int c0 = cj;
      int c1 = cj + cColumn;
      int c2 = cj + 2 * cColumn;
      int c3 = cj + 3 * cColumn;
      int f0 = fj;
      int f1 = fj + fromColumn;
      int f2 = fj + 2 * fromColumn;
      int f3 = fj + 3 * fromColumn;
      FloatVector s00 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f0);
      FloatVector s01 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f1);
      FloatVector s02 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f2);
      FloatVector s03 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f3);
      int q = bj;
      for (int p = aFrom; p < aEnd; p += LANES) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, a, p);
        FloatVector b0 = FloatVector.broadcast(SPECIES, b[q]);
        s00 = a0.mul(b0).add(s00);
        FloatVector b1 = FloatVector.broadcast(SPECIES, b[q + bColumn]);
        s01 = a0.mul(b1).add(s01);
        FloatVector b2 = FloatVector.broadcast(SPECIES, b[q + 2 * bColumn]);
        s02 = a0.mul(b2).add(s02);
        FloatVector b3 = FloatVector.broadcast(SPECIES, b[q + 3 * bColumn]);
        s03 = a0.mul(b3).add(s03);
        q += bStep;
      }
      s00.intoArray(c, c0);
      s01.intoArray(c, c1);
      s02.intoArray(c, c2);
      s03.intoArray(c, c3);
    }
  }

  private static void one4(
      float[] a,
      int aFrom,
      int aStep,
      int aLast,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int columns,
      int depth,
      float[] c,
      int cFrom,
      int cColumn,
      int cLast,
      float[] from,
      int fromFrom,
      int fromColumn) {
    int bj = bFrom;
    int cj = cFrom;
    int fj = fromFrom;
    for (int j = 0; j < columns; j++, bj += bColumn, cj += cColumn, fj += fromColumn) {
      int c0 = cj;
      int f0 = fj;
      FloatVector s00 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f0);
      FloatVector s10 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + LANES);
      FloatVector s20 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + 2 * LANES);
      FloatVector s30 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + cLast);
      int p = aFrom;
      int q = bj;
      for (int k = 0; k < depth; k++) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, a, p);
        FloatVector a1 = FloatVector.fromArray(SPECIES, a, p + LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, a, p + 2 * LANES);
        FloatVector a3 = FloatVector.fromArray(SPECIES, a, p + aLast);
        FloatVector b0 = FloatVector.broadcast(SPECIES, b[q]);
        s00 = a0.mul(b0).add(s00);
        s10 = a1.mul(b0).add(s10);
        s20 = a2.mul(b0).add(s20);
        s30 = a3.mul(b0).add(s30);
        p += aStep;
        q += bStep;
      }
      s00.intoArray(c, c0);
      s10.intoArray(c, c0 + LANES);
      s20.intoArray(c, c0 + 2 * LANES);
      s30.intoArray(c, c0 + cLast);
    }
  }

  private static void one3(
      float[] a,
      int aFrom,
      int aStep,
      int aLast,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int columns,
      int depth,
      float[] c,
      int cFrom,
      int cColumn,
      int cLast,
      float[] from,
      int fromFrom,
      int fromColumn) {
    int bj = bFrom;
    int cj = cFrom;
    int fj = fromFrom;
    for (int j = 0; j < columns; j++, bj += bColumn, cj += cColumn, fj += fromColumn) {
      int c0 = cj;
      int f0 = fj;
      FloatVector s00 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f0);
      FloatVector s10 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + LANES);
      FloatVector s20 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + cLast);
      int p = aFrom;
      int q = bj;
      for (int k = 0; k < depth; k++) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, a, p);
        FloatVector a1 = FloatVector.fromArray(SPECIES, a, p + LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, a, p + aLast);
        FloatVector b0 = FloatVector.broadcast(SPECIES, b[q]);
        s00 = a0.mul(b0).add(s00);
        s10 = a1.mul(b0).add(s10);
        s20 = a2.mul(b0).add(s20);
        p += aStep;
        q += bStep;
      }
      s00.intoArray(c, c0);
      s10.intoArray(c, c0 + LANES);
      s20.intoArray(c, c0 + cLast);
    }
  }

  private static void one2(
      float[] a,
      int aFrom,
      int aStep,
      int aLast,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int columns,
      int depth,
      float[] c,
      int cFrom,
      int cColumn,
      int cLast,
      float[] from,
      int fromFrom,
      int fromColumn) {
    int bj = bFrom;
    int cj = cFrom;
    int fj = fromFrom;
    for (int j = 0; j < columns; j++, bj += bColumn, cj += cColumn, fj += fromColumn) {
      int c0 = cj;
      int f0 = fj;
      FloatVector s00 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f0);
      FloatVector s10 =
          fromColumn == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, from, f0 + cLast);
      int p = aFrom;
      int q = bj;
      for (int k = 0; k < depth; k++) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, a, p);
        FloatVector a1 = FloatVector.fromArray(SPECIES, a, p + aLast);
        FloatVector b0 = FloatVector.broadcast(SPECIES, b[q]);
        s00 = a0.mul(b0).add(s00);
        s10 = a1.mul(b0).add(s10);
        p += aStep;
        q += bStep;
      }
      s00.intoArray(c, c0);
      s10.intoArray(c, c0 + cLast);
    }
  }

  private static void one1(
      float[] a,
      int aFrom,
      int aStep,
      int aLast,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      int columns,
      int depth,
      float[] c,
      int cFrom,
      int cColumn,
      int cLast,
      float[] from,
      int fromFrom,
      int fromColumn) {
    int bj = bFrom;
    int cj = cFrom;
    int fj = fromFrom;
    for (int j = 0; j < columns; j++, bj += bColumn, cj += cColumn, fj += fromColumn) {
      int c0 = cj;
      int f0 = fj;
      FloatVector s00 =
          fromColumn == 0 ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, from, f0);
      int p = aFrom;
      int q = bj;
      for (int k = 0; k < depth; k++) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, a, p);
        FloatVector b0 = FloatVector.broadcast(SPECIES, b[q]);
        s00 = a0.mul(b0).add(s00);
        p += aStep;
        q += bStep;
      }
      s00.intoArray(c, c0);
    }
  }
}
