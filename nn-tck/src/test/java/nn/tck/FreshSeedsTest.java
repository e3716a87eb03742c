package nn.tck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import nn.api.provider.BackendProvider;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** No seed makes a right backend fail: five that no build has seen, in {@code -Psoak}. */
class FreshSeedsTest {

  @TestFactory
  @EnabledIfSystemProperty(named = "nn.soak", matches = "true")
  Stream<DynamicTest> naivePassesWithEverySeed() {
    return Stream.concat(
        FreshSeeds.of(NaiveConformanceTest.class), FreshSeeds.of(NaiveFmaConformanceTest.class));
  }

  static final class Flushing extends BackendConformance {
    @Override
    protected BackendProvider provider() {
      return Saboteur.all().stream()
          .filter(saboteur -> saboteur.rule() == 704)
          .findFirst()
          .orElseThrow()
          .provider();
    }
  }

  @Test
  void aBrokenRuleIsAFailure() {
    AssertionError failure =
        assertThrows(
            AssertionError.class, () -> FreshSeeds.passes(Flushing.class, 1234, Level.SMOKE));
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("rule 704: "), message);
    assertTrue(message.contains("-Dtck.seed=1234 -Dtck.case=704/"), message);
    assertTrue(message.contains(" -Dtck.level=smoke"), message);
  }

  @Disabled("to have a suite that tests nothing")
  static final class Nothing extends BackendConformance {
    @Override
    protected BackendProvider provider() {
      throw new IllegalStateException();
    }
  }

  @Test
  void aRunOfNothingIsAFailure() {
    AssertionError failure =
        assertThrows(AssertionError.class, () -> FreshSeeds.passes(Nothing.class, 1, Level.SMOKE));
    assertTrue(String.valueOf(failure.getMessage()).contains("no rule was tested"));
  }
}
