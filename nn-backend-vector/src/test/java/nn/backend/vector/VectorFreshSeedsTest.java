package nn.backend.vector;

import java.util.stream.Stream;
import nn.tck.FreshSeeds;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** No seed makes either backend fail: five that no build has seen, in {@code -Psoak}. */
@EnabledIfSystemProperty(named = "nn.soak", matches = "true")
class VectorFreshSeedsTest {

  @TestFactory
  Stream<DynamicTest> passesWithEverySeed() {
    return Stream.concat(
        FreshSeeds.of(VectorConformanceTest.class), FreshSeeds.of(VectorFmaConformanceTest.class));
  }
}
