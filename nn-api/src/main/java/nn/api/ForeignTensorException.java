package nn.api;

/** An operand that belongs to another backend instance. */
public class ForeignTensorException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** A message of the form {@code operation: rule that failed: every operand}. */
  public ForeignTensorException(String message) {
    super(message);
  }
}
