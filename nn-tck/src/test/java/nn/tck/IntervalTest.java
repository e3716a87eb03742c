package nn.tck;

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
  void theRatioIsThatOfTheDistanceFromTheMiddle() {
    Interval interval = new Interval(1, 5);
    assertEquals(0, interval.ratio(3));
    assertEquals(0.5, interval.ratio(2));
    assertEquals(1, interval.ratio(5));
    assertEquals(2, interval.ratio(7));
  }

  @Test
  void itSaysWhatWasExpected() {
    assertEquals("0.5 (0x1.0p-1)", Interval.exactly(0.5).toString());
    assertEquals("1.0 … 5.0, which is 3.0 ± 2.0", new Interval(1, 5).toString());
  }
}
