package nn.tck.model;

/** What has happened on a backend before the call that is judged. */
public enum History {
  FIRST(", the first call of a backend"),
  REPEATED(", repeated"),
  OTHER_EXTENTS(", after other extents"),
  OVERWRITTEN(", after an operand was overwritten");

  /** For messages. */
  public final String words;

  History(String words) {
    this.words = words;
  }
}
