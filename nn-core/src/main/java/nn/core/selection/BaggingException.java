package nn.core.selection;

import nn.api.Message;

/** A member of a bagging could not be trained. */
public final class BaggingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int member;

  /**
   * A failure.
   *
   * @param member 1 for the first
   */
  public BaggingException(int member, Throwable cause) {
    super(
        Message.of(
            "member %d: %s", member, cause.getMessage() == null ? cause : cause.getMessage()),
        cause);
    this.member = member;
  }

  /** Which member, 1 for the first. */
  public int member() {
    return member;
  }
}
