package nn.bench;

import java.util.Arrays;

/** Medians and ranges. */
final class Statistics {
  /** The smallest and the largest of some values. */
  record Range(double least, double most) {}

  private Statistics() {}

  /** The range of values, of which there is at least one. */
  static Range range(double... values) {
    return new Range(
        Arrays.stream(values).min().orElseThrow(), Arrays.stream(values).max().orElseThrow());
  }

  /** The median; the mean of the two in the middle of an even number. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
