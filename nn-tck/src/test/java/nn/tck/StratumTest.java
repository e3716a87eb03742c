package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every hundred cases fill the quotas of a hundred. */
class StratumTest {

  @Test
  void aHundredCasesHaveEveryStratum() {
    Map<Stratum, Integer> counts = new EnumMap<>(Stratum.class);
    for (int number = 300; number < 400; number++) {
      counts.merge(Stratum.of(number), 1, Integer::sum);
    }
    assertEquals(Stratum.values().length, counts.size());
    assertEquals(1, counts.get(Stratum.TWO_TILES));
    assertEquals(2, counts.get(Stratum.LONG));
    assertEquals(10, counts.get(Stratum.LARGE));
  }

  @ParameterizedTest
  @EnumSource
  void extentsAreWhatTheStratumSays(Stratum stratum) {
    Generator random = new Generator(1);
    for (int round = 0; round < 1000; round++) {
      int[] e = stratum.draw(random);
      int least = Arrays.stream(e).min().orElseThrow();
      assertTrue(least >= 1);
      // the double-double sums of the oracle are good for so many terms
      assertTrue(e[2] <= 4096);
      switch (stratum) {
        case TWO_TILES -> assertTrue(least > 64);
        case LARGE -> assertTrue(least > 32);
        case LONG -> assertTrue(e[2] > 1000);
        case ONES -> assertEquals(1, least);
        default -> assertTrue(e[0] <= 1025 && e[1] <= 1025);
      }
    }
  }

  @Test
  void theStandardQuotasAreThoseOfTheSpecification() {
    Level level = Level.STANDARD;
    assertEquals(20_000, Counted.PRODUCTS.quota(level));
    assertEquals(2_000, Counted.ABOVE_32.quota(level));
    assertEquals(400, Counted.LONG.quota(level));
    assertEquals(200, Counted.TWO_TILES.quota(level));
    assertEquals(5_000, Counted.INTEGERS.quota(level));
    assertEquals(1_500, Counted.SPECIALS.quota(level));
    assertEquals(500_000, Counted.POINTS.quota(level));
    assertEquals(1_000_000, Counted.PRODUCTS.quota(Level.SOAK));
  }
}
