package nn.io.table;

/** A setting that helps where a table is refused. */
public enum TableSetting {
  /** What separates the cells of a file. */
  SEPARATOR,

  /** The decimal mark of a file. */
  DECIMAL,

  /** The encoding of a file. */
  ENCODING,

  /** Whether the first line of a file names the columns. */
  HEADER,

  /** {@link TableSpec#task}. */
  TASK,

  /** {@link TableSpec#categorical}. */
  CATEGORICAL,

  /** {@link TableSpec#ignored}. */
  IGNORED,

  /** {@link CellPolicies#missing(String, MissingPolicy)}. */
  MISSING,

  /** {@link CellPolicies#unknown(String, UnknownPolicy)}. */
  UNKNOWN
}
