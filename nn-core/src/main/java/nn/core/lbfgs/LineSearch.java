package nn.core.lbfgs;

import org.jspecify.annotations.Nullable;

/**
 * Finds a step length {@code α} along a direction {@code d} that satisfies the Wolfe conditions
 * (Nocedal and Wright, equations 3.6), with {@code φ(α) = f(x + α·d)}:
 *
 * <pre>
 * φ(α) ≤ φ(0) + c₁·α·φ′(0)             lower enough
 * φ′(α) ≥ c₂·φ′(0)                     no longer as steep
 * </pre>
 *
 * <p>Lengths are doubled until one is too long, and then sought between one that is too short and
 * one that is too long (A. S. Lewis, M. L. Overton: Nonsmooth optimization via quasi-Newton
 * methods. Mathematical Programming 141, 2013, algorithm 2.6, with the minimum of a cubic in place
 * of the middle). The strong conditions would limit {@code |φ′(α)|}, too; at a kink of ReLU no
 * length meets these, and L-BFGS needs them not.
 *
 * <p>Values are compared with a few last bits' tolerance: near a minimum rounding hides by how much
 * φ falls, while its slope still tells.
 */
final class LineSearch {
  private static final double C1 = 1e-4;
  private static final double C2 = 0.9;
  private static final int MAX_EVALUATIONS = 20;

  /** How near to an end of the interval the next length may be, as a share of it. */
  private static final double MARGIN = 0.1;

  /** A length with the value and the slope there. */
  private record Point(double alpha, double value, double slope) {}

  private final Function function;
  private final double[] trial;
  private final double[] gradient;
  private double value;
  private int evaluations;

  LineSearch(Function function, int size) {
    this.function = function;
    trial = new double[size];
    gradient = new double[size];
  }

  /** The point that was found. */
  double[] x() {
    return trial;
  }

  /** The gradient there. */
  double[] gradient() {
    return gradient;
  }

  /** The value there. */
  double value() {
    return value;
  }

  /** How often the function has been computed. */
  int evaluations() {
    return evaluations;
  }

  /** The function at a point without a search. */
  void begin(double[] point) {
    System.arraycopy(point, 0, trial, 0, trial.length);
    value = function.at(trial, gradient);
    evaluations++;
  }

  /**
   * Searches.
   *
   * @param x where φ begins; not modified
   * @param d a direction downhill; not modified
   * @param value {@code φ(0)}
   * @param slope {@code φ′(0)}, below 0
   * @param first the first length to try
   * @return whether a length was found
   */
  boolean search(double[] x, double[] d, double value, double slope, double first) {
    double slack = 4 * Math.ulp(value);
    Point low = new Point(0, value, slope); // too short
    @Nullable Point high = null; // too long
    double alpha = first;
    for (int trials = 0; trials < MAX_EVALUATIONS; trials++) {
      Point point = at(x, d, alpha);
      if (!(point.value <= value + C1 * alpha * slope + slack)) { // NaN, too, is too long
        high = point;
      } else if (point.slope >= C2 * slope) {
        return true;
      } else {
        low = point;
      }
      alpha = high == null ? 2 * alpha : between(low, high);
    }
    return false;
  }

  private Point at(double[] x, double[] d, double alpha) {
    for (int i = 0; i < trial.length; i++) {
      trial[i] = x[i] + alpha * d[i];
    }
    value = function.at(trial, gradient);
    evaluations++;
    double slope = Double.isFinite(value) ? Vectors.dot(gradient, d) : Double.NaN;
    return new Point(alpha, value, slope);
  }

  /** The minimum of the cubic through both (equation 3.59), or the middle. */
  private static double between(Point a, Point b) {
    double width = b.alpha - a.alpha;
    double d1 = a.slope + b.slope - 3 * (b.value - a.value) / width;
    double d2 = Math.copySign(Math.sqrt(d1 * d1 - a.slope * b.slope), width);
    double alpha = b.alpha - width * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
    double share = (alpha - a.alpha) / width;
    return share >= MARGIN && share <= 1 - MARGIN ? alpha : a.alpha + width / 2; // NaN is neither
  }
}
