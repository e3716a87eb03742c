package nn.core.training;

/** An epoch that has ended. Valid during the call. */
public interface Epoch {

  /** 1 for the first. */
  int number();

  /** How many were planned. */
  int of();

  /**
   * The mean cost before the epoch's updates, penalties included; with mini-batches the mean over
   * its records, each before the update by its batch.
   */
  double cost();

  /** The accuracy, measured likewise; NaN where outputs are quantities. */
  double accuracy();

  /** The mean cost of the validation records after it, without penalties; NaN without any. */
  default double validationCost() {
    return Double.NaN;
  }

  /**
   * A number of the validation records after it; NaN where it was not measured.
   *
   * @param name {@code cost}, {@code accuracy} or that of a metric
   */
  default double metric(String name) {
    return Double.NaN;
  }

  /** Ends the training now. */
  void stop();

  /** The state of the training, from which {@code Network.resume} goes on. */
  TrainingState state();
}
