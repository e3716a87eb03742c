package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void oneNumberIsComparedToTheBit() {
    assertTrue(Interval.exactly(0.0).contains(0.0));
    assertFalse(Interval.exactly(0.0).contains(-0.0));
    assertFalse(Interval.exactly(-0.0).contains(0.0));
    assertFalse(Interval.exactly(1).contains(Math.nextUp(1.0)));
    assertFalse(Interval.exactly(1).contains(Double.NaN));
  }

  @Test
  void allNotANumbersAreEqual() {
    double other = Double.longBitsToDouble(0x7ff8000000001234L);
    assertTrue(Interval.exactly(Double.NaN).contains(other));
    assertTrue(Interval.exactly(other).contains(Double.NaN));
    assertFalse(Interval.exactly(Double.NaN).contains(0));
  }

  @Test
  void theEndsBelongToIt() {
    Interval interval = new Interval(1, 2);
    assertTrue(interval.contains(1) && interval.contains(1.5) && interval.contains(2));
    assertFalse(interval.contains(Math.nextDown(1.0)) || interval.contains(Math.nextUp(2.0)));
    assertFalse(interval.contains(Double.NaN));
    Interval zero = new Interval(-0.0, 0.0);
    assertTrue(zero.contains(0.0) && zero.contains(-0.0));
    assertFalse(zero.contains(Double.MIN_VALUE));
  }

  @Test
  void anythingIsAnyNumberAndNotANumberToo() {
    for (double value : new double[] {0, -1e300, Double.NEGATIVE_INFINITY, Double.NaN}) {
      assertTrue(Interval.ANYTHING.contains(value));
      assertEquals(0, Interval.ANYTHING.ratio(value));
    }
  }

  @Test
  void theRatioIsThatOfTheDistanceFromTheMiddle() {
    Interval interval = new Interval(1, 5);
    assertEquals(0, interval.ratio(3));
    assertEquals(0.5, interval.ratio(2));
    assertEquals(1, interval.ratio(5));
    assertEquals(2, interval.ratio(7));
  }

  /** Half of the least positive number is 0, and 0/0 is no ratio. */
  @Test
  void theRatioIsANumberWhereTheMiddleIsNone() {
    Interval least = new Interval(0, Double.MIN_VALUE);
    assertEquals(1, least.ratio(0));
    assertEquals(1, least.ratio(Double.MIN_VALUE));
    assertEquals(3, least.ratio(2 * Double.MIN_VALUE));
    Interval both = new Interval(-Double.MIN_VALUE, Double.MIN_VALUE);
    assertEquals(0, both.ratio(0));
    assertEquals(1, both.ratio(-Double.MIN_VALUE));
  }

  @Test
  void theRatioOfAnInfiniteBoundIsZeroInsideAndInfiniteOutside() {
    Interval open = new Interval(1, Double.POSITIVE_INFINITY);
    assertEquals(0, open.ratio(2));
    assertEquals(0, open.ratio(Double.POSITIVE_INFINITY));
    assertEquals(Double.POSITIVE_INFINITY, open.ratio(Double.NEGATIVE_INFINITY));
    Interval wide = new Interval(-Double.MAX_VALUE, Double.MAX_VALUE);
    assertEquals(0, wide.ratio(1));
  }

  /**
   * A ratio above 1 and a failure are the same, and no failure has a ratio that compares as less.
   */
  @Test
  void theRatioIsAboveOneExactlyForWhatIsOutside() {
    double[] ends = {
      -Double.MAX_VALUE,
      -1e300,
      -2,
      -1,
      -1e-300,
      -Double.MIN_VALUE,
      -0.0,
      0.0,
      Double.MIN_VALUE,
      3 * Double.MIN_VALUE,
      1e-300,
      Math.nextDown(1.0),
      1,
      Math.nextUp(1.0),
      3,
      1e300
    };
    for (double low : ends) {
      for (double high : ends) {
        if (low < high && high - low < Double.POSITIVE_INFINITY) {
          Interval interval = new Interval(low, high);
          for (double value : ends) {
            if (interval.contains(value)) {
              assertTrue(interval.ratio(value) <= 1, () -> value + " in " + interval);
            }
          }
          double away = 2 * (high - low);
          assertTrue(interval.ratio(low - away) > 1 && interval.ratio(high + away) > 1);
          assertEquals(Double.POSITIVE_INFINITY, interval.ratio(Double.NaN));
          assertEquals(Double.POSITIVE_INFINITY, interval.ratio(Double.POSITIVE_INFINITY));
          assertEquals(Double.POSITIVE_INFINITY, interval.ratio(Double.NEGATIVE_INFINITY));
        }
      }
    }
  }

  @Test
  void itSaysWhatWasExpected() {
    assertEquals("0.5 (0x1.0p-1)", Interval.exactly(0.5).toString());
    assertEquals("1.0 … 5.0, which is 3.0 ± 2.0", new Interval(1, 5).toString());
  }
}
