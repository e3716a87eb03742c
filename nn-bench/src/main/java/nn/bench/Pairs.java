package nn.bench;

/**
 * Two contestants that take turns in pairs of slices, A B, B A, A B, …, so that a machine that
 * becomes faster or slower favours none of them where their number is even.
 */
final class Pairs {
  private Pairs() {}

  /**
   * How many times as fast one is as the other, in each pair of slices next to each other.
   *
   * @param one who is asked first in pairs 1, 3, 5, …, if {@code oneBegins}, else in the others
   * @param seconds of a slice
   */
  static double[] ratios(
      Contestant one, Contestant other, int pairs, double seconds, boolean oneBegins) {
    double[] ratios = new double[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      boolean oneFirst = (pair % 2 == 0) == oneBegins;
      double first = (oneFirst ? one : other).rate(seconds);
      double second = (oneFirst ? other : one).rate(seconds);
      ratios[pair] = oneFirst ? first / second : second / first;
    }
    return ratios;
  }
}
