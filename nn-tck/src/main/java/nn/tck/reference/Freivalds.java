package nn.tck.reference;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Whether {@code c = a · b} for matrices of integers, without computing the product: {@code a·(b·r)
 * = c·r} for a vector drawn at random, modulo a prime (R. Freivalds, Probabilistic Machines Can Use
 * Less Running Time, IFIP 1977).
 *
 * <p>A wrong row of {@code c} differs from the right one by less than the prime, so the difference
 * is not zero modulo the prime either, and one round misses that row with a probability below
 * {@code 2⁻³⁰}: of the values of r's element beside a difference, whatever the others are, one
 * hides it. Rounds are independent; {@value #ROUNDS} of them miss it with less than {@code 2⁻⁶⁰}.
 */
public final class Freivalds {
  static final int PRIME = Integer.MAX_VALUE; // 2³¹ − 1, a prime (L. Euler, 1772)
  private static final int ROUNDS = 2;

  private Freivalds() {}

  /**
   * The first wrong row of {@code c}, which should be {@code a · b}, each operand transposed first
   * if asked for; none if all are right.
   *
   * @throws IllegalArgumentException if an element of a or b is no integer, or if an element of the
   *     product could reach half of the prime
   */
  public static OptionalInt wrongRow(
      Matrix a, boolean transA, Matrix b, boolean transB, Matrix c, Generator random) {
    int m = transA ? a.columns() : a.rows();
    int k = transA ? a.rows() : a.columns();
    int n = transB ? b.rows() : b.columns();
    if ((transB ? b.columns() : b.rows()) != k || c.rows() != m || c.columns() != n) {
      throw new IllegalArgumentException(
          "wrongRow: a · b must have the shape of c: a %s, transposed %s; b %s, transposed %s; c %s"
              .formatted(a.shape(), transA, b.shape(), transB, c.shape()));
    }
    double limit = k * largest("a", a) * largest("b", b);
    if (2 * limit >= PRIME) {
      throw new IllegalArgumentException(
          "wrongRow: 2k·max|a|·max|b| must be below "
              + PRIME
              + "; draw smaller integers: k "
              + k
              + ", max|a| "
              + largest("a", a)
              + ", max|b| "
              + largest("b", b));
    }
    OptionalInt impossible = rowBeyond(c, limit);
    return impossible.isPresent() ? impossible : differingRow(a, transA, b, transB, c, random);
  }

  /**
   * The first wrong column in a row of {@code c}, by that row's dot products; none if all are
   * right.
   */
  public static OptionalInt wrongColumn(
      Matrix a, boolean transA, Matrix b, boolean transB, Matrix c, int row) {
    int k = transA ? a.rows() : a.columns();
    for (int j = 0; j < c.columns(); j++) {
      double sum = 0; // of integers, far below 2⁵³
      for (int l = 0; l < k; l++) {
        sum += (transA ? a.get(l, row) : a.get(row, l)) * (transB ? b.get(j, l) : b.get(l, j));
      }
      if (c.get(row, j) != sum) {
        return OptionalInt.of(j);
      }
    }
    return OptionalInt.empty();
  }

  private static double largest(String name, Matrix matrix) {
    double largest = 0;
    for (double value : matrix.values()) {
      if (value != Math.rint(value) || Double.isInfinite(value)) {
        throw new IllegalArgumentException(
            "wrongRow: the elements of %s must be integers: %s".formatted(name, value));
      }
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** The first row with what no product can hold: a number too large, a fraction, a NaN. */
  private static OptionalInt rowBeyond(Matrix c, double limit) {
    int first = c.rows();
    for (int j = 0; j < c.columns(); j++) {
      for (int i = 0; i < first; i++) {
        double value = c.get(i, j);
        if (!(Math.abs(value) <= limit) || value != Math.rint(value)) {
          first = i;
        }
      }
    }
    return first < c.rows() ? OptionalInt.of(first) : OptionalInt.empty();
  }

  private static OptionalInt differingRow(
      Matrix a, boolean transA, Matrix b, boolean transB, Matrix c, Generator random) {
    int first = c.rows();
    for (int round = 0; round < ROUNDS; round++) {
      long[] r = new long[c.columns()];
      Arrays.setAll(r, j -> random.below(PRIME));
      long[] expected = times(a, transA, times(b, transB, r));
      long[] actual = times(c, false, r);
      int row = Arrays.mismatch(expected, actual);
      first = row < 0 ? first : Math.min(first, row);
    }
    return first < c.rows() ? OptionalInt.of(first) : OptionalInt.empty();
  }

  /** A matrix of integers times a vector, modulo the prime. */
  private static long[] times(Matrix matrix, boolean transposed, long[] vector) {
    // so many terms stay below 2⁶², each below the largest integer times 2³¹
    int terms = (int) (0x1p31 / Math.max(2, largest("c", matrix)));
    return transposed ? rowTimes(matrix, vector, terms) : timesColumn(matrix, vector, terms);
  }

  private static long[] timesColumn(Matrix matrix, long[] vector, int terms) {
    int rows = matrix.rows();
    double[] values = matrix.values();
    long[] sums = new long[rows];
    for (int j = 0; j < vector.length; j++) {
      for (int i = 0; i < rows; i++) {
        sums[i] += ((long) values[j * rows + i]) * vector[j];
      }
      if (j % terms == terms - 1) {
        reduce(sums);
      }
    }
    return reduce(sums);
  }

  private static long[] rowTimes(Matrix matrix, long[] vector, int terms) {
    int rows = matrix.rows();
    double[] values = matrix.values();
    long[] sums = new long[matrix.columns()];
    for (int j = 0; j < sums.length; j++) {
      for (int i = 0; i < rows; i++) {
        sums[j] += ((long) values[j * rows + i]) * vector[i];
        if (i % terms == terms - 1) {
          sums[j] %= PRIME;
        }
      }
    }
    return reduce(sums);
  }

  private static long[] reduce(long[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.floorMod(sums[i], PRIME);
    }
    return sums;
  }
}
