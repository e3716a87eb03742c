package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveFmaProvider;
import nn.backend.naive.NaiveProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** No seed makes a right backend fail: 50 that no build has seen, in {@code -Psoak}. */
@EnabledIfSystemProperty(named = "nn.soak", matches = "true")
class FreshSeedsTest {

  @TestFactory
  Stream<DynamicTest> naivePassesWithEverySeed() {
    long first = System.currentTimeMillis();
    return LongStream.range(first, first + 50)
        .boxed()
        .flatMap(
            seed ->
                Stream.<BackendProvider>of(new NaiveProvider(), new NaiveFmaProvider())
                    .map(
                        provider ->
                            DynamicTest.dynamicTest(
                                provider.name() + ", seed " + seed, () -> passes(provider, seed))));
  }

  private static void passes(BackendProvider provider, long seed) {
    SuiteRun run = SuiteRun.run(provider, Map.of("tck.seed", Long.toString(seed)), 1, 3);
    assertEquals(Map.of(), run.failures());
    assertEquals(List.of(), run.problems());
  }
}
