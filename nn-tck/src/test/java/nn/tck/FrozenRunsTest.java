package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import nn.api.DType;
import nn.api.Tier;
import nn.tck.FrozenRuns.Frozen;
import org.junit.jupiter.api.Test;

/** The file of frozen runs has all of them, and is read as it is written. */
class FrozenRunsTest {
  private final FrozenRuns frozen = FrozenRuns.read();

  @Test
  void everyLineIsReadAsItIsWritten() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(FrozenRuns.class.getResourceAsStream("frozen-runs.csv"))) {
      List<String> lines =
          new String(file.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
      assertEquals(lines, frozen.all().stream().map(Frozen::toString).toList());
    }
  }

  @Test
  void everyTypeAndArithmeticHasEveryRunOfTheSeedsAskedFor() {
    for (DType dtype : DType.values()) {
      for (Tier arithmetic : new Tier[] {Tier.EXACT_SEPARATE, Tier.EXACT_FUSED}) {
        for (int seeds : new int[] {1, 3, FrozenRuns.SEEDS}) {
          List<Frozen> runs = frozen.of(dtype, arithmetic, seeds);
          assertEquals(seeds * WholeRun.values().length, runs.size());
          for (Frozen run : runs) {
            assertTrue(run.dtype() == dtype && run.arithmetic() == arithmetic);
            assertTrue(run.seed() >= 1 && run.seed() <= seeds);
            assertTrue(run.outcome().sha256().matches("[0-9a-f]{64}"));
          }
        }
      }
      assertEquals(List.of(), frozen.of(dtype, Tier.BOUNDED, FrozenRuns.SEEDS));
    }
  }

  /** Cost and hash are both judged. */
  @Test
  void anotherHashOrCostIsAnotherOutcome() {
    WholeRun.Outcome outcome = frozen.all().get(0).outcome();
    assertTrue(outcome.equals(new WholeRun.Outcome(outcome.sha256(), outcome.cost())));
    assertTrue(!outcome.equals(new WholeRun.Outcome("0", outcome.cost())));
    assertTrue(!outcome.equals(new WholeRun.Outcome(outcome.sha256(), outcome.cost() + 1)));
  }
}
