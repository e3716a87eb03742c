package nn.api.network;

/**
 * What an {@link Optimiser} may know of the update that it is asked for: one parameter, in one
 * training step, in one phase. The object is reused: it is valid during the call only.
 */
public interface Step {

  /** The training step, 1 for the first; it goes on counting where a training is resumed. */
  long number();

  /** The position of the update in {@link Optimiser#updates}, 0 for the first. */
  int phase();

  /** The layer, 0 for the first. */
  int layer();

  /** The parameter, with its full name in the layer ({@code body.0.weight}) and its role. */
  Parameter parameter();

  /**
   * What the learning rate is to be multiplied with: the training's {@link Schedule}'s factor for
   * this step, 1 without a schedule.
   */
  double rateFactor();

  /**
   * The Euclidean norm {@code √Σxᵢ²} of one of the update's operands as it is now. Computed when it
   * is asked for, in FLOAT64, elements ascending record after record, so its bits depend on neither
   * backend nor threads.
   *
   * @param operand {@code "gradient"} (of the mean cost, with penalties, clipped), {@code
   *     "parameter"}, or a name of {@link Optimiser#state}
   * @throws IllegalArgumentException if there is no such operand
   */
  double norm(String operand);

  /** The mean cost of the step's batch before the update, penalties included. */
  double cost();
}
