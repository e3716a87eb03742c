package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import nn.tck.reference.Generator;
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

  /** So many of every hundred, as docs/SPEC.md says. */
  @Test
  void aHundredCasesAreSharedAsTheSpecificationSays() {
    List<Integer> shares = List.of(1, 2, 10, 13, 14, 25, 10, 10, 15);
    Map<Stratum, Integer> counts = new EnumMap<>(Stratum.class);
    for (int number = 0; number < 100; number++) {
      counts.merge(Stratum.of(number), 1, Integer::sum);
    }
    assertEquals(shares, List.copyOf(counts.values()));
  }

  /** {least, most} of m, n and k; all are reached. */
  private static int[][] ranges(Stratum stratum) {
    return switch (stratum) {
      case TWO_TILES -> new int[][] {{65, 200}, {65, 200}, {65, 200}};
      case LONG -> new int[][] {{1, 17}, {1, 17}, {1001, 4096}};
      case LARGE -> new int[][] {{33, 96}, {33, 96}, {33, 96}};
      case ONES -> new int[][] {{1, 130}, {1, 130}, {1, 130}};
      case PRIMES -> new int[][] {{2, 89}, {2, 89}, {2, 89}};
      case EDGES -> new int[][] {{3, 65}, {3, 65}, {3, 65}};
      case TALL -> new int[][] {{129, 1025}, {1, 9}, {1, 17}};
      case FLAT -> new int[][] {{1, 9}, {129, 1025}, {1, 17}};
      case SMALL -> new int[][] {{1, 17}, {1, 17}, {1, 17}};
    };
  }

  @ParameterizedTest
  @EnumSource
  void everyExtentFillsItsRange(Stratum stratum) {
    Generator random = new Generator(2);
    int[][] found = {{9999, 0}, {9999, 0}, {9999, 0}};
    int twoOnes = 0;
    for (int round = 0; round < 30_000; round++) {
      int[] e = stratum.draw(random);
      for (int p = 0; p < 3; p++) {
        found[p][0] = Math.min(found[p][0], e[p]);
        found[p][1] = Math.max(found[p][1], e[p]);
        if (stratum == Stratum.PRIMES) {
          assertTrue(BigInteger.valueOf(e[p]).isProbablePrime(20));
        }
        if (stratum == Stratum.EDGES) {
          int tile = Integer.highestOneBit(e[p] + 1);
          assertTrue(tile >= 4 && tile <= 64 && Math.abs(e[p] - tile) <= 1);
        }
      }
      twoOnes += Arrays.stream(e).filter(extent -> extent == 1).count() > 1 ? 1 : 0;
    }
    assertTrue(Arrays.deepEquals(ranges(stratum), found), () -> Arrays.deepToString(found));
    if (stratum == Stratum.ONES) {
      // a third of the cases has a second one, two thirds of these in another place
      assertEquals(30_000 * (2 / 9.0 + 7 / 9.0 * 2 / 130.0), twoOnes, 500);
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
