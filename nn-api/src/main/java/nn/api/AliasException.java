package nn.api;

/** A destination that is also an operand, in a kernel that does not allow it. */
public class AliasException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** A message of the form {@code operation: rule that failed: every operand}. */
  public AliasException(String message) {
    super(message);
  }
}
