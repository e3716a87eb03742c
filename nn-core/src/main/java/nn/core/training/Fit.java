package nn.core.training;

/**
 * What came of a training.
 *
 * @param history cost and accuracy of the epochs that ended
 * @param end why it ended
 * @param state from which it can be resumed, where it was stopped: with the parameters of the last
 *     step, also where the network has those of the best epoch
 */
public record Fit(History history, End end, TrainingState state) {

  /**
   * The epoch whose validation was the best, the first of equals, and whose parameters the network
   * has unless the training {@linkplain Training#keepLast keeps the last}.
   *
   * @return 0 for the first; −1 if nothing was validated
   */
  public int bestEpoch() {
    return history.bestEpoch();
  }

  /** The {@linkplain History#monitored monitored} number of that epoch; NaN without one. */
  public double bestValue() {
    return history.bestValue();
  }
}
