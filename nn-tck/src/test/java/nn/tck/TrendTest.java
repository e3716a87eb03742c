package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {

  @Test
  void theRiseIsTheMedianOfTheDifferences() {
    assertEquals(10, Trend.rise(List.of(0L, 10L, 20L, 30L)));
    assertEquals(10, Trend.rise(List.of(0L, 10L, 900L, 30L, 40L, 50L, 60L)), "one is far off");
    assertEquals(10, Trend.rise(List.of(900L, 10L, 20L, 30L)), "the first is");
    assertEquals(0, Trend.rise(List.of(5L, 5L, 900L, 900L, 900L)), "it rises once");
  }

  @Test
  void fewerThanTwoSamplesDoNotRise() {
    assertEquals(0, Trend.rise(List.of()));
    assertEquals(0, Trend.rise(List.of(5L)));
  }

  @Test
  void oneFallIsEnough() {
    assertTrue(Trend.falls(List.of(1L, 5L, 2L, 9L), 3));
    assertFalse(Trend.falls(List.of(1L, 5L, 2L, 9L), 4));
    assertFalse(Trend.falls(List.of(1L), 0));
  }

  @Test
  void takesTheMedian() {
    assertEquals(5, Trend.median(List.of(9L, 1L, 5L)));
    assertEquals(5, Trend.median(List.of(9L, 1L, 5L, 3L)));
  }
}
