package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import nn.api.Tier;
import org.junit.jupiter.api.Test;

class GroupTest {

  private static Measurement row(String contender, double time, Tier tier, String bits) {
    Verdict verdict = new Verdict(tier, bits, Double.NaN);
    return new Measurement(contender, List.of(time), 0, verdict, null);
  }

  private static Group group(Baseline baseline, Measurement... rows) {
    return new Group(
        "work",
        new Workload.Place("chart", "label"),
        0,
        Rate.perSecond("steps", 1),
        baseline,
        List.of(rows));
  }

  @Test
  void exactBackendsOfOneArithmeticMustHaveTheSameBits() {
    Group judged =
        group(
                Baseline.backend("naive"),
                row("naive", 1, Tier.EXACT_SEPARATE, "aa"),
                row("naive-fma", 1, Tier.EXACT_FUSED, "bb"),
                row("nd4j", 1, Tier.BOUNDED, "cc"),
                row("nd4j x2", 1, Tier.BOUNDED, "dd"),
                row("ejml", 1, Tier.EXACT_SEPARATE, "aa"),
                row("wrong", 1, Tier.EXACT_SEPARATE, "ee"))
            .judged();
    assertTrue(judged.failed());
    assertEquals(
        "its bits are not those of naive, which has the same arithmetic",
        judged.rows().get(5).failure());
    judged.rows().subList(0, 5).forEach(row -> assertNull(row.failure(), row.contender()));
  }

  @Test
  void aSweepComparesEachBackendWithItself() {
    Group group =
        group(
            Baseline.itself("of x1"),
            row("naive", 8, Tier.EXACT_SEPARATE, "aa"),
            row("naive x2", 5, Tier.EXACT_SEPARATE, "aa"),
            row("ejml", 20, Tier.EXACT_SEPARATE, "aa"),
            row("ejml x2", 10, Tier.EXACT_SEPARATE, "aa"));
    assertFalse(group.judged().failed());
    assertEquals(OptionalDouble.of(1.6), group.ofBaseline(group.rows().get(1)));
    assertEquals(OptionalDouble.of(2), group.ofBaseline(group.rows().get(3)));
  }

  @Test
  void whatIsMeasuredByHandIsComparedWithItsBackend() {
    Group group =
        group(
            Baseline.backend("naive"),
            row("naive", 10, Tier.EXACT_SEPARATE, "aa"),
            row("naive: by hand", 9, Tier.EXACT_SEPARATE, "aa"));
    assertEquals(OptionalDouble.of(0.9), group.ofRaw(group.rows().get(0)));
  }
}
