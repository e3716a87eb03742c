package nn.core.training;

/**
 * A layer, a cost, an optimiser or a kernel failed while a network was propagated or trained. The
 * message begins with the place, as in {@code step 3, layer 2 (dense, 100 units, relu), forward};
 * the cause is what was thrown there.
 */
public final class PropagationException extends RuntimeException implements Located {
  private static final long serialVersionUID = 1L;

  /** The failure of some work. */
  public PropagationException(String place, RuntimeException cause) {
    super(place + ": " + (cause.getMessage() == null ? cause : cause.getMessage()), cause);
  }

  /** This exception, which has its place. */
  @Override
  public PropagationException at(String place) {
    return this;
  }
}
