package nn.tck;

/**
 * What a result may be: anything from {@code low} to {@code high}; where both are the same number,
 * that number to the bit, all NaNs being equal.
 */
record Interval(double low, double high) {

  static Interval exactly(double value) {
    return new Interval(value, value);
  }

  boolean contains(double value) {
    if (exact()) {
      return Double.doubleToLongBits(value) == Double.doubleToLongBits(low);
    }
    return low <= value && value <= high;
  }

  /** The distance from the middle as a part of the largest one allowed. */
  double ratio(double value) {
    double radius = (high - low) / 2;
    return Math.abs(value - (low + radius)) / radius;
  }

  private boolean exact() {
    return Double.doubleToLongBits(low) == Double.doubleToLongBits(high);
  }

  @Override
  public String toString() {
    return exact()
        ? text(low)
        : low + " … " + high + ", which is " + (low + (high - low) / 2) + " ± " + (high - low) / 2;
  }

  static String text(double value) {
    return value + " (" + Double.toHexString(value) + ")";
  }
}
