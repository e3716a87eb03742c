package nn.core.engine;

import java.util.ArrayList;
import java.util.List;
import nn.api.Workspace;
import nn.core.architecture.Architecture;
import nn.core.array.FiniteSums;
import nn.core.data.DataSet;
import nn.core.training.Shares;
import nn.core.training.Training;

/**
 * The gradients of a step: the sums of its shares, added in the order of the shards, which is the
 * second of the three pieces of a training step. With one shard there is nothing to add.
 *
 * <p>Where a step accumulates several batches, a share is propagated in as many pieces, whose sums
 * are added one after another; so memory is that of one batch.
 */
final class Gradients implements StepGradients {
  private final Shares shares;
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
   * @throws IllegalArgumentException if the training has shards that do not suit the layers
   */
  Gradients(
      Architecture architecture,
      ParameterTensors values,
      Workspace workspace,
      DataSet data,
      Training training,
      Shares shares) {
    if (training.shards() > 1 && architecture.mixesRecords()) {
      throw new IllegalArgumentException(
          "fit: a layer that mixes records needs the whole batch: shards must be 1, they are "
              + training.shards());
    }
    this.shares = shares;
    order = new RecordOrder(shares, training.seed());
    batch = new Batch(data, order.order());
    sums = new ParameterTensors(architecture, workspace);
    share = shares.shards() == 1 ? sums : new ParameterTensors(architecture, workspace);
    ParameterTensors piece =
        shares.accumulate() == 1 ? share : new ParameterTensors(architecture, workspace);
    for (int shard = 0; shard < shares.shards(); shard++) {
      int most = shares.piece(shard);
      for (int records : new int[] {shares.count(shard, 0), lastCount(shard)}) {
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

  /** How many records a shard has in the last step where it has some. */
  private int lastCount(int shard) {
    int step = shares.steps() - 1;
    while (shares.count(shard, step) == 0) {
      step--;
    }
    return shares.count(shard, step);
  }

  private ShareGradients width(int records) {
    for (int i = 0; i < widths.size(); i++) { // an iterator would be allocated
      if (widths.get(i).records() == records) {
        return widths.get(i);
      }
    }
    throw new IllegalStateException("no piece has this size: " + records);
  }

  @Override
  public void beginEpoch(int epoch) {
    order.begin(epoch);
  }

  @Override
  public void sum(long step, int number) {
    lossSum = 0;
    weightSum = 0;
    correct = 0;
    int offset = 0;
    for (int shard = 0; shard < shares.shards(); shard++) {
      int records = shares.count(shard, number);
      if (records > 0) {
        sumShare(step, shard, shares.start(shard) + shares.first(shard, number), records, offset);
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
    int most = shares.piece(shard);
    double ownLosses = 0;
    double ownWeights = 0;
    double ownCorrect = 0;
    for (int from = 0; from < records; from += most) {
      if (from > 0) {
        last.commit();
      }
      batch.move(first + from, offset + from);
      last = width(Math.min(most, records - from));
      last.sum(step, batch);
      ownLosses = FiniteSums.add(ownLosses, last.lossSum());
      if (!Double.isFinite(ownLosses)) {
        break;
      }
      ownWeights += last.weightSum();
      ownCorrect += last.correct();
      add(last.gradients(), share, from == 0);
    }
    lossSum = FiniteSums.add(lossSum, ownLosses);
    weightSum += ownWeights;
    correct += ownCorrect;
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

  @Override
  public ParameterTensors sums() {
    return sums;
  }

  @Override
  public double lossSum() {
    return lossSum;
  }

  @Override
  public double weightSum() {
    return weightSum;
  }

  @Override
  public double correct() {
    return correct;
  }

  @Override
  public void commit() {
    last.commit();
  }

  @Override
  public int firstNotFinite() {
    return last.firstNotFinite();
  }
}
