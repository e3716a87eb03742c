package nn.tck.reference;

import java.util.Arrays;

/** One side of a product {@code Σₖ left[k] · right[k]ᵀ}: for each k the factors of all elements. */
final class Factors {
  private static final int TILE = 16;

  private final double[][] factors;
  private final boolean[] finite;
  private final double[] least;
  private final double[] largest;

  private Factors(double[][] factors) {
    this.factors = factors;
    finite = new boolean[size()];
    least = new double[size()];
    largest = new double[size()];
  }

  /**
   * Looks at every factor, which says what is {@link #finite}, the {@link #least} and the {@link
   * #largest}: bounds need it, exact sums do not.
   */
  void look() {
    Arrays.fill(finite, true);
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (double[] each : factors) {
      look(each);
    }
  }

  private void look(double[] factors) {
    for (int i = 0; i < factors.length; i++) {
      double magnitude = Math.abs(factors[i]);
      boolean isFinite = magnitude <= Double.MAX_VALUE;
      finite[i] &= isFinite;
      largest[i] = isFinite ? Math.max(largest[i], magnitude) : largest[i];
      least[i] = magnitude > 0 ? Math.min(least[i], magnitude) : least[i];
    }
  }

  /** The columns of a matrix, one for each k. */
  static Factors columns(Matrix a) {
    double[][] columns = new double[a.columns()][];
    for (int j = 0; j < columns.length; j++) {
      columns[j] = Arrays.copyOfRange(a.values(), j * a.rows(), (j + 1) * a.rows());
    }
    return new Factors(columns);
  }

  /** The rows of a matrix, one for each k. */
  static Factors rows(Matrix a) {
    double[][] rows = new double[a.rows()][a.columns()];
    double[] values = a.values();
    // few columns at a time, so that each line of memory that is fetched is used up
    for (int from = 0; from < a.columns(); from += TILE) {
      int to = Math.min(from + TILE, a.columns());
      for (int i = 0; i < rows.length; i++) {
        for (int j = from; j < to; j++) {
          rows[i][j] = values[j * rows.length + i];
        }
      }
    }
    return new Factors(rows);
  }

  /** How many terms a sum has. */
  int k() {
    return factors.length;
  }

  /** How many elements there are for each k. */
  int size() {
    return factors[0].length;
  }

  double[] at(int k) {
    return factors[k];
  }

  /** Whether an element has neither a NaN nor an infinity among its factors. */
  boolean finite(int i) {
    return finite[i];
  }

  /** The least magnitude above zero of an element's factors, infinite if there is none. */
  double least(int i) {
    return least[i];
  }

  /** The largest finite magnitude of an element's factors, 0 if there is none. */
  double largest(int i) {
    return largest[i];
  }

  /** The factors of one element. */
  double[] of(int i) {
    double[] all = new double[k()];
    for (int k = 0; k < all.length; k++) {
      all[k] = factors[k][i];
    }
    return all;
  }

  double[][] doubles() {
    return factors;
  }

  float[][] floats() {
    float[][] floats = new float[k()][size()];
    for (int k = 0; k < floats.length; k++) {
      for (int i = 0; i < floats[k].length; i++) {
        floats[k][i] = (float) factors[k][i];
      }
    }
    return floats;
  }
}
