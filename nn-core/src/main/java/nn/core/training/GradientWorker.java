package nn.core.training;

import nn.core.data.DataSet;

/**
 * Takes the gradients of shares of batches, with the network's parameters as they are: what a
 * worker of a distributed training does. It holds tensors on the network's backend until it is
 * closed. Belongs to one thread.
 */
public interface GradientWorker extends AutoCloseable {

  /**
   * Forward, cost and backward of a share, in parts of at most 512 records, as {@code Network.fit}
   * does with a share of the same records; of accumulated batches a share comes in pieces, whose
   * sums are added in order.
   *
   * @param share the records, with their weights, in their order in the batch
   * @param step the training step, 1 for the first, of which dropout depends
   * @param firstRecord the place of the share's first record in the whole batch, or among the
   *     records of all accumulated ones, on which dropout depends, too
   * @throws IllegalArgumentException if the data does not fit the network
   */
  GradientSums sum(DataSet share, long step, int firstRecord);

  @Override
  void close();
}
