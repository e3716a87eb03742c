package nn.core.training;

/**
 * Records that are elsewhere, as on the machines of a cluster, and give the gradients of the steps
 * of a training: what {@code Network.fit} trains with in place of a {@link nn.core.data.DataSet}.
 *
 * <p>Where the sums of a step are those that {@link GradientWorker}s give for its {@link Shares},
 * added in the order of the shards by {@link GradientSums#plus}, the training ends in the bits of
 * {@code fit} with the same records in a data set.
 */
public interface GradientSource {

  /** How many records there are. */
  int records();

  /**
   * A number that depends on every feature, target and weight and on their order: a training is
   * resumed with the same records only.
   */
  long fingerprint();

  /**
   * The sums over the records of a step, with the network's parameters as they are.
   *
   * @param step 1 for the first of the training
   * @param epoch 0 for the first
   * @param number of the step in its epoch, 0 for the first
   * @throws RuntimeException if they cannot be had: the training ends with it
   */
  GradientSums sum(long step, int epoch, int number);
}
