package nn.io.table;

/** What becomes of a category that no training record had. */
public enum UnknownPolicy {
  /** It is an error. */
  REFUSE,

  /** The column's inputs are all 0, as those of none of the known categories. */
  ZEROS
}
