package nn.tck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClopperPearsonTest {

  /** R's {@code binom.test(k, n)$conf.int}, and tables of exact binomial limits. */
  @ParameterizedTest
  @CsvSource({
    "0, 10, 0, 0.3085",
    "1, 10, 0.0025, 0.4450",
    "5, 10, 0.1871, 0.8129",
    "10, 10, 0.6915, 1",
    "0, 20, 0, 0.1684",
    "682, 925, 0.7077, 0.7654"
  })
  void hasThePublishedLimits(int k, int n, double lower, double upper) {
    ClopperPearson interval = ClopperPearson.of(k, n, 0.95);
    assertEquals(lower, interval.lower(), 0.00005);
    assertEquals(upper, interval.upper(), 0.00005);
  }

  /** With no success, {@code (1 − p)ⁿ} is the tail: the interval in closed form. */
  @Test
  void agreesWithTheClosedFormForNone() {
    double expected = 1 - Math.pow(0.025, 1.0 / 137);
    assertEquals(expected, ClopperPearson.of(0, 137, 0.95).upper(), 1e-12);
    assertEquals(1 - expected, ClopperPearson.of(137, 137, 0.95).lower(), 1e-12);
  }

  @Test
  void refusesMoreThanAll() {
    assertThrows(IllegalArgumentException.class, () -> ClopperPearson.of(11, 10, 0.95));
  }
}
