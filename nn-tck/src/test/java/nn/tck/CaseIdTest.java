package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import nn.api.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseIdTest {
  private static final CaseId CASE = new CaseId(305, DType.FLOAT64, 3, 417);

  @Test
  void readsWhatItWrites() {
    assertEquals("305/float64/3/417", CASE.toString());
    assertEquals(CASE, CaseId.parse("305/float64/3/417"));
    assertEquals("901", CaseId.of(901).toString());
    assertEquals(CaseId.of(901), CaseId.parse("901"));
  }

  @Test
  void aCaseIsInTheFixtureOfItsTypeAndThreads() {
    assertTrue(CASE.isIn(DType.FLOAT64, 3));
    assertFalse(CASE.isIn(DType.FLOAT32, 3));
    assertFalse(CASE.isIn(DType.FLOAT64, 1));
    assertTrue(CaseId.of(901).isIn(DType.FLOAT32, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "305/", "305/float64/3", "305/half/3/417", "305/float64/3/417/1", "1/ /"})
  void anythingElseIsRefused(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> CaseId.parse(text));
    assertEquals(
        "tck.case: '" + text + "' is no case; one looks like 305/float64/3/417 or 901",
        refused.getMessage());
  }
}
