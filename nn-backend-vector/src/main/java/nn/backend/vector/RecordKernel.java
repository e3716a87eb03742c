package nn.backend.vector;

/** A kernel on rows or columns that is no product; each of them is compiled for itself. */
enum RecordKernel {
  ROW,
  COLUMN,
  SUM_OVER_RECORDS,
  SUM_OVER_UNITS,
  MAX_OVER_UNITS,
  SOFTMAX,
  SOFTMAX_GRADIENT
}
