package nn.io.table;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import nn.core.random.RandomState;

/**
 * Which records train and which test. Both parts keep the random order they were drawn in.
 *
 * @param train indices of the records that train
 * @param test indices of the others
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
public record StratifiedSplit(int[] train, int[] test) {

  /**
   * Draws a share of each class for the test, so that every class trains.
   *
   * @param records how many records there are
   * @param classOf the class of a record, from 0; the same for all where there are no classes
   * @param share of each class to test with, rounded to whole records, leaving one to train; at
   *     least 0 and below 1
   * @param seed of the permutation that decides
   */
  public static StratifiedSplit draw(
      int records, IntUnaryOperator classOf, double share, int seed) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "split: the test share must be at least 0 and below 1: " + share);
    }
    int[] order = new RandomState(seed).permutation(records);
    int classes = IntStream.range(0, records).map(classOf).max().orElse(0) + 1;
    int[] left = new int[classes];
    for (int record = 0; record < records; record++) {
      left[classOf.applyAsInt(record)]++;
    }
    for (int i = 0; i < classes; i++) {
      left[i] = (int) Math.min(Math.round(share * left[i]), Math.max(0, left[i] - 1));
    }
    boolean[] tests = new boolean[records];
    for (int record : order) {
      tests[record] = left[classOf.applyAsInt(record)]-- > 0;
    }
    return new StratifiedSplit(
        Arrays.stream(order).filter(record -> !tests[record]).toArray(),
        Arrays.stream(order).filter(record -> tests[record]).toArray());
  }
}
