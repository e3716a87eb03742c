package nn.api.network;

/**
 * How far a training is, as a {@link Schedule} sees it. The object is reused: it is valid during
 * the call only.
 */
public interface Progress {

  /** The step that is about to update, 1 for the first. */
  long step();

  /** The steps of the whole training as planned. */
  long plannedSteps();

  /** The number of epochs that have ended. */
  int epochs();

  /**
   * The mean cost of an epoch that has ended, penalties included.
   *
   * @param epoch 0 for the first
   * @throws IndexOutOfBoundsException if it has not ended
   */
  double cost(int epoch);

  /**
   * The mean cost on validation records after an epoch that has ended, without penalties; NaN where
   * there is no validation.
   *
   * @param epoch 0 for the first
   * @throws IndexOutOfBoundsException if it has not ended
   */
  default double validationCost(int epoch) {
    return Double.NaN;
  }
}
