package nn.api;

/** Use of a backend, a workspace or a tensor after its close. */
public class ClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** A message of the form {@code operation: rule that failed: every operand}. */
  public ClosedException(String message) {
    super(message);
  }
}
