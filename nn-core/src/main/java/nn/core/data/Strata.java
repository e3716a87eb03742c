package nn.core.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import nn.core.random.RandomState;

/** Draws records so that each class gives the same share, by the largest remainders. */
final class Strata {

  private Strata() {}

  /**
   * Which records are drawn.
   *
   * @param classes of the records, from 0
   * @param share in {@code (0, 1)}
   * @throws IllegalArgumentException if no class has two records, so that one could be left
   */
  static boolean[] draw(int[] classes, double share, RandomState random) {
    int[] left = counts(classes, share);
    boolean[] drawn = new boolean[classes.length];
    for (int record : random.permutation(classes.length)) {
      drawn[record] = left[classes[record]]-- > 0;
    }
    return drawn;
  }

  /** How many records of each class are drawn: never all of them. */
  private static int[] counts(int[] classes, double share) {
    int[] records = new int[Arrays.stream(classes).max().orElse(0) + 1];
    for (int c : classes) {
      records[c]++;
    }
    int[] counts = new int[records.length];
    Arrays.setAll(counts, c -> (int) Math.min(share * records[c], Math.max(0, records[c] - 1)));
    int missing =
        (int) Math.max(1, Math.rint(share * classes.length)) - Arrays.stream(counts).sum();
    int[] byRemainder =
        IntStream.range(0, records.length)
            .filter(c -> counts[c] < records[c] - 1)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> counts[c] - share * records[c])) // stable
            .mapToInt(c -> c)
            .toArray();
    for (int i = 0; i < Math.min(missing, byRemainder.length); i++) {
      counts[byRemainder[i]]++;
    }
    if (Arrays.stream(counts).sum() == 0) {
      throw new IllegalArgumentException(
          "split: a class with at least 2 records is needed, so that one is left: "
              + classes.length
              + " records of "
              + Arrays.stream(records).filter(count -> count > 0).count()
              + " classes");
    }
    return counts;
  }
}
