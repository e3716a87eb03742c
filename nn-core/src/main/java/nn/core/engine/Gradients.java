package nn.core.engine;

import java.util.ArrayList;
import java.util.List;
import nn.api.Workspace;
import nn.core.architecture.Architecture;
import nn.core.array.FiniteSums;
import nn.core.data.DataSet;
import nn.core.training.Training;

/**
 * The gradients of a step: the sums of its shares, added in the order of the shards, which is the
 * second of the three pieces of a training step. With one shard there is nothing to add.
 *
 * <p>Where a step accumulates several batches, a share is propagated in as many pieces, whose sums
 * are added one after another; so memory is that of one batch.
 */
final class Gradients {
  private final RecordOrder order;
  private final Batch batch;
  private final ParameterTensors sums;
  private final ParameterTensors share; // the sums themselves where there is one shard
  private final List<ShareGradients> widths = new ArrayList<>(); // one for each size of a piece
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
    share = order.shards() == 1 ? sums : new ParameterTensors(architecture, workspace);
    ParameterTensors piece =
        order.accumulate() == 1 ? share : new ParameterTensors(architecture, workspace);
    for (int shard = 0; shard < order.shards(); shard++) {
      int most = order.piece(shard);
      for (int records : new int[] {order.count(shard, 0), order.lastCount(shard)}) {
        for (int size : new int[] {Math.min(records, most), records % most}) {
          if (size > 0 && widths.stream().noneMatch(known -> known.records() == size)) {
            widths.add(
                new ShareGradients(architecture, values, piece, workspace, size, training.seed()));
          }
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
    throw new IllegalStateException("no piece has this size: " + records);
  }

  /**
   * Forward, cost and backward of a step's records. Ends where losses are not finite; then {@link
   * #lossSum} is not either.
   *
   * @param step number of the training step
   * @param number of the step in its epoch, 0 for the first
   */
  void sum(long step, int number) {
    lossSum = 0;
    weightSum = 0;
    correct = 0;
    int offset = 0;
    for (int shard = 0; shard < order.shards(); shard++) {
      int records = order.count(shard, number);
      if (records > 0) {
        sumShare(step, shard, order.first(shard, number), records, offset);
        if (!Double.isFinite(lossSum)) {
          return;
        }
        add(share, sums, offset == 0);
        offset += records;
      }
    }
  }

  /** Piece by piece. Statistics of all but the last are committed at once, as others overwrite. */
  private void sumShare(long step, int shard, int first, int records, int offset) {
    int most = order.piece(shard);
    for (int from = 0; from < records; from += most) {
      if (from > 0) {
        last.commit();
      }
      batch.move(first + from, offset + from);
      last = width(Math.min(most, records - from));
      last.sum(step, batch);
      lossSum = FiniteSums.add(lossSum, last.lossSum());
      if (!Double.isFinite(lossSum)) {
        return;
      }
      weightSum += last.weightSum();
      correct += last.correct();
      add(last.gradients(), share, from == 0);
    }
  }

  private static void add(ParameterTensors more, ParameterTensors sums, boolean first) {
    if (more == sums) {
      return;
    }
    if (first) {
      sums.copy(more);
    } else {
      sums.add(more);
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

  /** Lets layers update their statistics by the last piece; by others they have. */
  void commit() {
    last.commit();
  }

  /** The first layer with an output that is not finite, where {@link #lossSum} is not; or −1. */
  int firstNotFinite() {
    return last.firstNotFinite();
  }
}
