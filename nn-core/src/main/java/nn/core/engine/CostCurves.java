package nn.core.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import nn.core.diagnosis.Finding;
import nn.core.diagnosis.Finding.Kind;
import nn.core.training.History;

/**
 * What the costs of a training tell: whether it overfits, or diverged without becoming infinite.
 */
final class CostCurves {

  /** The share by which a cost must have risen where a training diverges. */
  private static final double DIVERGED_RISE = 0.1;

  /** The share by which it must have risen where it overfits. */
  private static final double OVERFITTING_RISE = 0.25;

  /** The share of what was gained that is lost again where a training overfits. */
  private static final double OVERFITTING_LOSS = 0.2;

  /** The share of what was gained that is lost again where it diverges. */
  private static final double DIVERGED_LOSS = 0.5;

  /** Epochs of which the end is judged, so that no single one decides. */
  private static final int LAST = 3;

  private CostCurves() {}

  static void check(History history, boolean stoppedEarly, List<Finding> findings) {
    checkDivergence(history, findings);
    if (!stoppedEarly) { // which is the remedy
      checkOverfitting(history, findings);
    }
  }

  /** By which share of another, which may be negative, a cost is above it. */
  private static double rise(double cost, double from) {
    return (cost - from) / Math.abs(from);
  }

  private static void checkDivergence(History history, List<Finding> findings) {
    int size = history.size();
    if (size <= LAST) {
      return;
    }
    double first = history.cost(0);
    int bestEpoch =
        IntStream.range(0, size)
            .reduce(0, (best, e) -> history.cost(e) < history.cost(best) ? e : best);
    double best = history.cost(bestEpoch);
    double last =
        IntStream.range(size - LAST, size).mapToDouble(history::cost).sorted().toArray()[LAST / 2];
    if (rise(last, first) >= DIVERGED_RISE) {
      findings.add(
          Finding.of(
              Kind.DIVERGED,
              -1,
              rise(last, first),
              DIVERGED_RISE,
              "The training diverged, though its numbers stayed finite: the cost was %.4g in the"
                  + " first epoch and %.4g in the end; lower the learning rate.",
              first,
              last));
    } else if (rise(last, best) >= DIVERGED_RISE && last - best >= DIVERGED_LOSS * (first - best)) {
      findings.add(
          Finding.of(
              Kind.DIVERGED,
              -1,
              rise(last, best),
              DIVERGED_RISE,
              "The training diverged, though its numbers stayed finite: the cost fell from %.4g to"
                  + " %.4g in epoch %d, and rose to %.4g in the end; lower the learning rate.",
              first,
              best,
              bestEpoch + 1,
              last));
    }
  }

  private static void checkOverfitting(History history, List<Finding> findings) {
    int[] validated =
        IntStream.range(0, history.size())
            .filter(e -> !Double.isNaN(history.validationCost(e)))
            .toArray();
    if (validated.length <= LAST) {
      return;
    }
    int bestEpoch =
        Arrays.stream(validated)
            .reduce(
                validated[0],
                (best, e) -> history.validationCost(e) < history.validationCost(best) ? e : best);
    double best = history.validationCost(bestEpoch);
    double first = history.validationCost(validated[0]);
    double last =
        Arrays.stream(validated)
            .skip(validated.length - LAST)
            .mapToDouble(history::validationCost)
            .min()
            .orElseThrow();
    int end = history.size() - 1;
    if (rise(last, best) >= OVERFITTING_RISE
        && last - best >= OVERFITTING_LOSS * (first - best)
        && history.cost(end) < history.cost(bestEpoch)) {
      findings.add(
          Finding.of(
              Kind.OVERFITTING,
              -1,
              rise(last, best),
              OVERFITTING_RISE,
              "It overfits: after epoch %d the validation cost rose from %.4g to %.4g, while the"
                  + " training cost fell from %.4g to %.4g; stop early, train fewer epochs, or use"
                  + " dropout, L2 or more records.",
              bestEpoch + 1,
              best,
              last,
              history.cost(bestEpoch),
              history.cost(end)));
    }
  }
}
