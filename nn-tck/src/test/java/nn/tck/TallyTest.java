package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import nn.api.DType;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void typesAndKindsAreCountedApart() {
    tally.count(DType.FLOAT64, Counted.PRODUCTS, 2);
    tally.count(DType.FLOAT64, Counted.PRODUCTS, 3);
    tally.count(DType.FLOAT64, Counted.LONG, 0);
    tally.count(DType.FLOAT32, Counted.PRODUCTS, 7);
    assertEquals(5, tally.of(DType.FLOAT64, Counted.PRODUCTS));
    assertEquals(0, tally.of(DType.FLOAT64, Counted.LONG));
    assertEquals(0, tally.of(DType.FLOAT64, Counted.POINTS));
    assertEquals(7, tally.of(DType.FLOAT32, Counted.PRODUCTS));
  }

  @Test
  void nothingWasCountedBeforeTheFirst() {
    assertEquals(0, tally.of(DType.FLOAT32, Counted.INTEGERS));
  }

  @Test
  void severalThreadsLoseNothing() {
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(i -> tally.count(DType.FLOAT64, Counted.POINTS, 1));
    assertEquals(10_000, tally.of(DType.FLOAT64, Counted.POINTS));
  }
}
