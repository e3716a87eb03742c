package nn.core.training;

import java.io.Serializable;
import nn.api.network.Decision;
import nn.core.array.FiniteSums;

/**
 * How well a network does on some records, as sums, which can be added where records are in several
 * places: in another order they have other bits.
 *
 * @param lossSum of the losses, each multiplied with its record's weight where there are some
 * @param correct of the weights of the records that are classified right; without weights their
 *     number
 * @param weightSum of the weights; without them the number of records
 */
public record EvaluationSums(double lossSum, double correct, double weightSum)
    implements Serializable {

  /** Of no record. */
  public static final EvaluationSums NONE = new EvaluationSums(0, 0, 0);

  /** These and those of other records. */
  public EvaluationSums plus(EvaluationSums next) {
    return new EvaluationSums(
        FiniteSums.add(lossSum, next.lossSum), correct + next.correct, weightSum + next.weightSum);
  }

  /** The means; NaN where there is no weight. */
  public Evaluation mean(Decision decision) {
    return new Evaluation(lossSum / weightSum, Classes.share(decision, correct, weightSum));
  }
}
