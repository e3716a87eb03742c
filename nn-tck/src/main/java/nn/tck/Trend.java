package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Statistics of samples taken one after the other, of which some may be far off: medians of
 * differences, which up to half of them cannot change at will.
 */
final class Trend {

  private Trend() {}

  /** The median of what each sample has more than the one before; 0 for fewer than two. */
  static long rise(List<Long> samples) {
    List<Long> rises = new ArrayList<>();
    for (int later = 1; later < samples.size(); later++) {
      rises.add(samples.get(later) - samples.get(later - 1));
    }
    return rises.isEmpty() ? 0 : median(rises);
  }

  /** Whether a sample is less than the one before it by at least {@code step}. */
  static boolean falls(List<Long> samples, long step) {
    for (int later = 1; later < samples.size(); later++) {
      if (samples.get(later - 1) - samples.get(later) >= step) {
        return true;
      }
    }
    return false;
  }

  /** The median; of an even number of values, the upper one of the two in the middle. */
  static long median(List<Long> values) {
    long[] sorted = values.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
