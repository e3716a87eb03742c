package nn.core.training;

import java.util.Map;

/**
 * Updates a network's parameters by the gradients of batches, as {@code Network.fit} does: mean,
 * penalties, clip, optimiser. It holds the optimiser's state, as tensors on the network's backend,
 * until it is closed. Belongs to one thread.
 */
public interface Updater extends AutoCloseable {

  /**
   * One step. Sums whose weights are all 0 update nothing, neither parameters nor state.
   *
   * @param step 1 for the first
   * @param sums over all records of the batch
   * @param rateFactor what the learning rate is multiplied with: a schedule's factor, or 1
   * @return the mean cost of the batch before the update, penalties included; the penalties alone
   *     where all weights are 0
   * @throws IllegalArgumentException if the sums are of another network or number type, or not
   *     finite; nothing is changed then
   */
  double update(long step, GradientSums sums, double rateFactor);

  /** A copy of the optimiser's state, by the names of {@link TrainingState}. */
  Map<String, double[]> state();

  /**
   * Takes over a state.
   *
   * @throws IllegalArgumentException if it is not of this optimiser and network; nothing is changed
   *     then
   */
  void state(Map<String, double[]> state);

  @Override
  void close();
}
