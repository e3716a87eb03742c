package nn.cli.chart;

import java.util.Optional;

/**
 * A piece of an axis.
 *
 * @param from its smaller end
 * @param to its larger end
 */
record Range(double from, double to) {

  /** From the smallest to the largest value and a share of that beyond either. */
  static Range around(double margin, double[]... values) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double[] list : values) {
      for (double value : list) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    if (!(min < max)) {
      // One value, or none: an axis still needs a length.
      double middle = min == max ? min : 0;
      double half = Math.max(1, Math.abs(middle) / 2);
      return new Range(middle - half, middle + half);
    }
    double more = margin * (max - min);
    return new Range(min - more, max + more);
  }

  /**
   * How to write its numbers, unless they are so large or small that powers of ten serve better.
   */
  Optional<String> pattern() {
    double largest = Math.max(Math.abs(from), Math.abs(to));
    return largest < 1e7 && to - from > 1e-3 ? Optional.of("#,##0.######") : Optional.empty();
  }

  /** The value at a share of the way. */
  double at(double share) {
    return from + share * (to - from);
  }
}
