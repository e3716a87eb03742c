package nn.bench;

import java.util.Arrays;

/**
 * The sign test of a median. Of n independent values, each is above their median with probability
 * one half, whatever their distribution; so the (k + 1)-th largest of them is an upper end of the
 * median, and below it with probability {@code P(B ≤ k)} at most, B binomial with n and 1/2 (H. A.
 * David, H. N. Nagaraja, Order Statistics, 3rd ed., 2003, section 7.1).
 */
final class SignTest {
  private SignTest() {}

  /** {@code P(B ≤ k) = Σᵢ₌₀ᵏ C(n, i) / 2ⁿ}. */
  static double tail(int n, int k) {
    double term = Math.scalb(1.0, -n);
    double sum = 0;
    for (int i = 0; i <= k; i++) {
      sum += term;
      term *= (double) (n - i) / (i + 1);
    }
    return sum;
  }

  /** The largest k with {@code P(B ≤ k) ≤ level}; -1 if there is none. */
  static int most(int n, double level) {
    int k = -1;
    while (k + 1 < n && tail(n, k + 1) <= level) {
      k++;
    }
    return k;
  }

  /** The least n with {@code P(B ≤ 0) ≤ level}: so many values that all agree are enough. */
  static int least(double level) {
    int n = 1;
    while (tail(n, 0) > level) {
      n++;
    }
    return n;
  }

  /**
   * The upper end of the median of n values.
   *
   * @param values those that are known, at least n - k; the others may be anything
   */
  static double upperEnd(double[] values, int n, int k) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[n - k - 1];
  }
}
