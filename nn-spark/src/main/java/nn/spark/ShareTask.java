package nn.spark;

import java.io.Serializable;
import nn.core.training.GradientSums;
import nn.core.training.Shares;
import org.apache.spark.broadcast.Broadcast;

/**
 * What an executor does with a shard in a step: a pure function of parameters, shard and step, so
 * that a retry or a copy gives the same bits.
 *
 * @param training names it among all
 * @param model the bytes of the network's model file
 * @param parameters those of the step, as {@link Numbers} gives them
 * @param step 1 for the first of the training
 * @param epoch 0 for the first
 * @param number of the step in its epoch
 */
record ShareTask(
    String training,
    Broadcast<byte[]> model,
    WorkerBackend backend,
    Shares shares,
    int seed,
    Broadcast<byte[]> parameters,
    long step,
    int epoch,
    int number)
    implements Serializable {

  /** Whether the shard still has records for this step. */
  boolean concerns(Shard shard) {
    return shares.count(shard.number(), number) > 0;
  }

  /** The sums of the shard's share. */
  GradientSums sum(Shard shard) {
    Replicas replicas = Replicas.of(training);
    int[] order = replicas.order(shares, shard.number(), epoch);
    return replicas.use(
        () -> new Replica(model.value(), backend, seed),
        replica -> {
          replica.parameters(step, parameters.value());
          return replica.sum(shard, shares, order, step, number);
        });
  }
}
