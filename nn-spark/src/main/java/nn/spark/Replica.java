package nn.spark;

import java.util.Arrays;
import nn.api.DType;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.training.GradientSums;
import nn.core.training.GradientWorker;
import nn.core.training.Shares;
import nn.io.model.ModelFile;

/** The network in training on an executor, for one task at a time. */
final class Replica implements AutoCloseable {
  private static final long NONE = -1;

  private final Network network;
  private final GradientWorker worker;
  private long step = NONE; // whose parameters it has

  Replica(byte[] model, WorkerBackend backend, int seed) {
    network = ModelFile.of(SparkRecords.MODEL, model).network(backend.open());
    try {
      worker = network.gradientWorker(seed);
    } catch (Throwable failure) {
      network.close();
      throw failure;
    }
  }

  /**
   * Takes over the parameters of a step.
   *
   * @param parameters as {@link Numbers} gives them
   */
  void parameters(long step, byte[] parameters) {
    if (this.step == step) {
      return; // another task of the step has brought them
    }
    this.step = NONE;
    if (network.backend().dtype() == DType.FLOAT32) {
      network.parameters(Numbers.toFloats(parameters));
    } else {
      network.parameters(Numbers.toDoubles(parameters));
    }
    this.step = step;
  }

  /**
   * The sums of a share, piece by piece where batches are accumulated.
   *
   * @param order of the shard's records
   * @param number of the step in its epoch
   */
  GradientSums sum(Shard shard, Shares shares, int[] order, long step, int number) {
    int first = shares.first(shard.number(), number);
    int count = shares.count(shard.number(), number);
    int offset = shares.offset(shard.number(), number);
    int most = shares.piece(shard.number());
    GradientSums sums = null;
    for (int from = 0; from < count; from += most) {
      int to = Math.min(count, from + most);
      DataSet piece = records(shard, shares, order, first + from, first + to);
      GradientSums next = worker.sum(piece, step, offset + from);
      sums = sums == null ? next : sums.plus(next);
    }
    return java.util.Objects.requireNonNull(sums);
  }

  private static DataSet records(Shard shard, Shares shares, int[] order, int from, int to) {
    boolean all = !shares.isShuffled() && to - from == shares.size(shard.number());
    return all ? shard.data() : shard.data().select(Arrays.copyOfRange(order, from, to));
  }

  @Override
  public void close() {
    worker.close();
    network.close();
  }
}
