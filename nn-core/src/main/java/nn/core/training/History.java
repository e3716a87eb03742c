package nn.core.training;

/** Cost and accuracy of each epoch of a training. Immutable. */
public final class History {
  private final double[] costs;
  private final double[] accuracies;
  private final double seconds;

  /**
   * A history.
   *
   * @param costs one for each epoch; copied
   * @param accuracies one for each epoch; copied
   * @param seconds how long it took
   */
  public History(double[] costs, double[] accuracies, double seconds) {
    this.costs = costs.clone();
    this.accuracies = accuracies.clone();
    this.seconds = seconds;
  }

  /** The number of epochs. */
  public int size() {
    return costs.length;
  }

  /**
   * The cost before an epoch's updates, penalties included; with mini-batches the mean over its
   * records, each before the update by its batch.
   *
   * @param epoch 0 for the first
   */
  public double cost(int epoch) {
    return costs[epoch];
  }

  /** The accuracy, measured like {@link #cost}; NaN where outputs are quantities. */
  public double accuracy(int epoch) {
    return accuracies[epoch];
  }

  /** Seconds from before the first update to after the last, without interruptions. */
  public double seconds() {
    return seconds;
  }
}
