package nn.core;

/** Is told of each epoch while a network trains; called by the training thread. */
@FunctionalInterface
public interface TrainingListener {

  /**
   * An epoch has ended.
   *
   * @param epoch 1 for the first
   * @param epochs how many there will be
   * @param cost before the epoch's updates; with mini-batches the mean over its batches, each
   *     before its own update
   * @param accuracy likewise; NaN where outputs are quantities
   */
  void epochEnded(int epoch, int epochs, double cost, double accuracy);
}
