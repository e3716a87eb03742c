package nn.core;

/**
 * The cost or an output became NaN or infinite in training. The network keeps the values it had
 * then.
 */
public class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int epoch;
  private final int layer;

  DivergedException(String message, int epoch, int layer) {
    super(message);
    this.epoch = epoch;
    this.layer = layer;
  }

  /** The epoch, 1 for the first; with the full batch the iteration. */
  public int epoch() {
    return epoch;
  }

  /** The first layer whose values are not finite, 1 for the first; 0 if only the losses are not. */
  public int layer() {
    return layer;
  }
}
