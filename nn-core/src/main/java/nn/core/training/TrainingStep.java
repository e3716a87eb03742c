package nn.core.training;

/** A step that has ended. Valid during the call. */
public interface TrainingStep {

  /** 1 for the first. */
  long number();

  /** How many were planned for the whole training. */
  long of();

  /** The epoch that it belongs to, 1 for the first. */
  int epoch();

  /**
   * The mean cost of its batch before the update, penalties included; the penalties alone for a
   * batch whose weights are all 0, which makes no update.
   */
  double cost();

  /** Ends the training now. */
  void stop();

  /** The state of the training, from which {@code Network.resume} goes on. */
  TrainingState state();
}
