package nn.core.training;

/**
 * The cost or an output became NaN or infinite in training. The network keeps the values it had
 * then or, if anything was validated, gets those of the best epoch again.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int epoch;
  private final int layer;
  private final transient History history;

  /**
   * A training that diverged.
   *
   * @param epoch 1 for the first
   * @param layer 1 for the first; 0 if only the losses are not finite
   * @param history of the epochs that ended before
   */
  public DivergedException(String message, int epoch, int layer, History history) {
    super(message);
    this.epoch = epoch;
    this.layer = layer;
    this.history = history;
  }

  /** The epoch, 1 for the first; with the full batch the iteration. */
  public int epoch() {
    return epoch;
  }

  /** The epochs that ended before. */
  public History history() {
    return history;
  }

  /** The first layer whose values are not finite, 1 for the first; 0 if only the losses are not. */
  public int layer() {
    return layer;
  }
}
