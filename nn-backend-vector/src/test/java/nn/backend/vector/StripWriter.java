package nn.backend.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the four classes of strips: twelve methods each, one for each number of vectors and of
 * columns, since the sums of a tile have to be variables of their own to stay in registers.
 *
 * <p>Run {@link #main} in the module's folder, then format.
 */
final class StripWriter {
  private static final Path FOLDER = Path.of("src/main/java/nn/backend/vector");

  private static final int COLUMNS = 4;

  private static final String HEAD =
      """
      package nn.backend.vector;

      import jdk.incubator.vector.DoubleVector;
      import jdk.incubator.vector.VectorSpecies;

      /**
       * A strip of the destination of a product in FLOAT64, %1$s.
       *
       * <p>It is computed in tiles of up to %2$s vectors along the units by four columns, whose elements
       * stay in registers while k ascends, each lane the sum of one element. All loads, sums and stores of
       * a tile stand in one method, since a vector that is passed to another one is boxed where C2 does
       * not inline it. The species is a constant of this class for the same reason. A method has one loop
       * over columns, and few distances are variables in the loop over k: C2 inlines too little where a
       * method is large, and keeps what exceeds its integer registers in vector registers.
       */
      final class %3$s {
        private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
        private static final int LANES = SPECIES.length();

        private %3$s() {}

        /**
         * {@code cᵢⱼ ← Σₖ aᵢₖ · bₖⱼ} for some vectors of i and {@code columns} of j; they start from {@code
         * from}, which may be {@code c}, or from {@code +0.0} if {@code fromColumn} is 0.
         *
         * <p>The vectors follow each other but the last, which may overlap the one before it: both then
         * compute the same bits.
         *
         * @param vectors 1 to %4$d
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
            int vectors, double[] a, int aFrom, int aStep, int aLast,
            double[] b, int bFrom, int bStep, int bColumn, int bTile, int columns, int depth,
            double[] c, int cFrom, int cColumn, int cLast,
            double[] from, int fromFrom, int fromColumn) {
          switch (vectors) {
          FOURS
          }
          int done = columns & ~3;
          if (done < columns) {
            int bRest = bFrom + (done >> 2) * bTile;
            int cRest = cFrom + done * cColumn;
            int fromRest = fromFrom + done * fromColumn;
            switch (vectors) {
            ONES
            }
          }
        }
      """;

  private static final String FOUR =
      "a, aFrom, b, bFrom, bStep, bColumn, bTile, columns, depth, c, cFrom, cColumn, cLast, from,"
          + " fromFrom, fromColumn";

  private static final String ONE =
      "a, aFrom, aStep, aLast, b, bRest, bStep, bColumn, columns - done, depth, c, cRest, cColumn,"
          + " cLast, from, fromRest, fromColumn";

  private StripWriter() {}

  public static void main(String[] args) throws IOException {
    for (boolean isDouble : new boolean[] {true, false}) {
      for (boolean fused : new boolean[] {true, false}) {
        Path file = FOLDER.resolve(name(isDouble, fused) + ".java");
        Files.writeString(file, text(isDouble, fused));
      }
    }
  }

  static String name(boolean isDouble, boolean fused) {
    return (isDouble ? "Double" : "Float") + (fused ? "FusedStrip" : "Strip");
  }

  /** A class, not yet formatted. */
  static String text(boolean isDouble, boolean fused) {
    String arithmetic =
        fused ? "each step one fused multiply-add" : "each product and each sum rounded";
    List<String> parts = new ArrayList<>();
    int most = fused ? 6 : 4;
    parts.add(
        format(HEAD, arithmetic, fused ? "six" : "four", name(true, fused), most)
            .replace("FOURS", cases("four", most, FOUR))
            .replace("ONES", cases("one", most, ONE)));
    for (int vectors = most; vectors >= 1; vectors--) {
      parts.add(four(vectors, fused));
    }
    for (int vectors = most; vectors >= 1; vectors--) {
      parts.add(one(vectors, fused));
    }
    String text = String.join("\n", parts) + "}\n";
    return isDouble
        ? text
        : text.replace("FLOAT64", "FLOAT32").replace("Double", "Float").replace("double", "float");
  }

  private static String cases(String method, int most, String arguments) {
    StringBuilder text = new StringBuilder();
    for (int vectors = most; vectors > 1; vectors--) {
      text.append(format("case %d -> %s%d(%s);\n", vectors, method, vectors, arguments));
    }
    return text + format("default -> %s1(%s);", method, arguments);
  }

  private static String four(int vectors, boolean fused) {
    return format(
        """
        private static void four%d(
            double[] a, int aFrom,
            double[] b, int bFrom, int bStep, int bColumn, int bTile, int columns, int depth,
            double[] c, int cFrom, int cColumn, int cLast,
            double[] from, int fromFrom, int fromColumn) {
          int aEnd = aFrom + depth * %s;
          int bj = bFrom;
          int cj = cFrom;
          int fj = fromFrom;
          for (int j = 0; j + 4 <= columns;
              j += 4, bj += bTile, cj += 4 * cColumn, fj += 4 * fromColumn) {
      %s%s    int q = bj;
            for (int p = aFrom; p < aEnd; p += %s) {
      %s      q += bStep;
            }
      %s    }
        }
      """,
        vectors,
        lanes(vectors),
        indices(COLUMNS),
        sums(vectors, COLUMNS),
        lanes(vectors),
        step(vectors, COLUMNS, fused, false),
        stores(vectors, COLUMNS));
  }

  private static String one(int vectors, boolean fused) {
    return format(
        """
        private static void one%d(
            double[] a, int aFrom, int aStep, int aLast,
            double[] b, int bFrom, int bStep, int bColumn, int columns, int depth,
            double[] c, int cFrom, int cColumn, int cLast,
            double[] from, int fromFrom, int fromColumn) {
          int bj = bFrom;
          int cj = cFrom;
          int fj = fromFrom;
          for (int j = 0; j < columns; j++, bj += bColumn, cj += cColumn, fj += fromColumn) {
      %s%s    int p = aFrom;
            int q = bj;
            for (int k = 0; k < depth; k++) {
      %s      p += aStep;
            q += bStep;
            }
      %s    }
        }
      """,
        vectors, indices(1), sums(vectors, 1), step(vectors, 1, fused, true), stores(vectors, 1));
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  private static String lanes(int vectors) {
    return vectors == 1 ? "LANES" : vectors + " * LANES";
  }

  /** {@code base + multiple · distance} as one writes it. */
  private static String plus(String base, int multiple, String distance) {
    return switch (multiple) {
      case 0 -> base;
      case 1 -> base + " + " + distance;
      default -> base + " + " + multiple + " * " + distance;
    };
  }

  /** Where a vector begins; the last one of several has a distance of its own, or none has. */
  private static String vector(String base, int index, int vectors, String last) {
    return index > 0 && index == vectors - 1 && !last.isEmpty()
        ? base + " + " + last
        : plus(base, index, "LANES");
  }

  private static String indices(int columns) {
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < columns; j++) {
      text.append(format("int c%d = %s;\n", j, plus("cj", j, "cColumn")));
    }
    for (int j = 0; j < columns; j++) {
      text.append(format("int f%d = %s;\n", j, plus("fj", j, "fromColumn")));
    }
    return text.toString();
  }

  private static String sums(int vectors, int columns) {
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < vectors; i++) {
        text.append(
            format(
                "DoubleVector s%d%d = fromColumn == 0 ? DoubleVector.zero(SPECIES) :"
                    + " DoubleVector.fromArray(SPECIES, from, %s);\n",
                i, j, vector("f" + j, i, vectors, "cLast")));
      }
    }
    return text.toString();
  }

  private static String step(int vectors, int columns, boolean fused, boolean gaps) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < vectors; i++) {
      text.append(
          format(
              "DoubleVector a%d = DoubleVector.fromArray(SPECIES, a, %s);\n",
              i, vector("p", i, vectors, gaps ? "aLast" : "")));
    }
    String sum = fused ? "a%1$d.fma(b%2$d, s%1$d%2$d)" : "a%1$d.mul(b%2$d).add(s%1$d%2$d)";
    for (int j = 0; j < columns; j++) {
      text.append(
          format(
              "DoubleVector b%d = DoubleVector.broadcast(SPECIES, b[%s]);\n",
              j, plus("q", j, "bColumn")));
      for (int i = 0; i < vectors; i++) {
        text.append(format("s%1$d%2$d = " + sum + ";\n", i, j));
      }
    }
    return text.toString();
  }

  private static String stores(int vectors, int columns) {
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < vectors; i++) {
        text.append(
            format("s%d%d.intoArray(c, %s);\n", i, j, vector("c" + j, i, vectors, "cLast")));
      }
    }
    return text.toString();
  }
}
