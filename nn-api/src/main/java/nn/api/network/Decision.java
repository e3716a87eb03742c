package nn.api.network;

/** How a record's outputs become classes. */
public enum Decision {
  /** They do not: outputs are quantities, and accuracy is NaN. */
  NONE,
  /** Each unit is a class of its own, present if its output is above 0.5. */
  THRESHOLD,
  /** Each unit is a class of its own, present if its output is above 0, as its target is. */
  SIGN,
  /** The class is the unit with the largest output, the first of equal ones. */
  FIRST_MAXIMUM
}
