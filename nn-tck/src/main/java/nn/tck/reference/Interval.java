package nn.tck.reference;

/**
 * What a result may be: anything from {@code low} to {@code high}; where both are the same number,
 * that number to the bit, all NaNs being equal.
 */
public record Interval(double low, double high) {

  /** Any number, and NaN too: what a tier says nothing about. */
  public static final Interval ANYTHING =
      new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  public static Interval exactly(double value) {
    return new Interval(value, value);
  }

  public boolean contains(double value) {
    if (exact()) {
      return Double.doubleToLongBits(value) == Double.doubleToLongBits(low);
    }
    return (low <= value && value <= high) || equals(ANYTHING);
  }

  /**
   * The distance from the middle as a part of the largest one allowed, never NaN: at most 1 for
   * what this contains, and infinite for a NaN, which it does not. Of an infinite distance any
   * other is no part, 0.
   */
  public double ratio(double value) {
    // the distances from both ends, since that to the middle may be half of the least number
    double ratio = Math.abs((value - low) - (high - value)) / (high - low);
    if (Double.isNaN(ratio)) {
      return contains(value) ? 0 : Double.POSITIVE_INFINITY;
    }
    return ratio;
  }

  /** Whether one number is allowed, to the bit. */
  boolean exact() {
    return Double.doubleToLongBits(low) == Double.doubleToLongBits(high);
  }

  @Override
  public String toString() {
    if (equals(ANYTHING)) {
      return "anything, since some order of the terms overflows";
    }
    return exact()
        ? text(low)
        : low + " … " + high + ", which is " + (low + (high - low) / 2) + " ± " + (high - low) / 2;
  }

  public static String text(double value) {
    return value + " (" + Double.toHexString(value) + ")";
  }
}
