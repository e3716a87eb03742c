package nn.api;

/** The number type of every tensor of one opened backend. */
public enum DType {
  /** IEEE 754 binary64, a Java {@code double}. */
  FLOAT64(Double.BYTES, Double.MIN_NORMAL, Double.MAX_VALUE),

  /** IEEE 754 binary32, a Java {@code float}. */
  FLOAT32(Float.BYTES, Float.MIN_NORMAL, Float.MAX_VALUE);

  private final int bytes;
  private final double minNormal;
  private final double maxValue;

  DType(int bytes, double minNormal, double maxValue) {
    this.bytes = bytes;
    this.minNormal = minNormal;
    this.maxValue = maxValue;
  }

  /** Bytes of one value: 8 or 4. */
  public int bytes() {
    return bytes;
  }

  /** The smallest positive normal number. */
  public double minNormal() {
    return minNormal;
  }

  /** The largest finite number. */
  public double maxValue() {
    return maxValue;
  }

  /** {@code value} rounded to this type, to nearest with ties to even; NaN stays NaN. */
  public double round(double value) {
    return this == FLOAT64 ? value : (float) value;
  }
}
