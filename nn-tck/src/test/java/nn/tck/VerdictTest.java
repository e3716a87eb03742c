package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import nn.tck.Verdict.Outcome;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private final Verdict verdict = new Verdict(301, "products", "plain");

  @Test
  void casesAreCounted() {
    assertEquals(0, verdict.cases());
    verdict.countCase();
    verdict.countCase();
    assertEquals(2, verdict.cases());
  }

  @Test
  void theLargestRatioIsKept() {
    assertNull(verdict.worstRatio());
    verdict.note(0.25);
    verdict.note(0.75);
    verdict.note(0.5);
    assertEquals(0.75, verdict.worstRatio());
  }

  /** What cannot be compared is not forgotten. */
  @Test
  void aRatioThatIsNoNumberStays() {
    verdict.note(0.25);
    verdict.note(Double.NaN);
    verdict.note(0.5);
    assertEquals(Double.NaN, verdict.worstRatio());
  }

  @Test
  void aRatioOfZeroIsOne() {
    verdict.note(0);
    assertEquals(0, verdict.worstRatio());
  }

  @Test
  void theFirstEndCounts() {
    assertNull(verdict.outcome());
    assertNull(verdict.reason());
    verdict.end(Outcome.FAIL, "wrong value");
    verdict.end(Outcome.PASS, null);
    assertEquals(Outcome.FAIL, verdict.outcome());
    assertEquals("wrong value", verdict.reason());
  }
}
