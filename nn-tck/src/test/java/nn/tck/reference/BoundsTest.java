package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import nn.api.Shape;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private static Bounds between(double low, double high) {
    Shape one = new Shape(1, 1);
    return new Bounds(Matrix.filled(one, low), Matrix.filled(one, high));
  }

  private static Matrix tanh(Matrix values) {
    return values.map(Math::tanh);
  }

  @Test
  void aFunctionOfWhatMayBeAnythingMayBeNan() {
    Interval mapped =
        between(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).map(BoundsTest::tanh).at(0);
    assertTrue(mapped.contains(Math.tanh(Double.NaN)));
  }

  @Test
  void aFunctionOfAnIntervalIsBetweenThoseOfItsEnds() {
    Interval mapped = between(-1, Double.POSITIVE_INFINITY).map(BoundsTest::tanh).at(0);
    assertEquals(new Interval(Math.tanh(-1), 1), mapped);
    assertFalse(mapped.contains(Double.NaN));
  }
}
