package nn.core.metric;

/** How precision, recall and F1 of several classes become one number. */
public enum Average {
  /** None: that of class 1 of two classes. */
  BINARY,
  /** The mean over classes, each counting the same. */
  MACRO,
  /** That of all decisions together; where classes exclude each other, the accuracy. */
  MICRO,
  /** The mean over classes, each counting as much as its records. */
  WEIGHTED
}
