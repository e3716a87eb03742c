package nn.tck.model;

/** Who calls a kernel. */
public enum Caller {
  ALONE(""),
  MANY(", many callers"),
  IN_PARALLEL(", inside inParallel"),
  INTERRUPTED(", interrupted"),
  CLOSING(", others are closed meanwhile");

  /** For messages. */
  public final String words;

  Caller(String words) {
    this.words = words;
  }
}
