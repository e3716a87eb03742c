package nn.tck;

import nn.api.DType;
import nn.tck.reference.Bounds;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;

/**
 * A wrong element among the others of its tensor.
 *
 * @param expected of all elements; of the one alone, where a rule compares one by one
 * @param at the number of the wrong element
 */
record Evidence(DType dtype, Bounds expected, Matrix actual, int at) {

  /** Where nothing is known but the element. */
  static Evidence of(DType dtype, Interval expected, double actual) {
    Bounds bounds = new Bounds(Matrix.of(1, 1, expected.low()), Matrix.of(1, 1, expected.high()));
    return new Evidence(dtype, bounds, Matrix.of(1, 1, actual), 0);
  }

  /** What the element is. */
  double found() {
    return actual.values()[at];
  }

  /** The least that it may be. */
  double low() {
    return expected.low().values()[at];
  }

  /** The largest that it may be. */
  double high() {
    return expected.high().values()[at];
  }

  /** Whether one number is expected. */
  boolean isExact() {
    return same(low(), high());
  }

  /** Whether an element is what it may be. */
  boolean isRight(int element) {
    return expected.at(element).contains(actual.values()[element]);
  }

  /** Equal to the bit, all NaNs being equal. */
  static boolean same(double one, double other) {
    return Double.doubleToLongBits(one) == Double.doubleToLongBits(other);
  }
}
