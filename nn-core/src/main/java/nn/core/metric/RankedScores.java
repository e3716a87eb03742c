package nn.core.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The distinct outputs of a binary task, descending, each with the weight of the positive and of
 * the negative records whose output is at least as large.
 */
final class RankedScores {
  private final double[] scores;
  private final double[] positives;
  private final double[] negatives;

  RankedScores(Predictions binary) {
    int[] order =
        IntStream.range(0, binary.records())
            .filter(record -> binary.weight(record) > 0)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer record) -> -binary.output(record, 0)))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] distinct = new double[order.length];
    double[] positive = new double[order.length];
    double[] negative = new double[order.length];
    int last = -1;
    double positiveSum = 0;
    double negativeSum = 0;
    for (int record : order) {
      double score = binary.output(record, 0);
      if (last < 0 || score != distinct[last]) {
        distinct[++last] = score;
      }
      if (binary.actual(record) == 1) {
        positiveSum += binary.weight(record);
      } else {
        negativeSum += binary.weight(record);
      }
      positive[last] = positiveSum;
      negative[last] = negativeSum;
    }
    scores = Arrays.copyOf(distinct, last + 1);
    positives = Arrays.copyOf(positive, last + 1);
    negatives = Arrays.copyOf(negative, last + 1);
  }

  /** The number of distinct outputs. */
  int size() {
    return scores.length;
  }

  /** The i-th of them, 0 for the largest; infinite beyond both ends. */
  double score(int i) {
    if (i < 0) {
      return Double.POSITIVE_INFINITY;
    }
    return i < scores.length ? scores[i] : Double.NEGATIVE_INFINITY;
  }

  /** The weight of the positive records among those of the largest i + 1 outputs. */
  double positives(int i) {
    return i < 0 ? 0 : positives[i];
  }

  /** The weight of the negative records among those of the largest i + 1 outputs. */
  double negatives(int i) {
    return i < 0 ? 0 : negatives[i];
  }

  /** The weight of all positive records. */
  double positives() {
    return positives(size() - 1);
  }

  /** The weight of all negative records. */
  double negatives() {
    return negatives(size() - 1);
  }
}
