package nn.backend.ejml;

import java.util.stream.Stream;
import nn.tck.FreshSeeds;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** No seed makes the backend fail: five that no build has seen, in {@code -Psoak}. */
@EnabledIfSystemProperty(named = "nn.soak", matches = "true")
class EjmlFreshSeedsTest {

  @TestFactory
  Stream<DynamicTest> passesWithEverySeed() {
    return FreshSeeds.of(EjmlConformanceTest.class);
  }
}
