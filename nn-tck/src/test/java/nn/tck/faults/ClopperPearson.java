package nn.tck.faults;

/**
 * The exact confidence interval for a rate of which {@code k} of {@code n} trials are known (C. J.
 * Clopper, E. S. Pearson, The Use of Confidence or Fiducial Limits Illustrated in the Case of the
 * Binomial, Biometrika 26(4), 1934): the rates at which {@code k} or more successes, and {@code k}
 * or fewer, have a probability of half of what is left out.
 *
 * @param lower end
 * @param upper end
 */
record ClopperPearson(double lower, double upper) {

  private static final int BISECTIONS = 60; // halves of [0, 1]: below a double's precision

  /** The interval that contains the rate with probability {@code confidence} or more. */
  static ClopperPearson of(int k, int n, double confidence) {
    if (k < 0 || n < 1 || k > n) {
      throw new IllegalArgumentException("ClopperPearson: not a part: " + k + " of " + n);
    }
    double tail = (1 - confidence) / 2;
    // P(K ≥ k) rises with the rate, P(K ≤ k) falls
    double lower = k == 0 ? 0 : bisect(rate -> sum(k, n, n, rate) < tail);
    double upper = k == n ? 1 : bisect(rate -> sum(0, k, n, rate) > tail);
    return new ClopperPearson(lower, upper);
  }

  private interface Below {
    boolean test(double rate);
  }

  /** The rate below which the condition holds and above which it does not. */
  private static double bisect(Below below) {
    double from = 0;
    double to = 1;
    for (int step = 0; step < BISECTIONS; step++) {
      double middle = (from + to) / 2;
      if (below.test(middle)) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return (from + to) / 2;
  }

  /** The probability of {@code from} to {@code to} successes in {@code n} trials. */
  private static double sum(int from, int to, int n, double rate) {
    double sum = 0;
    double logBinomial = 0; // of n over k
    for (int k = 0; k <= to; k++) {
      if (k > 0) {
        logBinomial += Math.log(n - k + 1.0) - Math.log(k);
      }
      if (k >= from) {
        sum += Math.exp(logBinomial + k * Math.log(rate) + (n - k) * Math.log1p(-rate));
      }
    }
    return sum;
  }
}
