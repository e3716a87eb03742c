package nn.api;

/** Operands whose shapes do not fit the operation; the message names the rule and every operand. */
public class ShapeMismatchException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** A message of the form {@code operation: rule that failed: every operand}. */
  public ShapeMismatchException(String message) {
    super(message);
  }
}
