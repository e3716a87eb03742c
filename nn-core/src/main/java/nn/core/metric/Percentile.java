package nn.core.metric;

/** Percentiles by linear interpolation, as {@code numpy.percentile} gives them. */
final class Percentile {

  private Percentile() {}

  /**
   * The percentile of numbers in ascending order.
   *
   * @param sorted at least one
   * @param share from 0 to 1
   */
  static double of(double[] sorted, double share) {
    double place = (sorted.length - 1) * share;
    int below = (int) Math.min(place, sorted.length - 1);
    int above = Math.min(below + 1, sorted.length - 1);
    double part = place - below;
    double difference = sorted[above] - sorted[below];
    return part >= 0.5
        ? sorted[above] - difference * (1 - part)
        : sorted[below] + difference * part;
  }
}
