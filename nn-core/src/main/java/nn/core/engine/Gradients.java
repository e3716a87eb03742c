package nn.core.engine;

import java.util.ArrayList;
import java.util.List;
import nn.api.Workspace;
import nn.core.array.FiniteSums;
import nn.core.data.DataSet;
import nn.core.training.Training;

/**
 * The gradients of a batch: the sums of its shares, added in the order of the shards, which is the
 * second of the three pieces of a training step. With one shard there is nothing to add.
 */
final class Gradients {
  private final RecordOrder order;
  private final Batch batch;
  private final ParameterTensors sums;
  private final List<ShareGradients> widths = new ArrayList<>(); // one for each size of a share
  private ShareGradients last;
  private double lossSum;
  private double weightSum;
  private double correct;

  /**
   * Allocates.
   *
   * @param workspace for all tensors, which the caller closes
   */
  Gradients(
      Architecture architecture,
      ParameterTensors values,
      Workspace workspace,
      DataSet data,
      Training training,
      RecordOrder order) {
    this.order = order;
    batch = new Batch(data, order.order());
    sums = new ParameterTensors(architecture, workspace);
    ParameterTensors share =
        order.shards() == 1 ? sums : new ParameterTensors(architecture, workspace);
    for (int shard = 0; shard < order.shards(); shard++) {
      for (int records : new int[] {order.count(shard, 0), order.lastCount(shard)}) {
        if (widths.stream().noneMatch(known -> known.records() == records)) {
          widths.add(
              new ShareGradients(architecture, values, share, workspace, records, training.seed()));
        }
      }
    }
    last = widths.get(0);
  }

  private ShareGradients width(int records) {
    for (int i = 0; i < widths.size(); i++) { // an iterator would be allocated
      if (widths.get(i).records() == records) {
        return widths.get(i);
      }
    }
    throw new IllegalStateException("no share has this size: " + records);
  }

  /**
   * Forward, cost and backward of a batch. Ends where losses are not finite; then {@link #lossSum}
   * is not either.
   *
   * @param step number of the training step
   * @param number of the batch in its epoch, 0 for the first
   */
  void sum(long step, int number) {
    lossSum = 0;
    weightSum = 0;
    correct = 0;
    int offset = 0;
    for (int shard = 0; shard < order.shards(); shard++) {
      int records = order.count(shard, number);
      if (records > 0) {
        batch.move(order.first(shard, number), offset);
        last = width(records);
        last.sum(step, batch);
        lossSum = FiniteSums.add(lossSum, last.lossSum());
        if (!Double.isFinite(lossSum)) {
          return;
        }
        add(offset == 0);
        offset += records;
      }
    }
  }

  private void add(boolean first) {
    weightSum += last.weightSum();
    correct += last.correct();
    if (last.gradients() == sums) {
      return;
    }
    if (first) {
      sums.copy(last.gradients());
    } else {
      sums.add(last.gradients());
    }
  }

  /** The sums of the gradients over the records of the batch. */
  ParameterTensors sums() {
    return sums;
  }

  /** The sum of the losses over the records of the batch. */
  double lossSum() {
    return lossSum;
  }

  /** The sum of the weights of the records of the batch; without weights their number. */
  double weightSum() {
    return weightSum;
  }

  /** The sum of the weights of the records of the batch that are classified correctly. */
  double correct() {
    return correct;
  }

  /** Lets layers update their statistics. */
  void commit() {
    last.commit();
  }

  /** The first layer with an output that is not finite, where {@link #lossSum} is not; or −1. */
  int firstNotFinite() {
    return last.firstNotFinite();
  }
}
