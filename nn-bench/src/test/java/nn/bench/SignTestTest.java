package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignTestTest {

  /**
   * Cumulative binomial probabilities for p = 1/2, to four digits, as statistical tables have them.
   */
  @ParameterizedTest
  @CsvSource({
    "5, 0, 0.0312", "5, 1, 0.1875", "8, 1, 0.0352", "10, 0, 0.0010", "10, 1, 0.0107",
    "10, 2, 0.0547", "10, 5, 0.6230", "15, 2, 0.0037", "15, 3, 0.0176", "20, 4, 0.0059",
    "20, 5, 0.0207", "20, 6, 0.0577", "20, 10, 0.5881"
  })
  void tailIsThatOfTables(int n, int k, double probability) {
    assertEquals(probability, SignTest.tail(n, k), 0.5001e-4);
  }

  @Test
  void tailIsTheShareOfAllSigns() {
    for (int n = 1; n <= 12; n++) {
      for (int k = 0; k <= n; k++) {
        int few = 0;
        for (int signs = 0; signs < 1 << n; signs++) {
          few += Integer.bitCount(signs) <= k ? 1 : 0;
        }
        assertEquals((double) few / (1 << n), SignTest.tail(n, k), 0, n + ", " + k);
      }
    }
  }

  @Test
  void mostIsTheLastThatKeepsTheLevel() {
    assertEquals(1, SignTest.most(10, 0.0108)); // 0.0107
    assertEquals(0, SignTest.most(10, 0.0107)); // 0.01074
    assertEquals(-1, SignTest.most(10, 0.0009)); // 0.00098
    assertEquals(2, SignTest.most(15, 0.01));
    assertEquals(14, SignTest.least(0.001 / 15)); // 2^-14 = 0.000061
  }

  /**
   * The upper end of the median is below it no more often than the tail says: over all ways in
   * which six values can lie above or below 0, their distances from it being 1 to 6.
   */
  @Test
  void upperEndCoversTheMedian() {
    int n = 6;
    for (int k = 0; k < n; k++) {
      int below = 0;
      for (int signs = 0; signs < 1 << n; signs++) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
          values[i] = (signs >> i & 1) == 1 ? i + 1 : -i - 1;
        }
        below += SignTest.upperEnd(values, n, k) < 0 ? 1 : 0;
      }
      assertEquals(SignTest.tail(n, k), below / 64.0, 0, "k = " + k);
    }
  }

  @Test
  void upperEndNeedsNotAllValues() {
    assertEquals(3, SignTest.upperEnd(new double[] {3, 1, 2}, 4, 1));
    assertEquals(3, SignTest.upperEnd(new double[] {3, 1, 9, 2}, 4, 1));
    assertTrue(SignTest.upperEnd(new double[] {3, 1, 9, 2}, 4, 0) == 9);
  }
}
