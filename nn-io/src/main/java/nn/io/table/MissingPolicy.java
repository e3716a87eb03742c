package nn.io.table;

/** What becomes of a feature's missing cells. */
public enum MissingPolicy {
  /** A missing cell is an error. */
  REFUSE,

  /**
   * The mean of the training records' numbers takes its place; categories have none, so of a column
   * of categories the most frequent one.
   */
  MEAN,

  /**
   * The most frequent value of the training records takes its place; of equally frequent ones the
   * first in order.
   */
  MOST_FREQUENT
}
