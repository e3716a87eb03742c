package nn.tck.reference;

import java.util.Arrays;

/** One side of a product {@code Σₖ left[k] · right[k]ᵀ}: for each k the factors of all elements. */
final class Factors {
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
    return new Factors(a.toColumns());
  }

  /** The rows of a matrix, one for each k. */
  static Factors rows(Matrix a) {
    return new Factors(a.toRows());
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
    float[][] floats = new float[k()][];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = floats(factors[k]);
    }
    return floats;
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
