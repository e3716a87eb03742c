package nn.api.provider;

/**
 * A backend could not be chosen or opened. The message starts with a code, says what to do, and
 * ends with the report of all providers seen.
 */
public class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /** An exception with a code such as {@code NN-101}. */
  public BackendException(String code, String message) {
    super(code + " " + message);
    this.code = code;
  }

  /** An exception with a code and a cause. */
  public BackendException(String code, String message, Throwable cause) {
    super(code + " " + message, cause);
    this.code = code;
  }

  /** The code, for instance {@code NN-101}. */
  public String code() {
    return code;
  }
}
