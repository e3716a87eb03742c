package nn.api.network;

/** What is known of an activation's outputs, from which costs tell whether they can judge them. */
public enum OutputRange {
  /** Nothing: costs give it the benefit of the doubt. */
  UNKNOWN,
  /** Numbers outside {@code [0, 1]} occur. */
  REAL,
  /** Each output is in {@code [0, 1]}. */
  PROBABILITY,
  /** Each output is in {@code [0, 1]}, and those of a record sum to 1. */
  DISTRIBUTION
}
