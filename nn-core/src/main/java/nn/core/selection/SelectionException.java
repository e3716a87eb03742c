package nn.core.selection;

import nn.api.Message;

/** A candidate failed in a fold, for another reason than that its training diverged. */
public final class SelectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int candidate;
  private final int fold;

  /**
   * A failure.
   *
   * @param candidate 1 for the first
   * @param name what messages call the candidate besides its number, such as its settings; may be
   *     empty
   * @param fold 1 for the first
   */
  public SelectionException(int candidate, String name, int fold, Throwable cause) {
    super(
        Message.of(
            "candidate %d%s, fold %d: %s",
            candidate,
            name.isEmpty() ? "" : " " + name,
            fold,
            cause.getMessage() == null ? cause : cause.getMessage()),
        cause);
    this.candidate = candidate;
    this.fold = fold;
  }

  /** Which candidate, 1 for the first. */
  public int candidate() {
    return candidate;
  }

  /** Which fold, 1 for the first. */
  public int fold() {
    return fold;
  }
}
