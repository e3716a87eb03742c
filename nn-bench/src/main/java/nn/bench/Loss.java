package nn.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Whether one build loses against another one in a work, from launches: in each, both are started
 * anew, and its ratio is the median of their rates' ratios in pairs of slices.
 *
 * <p>A loss is shown if the upper end of the ratios' median ({@link SignTest}) is below {@link
 * #ALLOWED}, which is to say: all of n launches but k are below it. As soon as k + 1 are not, the
 * work has passed, since what is left cannot change that.
 */
final class Loss {
  /** The least share of the other build's rate that is no loss. */
  static final double ALLOWED = 0.95;

  /** What is known so far. */
  enum State {
    /** More launches decide. */
    OPEN,
    /** No loss is shown, nor will be. */
    PASSED,
    /** A loss is shown. */
    SHOWN
  }

  private final int n;
  private final int k;
  private double[] ratios = {};

  /**
   * No launch yet.
   *
   * @param n launches at most
   * @param k how many of them may be without a loss where one is shown
   */
  Loss(int n, int k) {
    this.n = n;
    this.k = k;
  }

  /** Adds a launch. */
  void add(double ratio) {
    ratios = Arrays.copyOf(ratios, ratios.length + 1);
    ratios[ratios.length - 1] = ratio;
  }

  State state() {
    long below = Arrays.stream(ratios).filter(ratio -> ratio < ALLOWED).count();
    if (ratios.length - below > k) {
      return State.PASSED;
    }
    return below >= n - k ? State.SHOWN : State.OPEN;
  }

  /** The median ratio and from how many launches, and where a loss is shown how sure that is. */
  @Override
  public String toString() {
    Statistics.Range range = Statistics.range(ratios);
    double median = Statistics.median(ratios);
    String launches = ratios.length == 1 ? "1 launch" : "median of " + ratios.length + " launches";
    String text =
        String.format(Locale.ROOT, "%.2f of the other build's rate (%s", median, launches);
    return state() != State.SHOWN
        ? text + ")"
        : text
            + String.format(
                Locale.ROOT,
                "; at most %.2f at confidence %.5f; spread %s)",
                SignTest.upperEnd(ratios, n, k),
                1 - SignTest.tail(n, k),
                Spread.percent((range.most() - range.least()) / median));
  }

  /** How much is lost. */
  String lost() {
    return Spread.percent(1 - Statistics.median(ratios));
  }
}
