package nn.api.network;

/** No provider on the class path offers a kind. */
public final class UnknownKindException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String kind;

  UnknownKindException(String message, String kind) {
    super(message);
    this.kind = kind;
  }

  /** The kind that nobody offers. */
  public String kind() {
    return kind;
  }
}
