package nn.io.json;

/** A JSON text breaks a rule. */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final boolean tooLarge;

  private JsonException(String rule, long offset, boolean tooLarge) {
    super(rule);
    this.offset = offset;
    this.tooLarge = tooLarge;
  }

  /** At a byte of the text, counted from 0; −1 where none is meant. */
  static JsonException at(long offset, String rule) {
    return new JsonException(rule, offset, false);
  }

  /** A limit is exceeded. */
  static JsonException tooLarge(long offset, String rule) {
    return new JsonException(rule, offset, true);
  }

  /** The byte, counted from 0 at the text's first; −1 where none is meant. */
  public long offset() {
    return offset;
  }

  /** Whether it is a limit that is exceeded. */
  public boolean isTooLarge() {
    return tooLarge;
  }
}
