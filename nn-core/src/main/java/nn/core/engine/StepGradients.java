package nn.core.engine;

/** What gives a training the gradients of its steps, with the parameters as they are. */
interface StepGradients {

  /** Begins an epoch, 0 for the first; they are begun one after another. */
  void beginEpoch(int epoch);

  /**
   * Forward, cost and backward of a step's records. Ends where losses are not finite; then {@link
   * #lossSum} is not either.
   *
   * @param step number of the training step, 1 for the first
   * @param number of the step in its epoch, 0 for the first
   */
  void sum(long step, int number);

  /** The sums of the gradients over the records of the step. */
  ParameterTensors sums();

  /** The sum of the losses over the records of the step. */
  double lossSum();

  /** The sum of the weights of the records of the step; without weights their number. */
  double weightSum();

  /** The sum of the weights of the records of the step that are classified correctly. */
  double correct();

  /** Lets layers update their statistics by the last piece; by others they have. */
  void commit();

  /** The first layer with an output that is not finite, where {@link #lossSum} is not; or −1. */
  int firstNotFinite();
}
