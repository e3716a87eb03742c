package nn.io.table;

/** A setting that helps where a table is refused. */
public enum TableSetting {
  /** {@link CsvFormat#separator}. */
  SEPARATOR,

  /** {@link CsvFormat#decimal}. */
  DECIMAL,

  /** {@link CsvFormat#encoding}. */
  ENCODING,

  /** {@link CsvFormat#header}. */
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
