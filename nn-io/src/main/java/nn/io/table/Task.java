package nn.io.table;

/** What a network is to learn about a target column. */
public enum Task {
  /** One of two classes; one target, 0 for the first class and 1 for the second. */
  BINARY,

  /** One of several classes; one target for each class, 1 for the right one and 0 elsewhere. */
  MULTICLASS,

  /** A number; one target. */
  REGRESSION
}
