package nn.tck;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.provider.BackendOptions;
import nn.backend.naive.NaiveProvider;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the suite's comparisons let pass, and what they say of the rest. */
class FixtureTest {
  private static final Shape SHAPE = new Shape(2, 3);
  private static final double OTHER_NAN = Double.longBitsToDouble(0x7ff8000000001234L);

  private final TestChapter chapter = new TestChapter(new NaiveProvider(), Map.of("tck.seed", "7"));
  private final Fixture fixture = chapter.fixture(DType.FLOAT64, false);

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Matrix values(double... values) {
    return new Matrix(SHAPE, values);
  }

  private static String failure(Executable comparison) {
    return String.valueOf(assertThrows(AssertionError.class, comparison).getMessage());
  }

  private static void assertContains(String text, String... parts) {
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "no '" + part + "' in: " + text);
    }
  }

  @Test
  void equalMeansTheSameBits() {
    Matrix expected = values(1, -0.0, Double.NaN, 4, 5, 6);
    fixture.equal("copy", expected, fixture.tensor(values(1, -0.0, OTHER_NAN, 4, 5, 6)));
    for (Matrix wrong :
        new Matrix[] {
          values(1, 0.0, Double.NaN, 4, 5, 6),
          values(1, -0.0, 3, 4, 5, 6),
          values(Double.NaN, -0.0, Double.NaN, 4, 5, 6),
          values(1, -0.0, Double.NaN, 4, 5, Math.nextUp(6.0)),
        }) {
      failure(() -> fixture.equal("copy", expected, wrong));
      failure(() -> fixture.equal("copy", expected, fixture.tensor(wrong)));
    }
  }

  @Test
  void aNanMayComeFromTheDestination() {
    Tensor out = fixture.dirty(SHAPE);
    Tensor other = fixture.tensor(values(1, 2, 3, 4, 5, 6));
    Matrix expected = values(1, 2, 3, 4, 5, 6);
    String held = "the destination held NaN: it was read, or not written";
    assertContains(failure(() -> fixture.equal("matmul", expected, out, other, out)), held);
    String elsewhere =
        failure(() -> fixture.equal("matmul", expected, values(1, Double.NaN, 3, 4, 5, 6), other));
    assertFalse(elsewhere.contains(held), elsewhere);
    String number = failure(() -> fixture.equal("matmul", expected, values(1, 7, 3, 4, 5, 6), out));
    assertFalse(number.contains(held), number);
    fixture.next();
    String forgotten =
        failure(() -> fixture.equal("matmul", expected, values(1, Double.NaN, 3, 4, 5, 6), out));
    assertFalse(forgotten.contains(held), forgotten);
  }

  @Test
  void aWrongValueIsToldWithItsPlaceAndWhatRepeatsIt() {
    fixture.next();
    Tensor operand = fixture.tensor(values(1, 2, 3, 4, 5, 6));
    String exact =
        failure(
            () ->
                fixture.equal(
                    "copy", values(1, 2, 3, 4, 5, 6), values(1, 2, 3, 4.5, 5, 6), operand));
    assertContains(
        exact,
        "rule 305: copy: wrong value at [1, 1] of [2, 3] (element 3)",
        "expected 4.0 (0x1.0p2)",
        "actual   4.5 (0x1.2p2)",
        "bound    0 (the same bits)",
        "operands [[2, 3]]",
        "backend  naive, FLOAT64, EXACT_SEPARATE, 2 thread(s)",
        "replay   -Dtck.seed=7 -Dtck.case=305/float64/2/1");
    String bounded =
        failure(() -> fixture.within("softmax", new Interval(1, 2), 2.5, 5, SHAPE, operand));
    assertContains(
        bounded,
        "softmax: wrong value at [1, 2] of [2, 3] (element 5)",
        "expected 1.0 … 2.0, which is 1.5 ± 0.5",
        "actual   2.5",
        "bound    0.5");
  }

  @Test
  void withinLetsTheWholeIntervalPass() {
    Interval interval = new Interval(1, 2);
    fixture.within("softmax", interval, 1, 0, SHAPE);
    fixture.within("softmax", interval, 1.25, 0, SHAPE);
    assertEquals(1, chapter.verdict().worstRatio());
    failure(() -> fixture.within("softmax", interval, Math.nextUp(2.0), 0, SHAPE));
    failure(() -> fixture.within("softmax", interval, Double.NaN, 0, SHAPE));
    assertEquals(Double.POSITIVE_INFINITY, chapter.verdict().worstRatio());
  }

  @Test
  void onlyWhatHasABoundHasARatio() {
    fixture.note(Interval.exactly(1), 1);
    fixture.note(Interval.exactly(1), 3);
    fixture.note(new Interval(0.0, -0.0), 0);
    assertNull(chapter.verdict().worstRatio());
    fixture.note(new Interval(0, Double.MIN_VALUE), 0);
    assertEquals(1, chapter.verdict().worstRatio());
  }

  @Test
  void anOperandMustKeepItsBits() {
    Tensor operand = fixture.tensor(values(1, 0.0, OTHER_NAN, 4, 5, 6));
    fixture.unchanged("copy", "a", values(1, 0.0, Double.NaN, 4, 5, 6), operand);
    assertContains(
        failure(
            () -> fixture.unchanged("copy", "a", values(1, -0.0, Double.NaN, 4, 5, 6), operand)),
        "copy: a was modified at [1, 0]: expected -0.0 (-0x0.0p0), actual 0.0 (0x0.0p0)");
    assertContains(
        failure(() -> fixture.unchanged("copy", "a", values(1, 0.0, Double.NaN, 4, 5, 7), operand)),
        "a was modified at [1, 2]: expected 7.0 (0x1.cp2), actual 6.0 (0x1.8p2)");
  }

  @Test
  void aRefusalIsOfItsTypeOrOneBelow() {
    IllegalStateException thrown = new IllegalStateException("why");
    Runnable call =
        () -> {
          throw thrown;
        };
    assertSame(thrown, fixture.refused("copy", "a", IllegalStateException.class, call));
    assertSame(thrown, fixture.refused("copy", "a", RuntimeException.class, call));
    AssertionError other =
        assertThrows(
            AssertionError.class,
            () -> fixture.refused("copy", "of nothing", ClosedException.class, call));
    assertContains(
        String.valueOf(other.getMessage()),
        "copy: of nothing: threw java.lang.IllegalStateException: why, expected ClosedException");
    assertSame(thrown, other.getSuppressed()[0]);
    assertContains(
        failure(() -> fixture.refused("copy", "of nothing", RuntimeException.class, () -> {})),
        "copy: of nothing: was accepted, expected RuntimeException");
  }

  @Test
  void checkFailsWhereItDoesNotHold() {
    fixture.check(true, "copy", "fine");
    assertContains(failure(() -> fixture.check(false, "copy", "not fine")), "copy: not fine");
    assertContains(failure(() -> fixture.fail("copy", "not at all")), "copy: not at all");
  }

  @Test
  void destinationsAreFullOfNaN() {
    for (double value : fixture.values(fixture.dirty(SHAPE)).values()) {
      assertTrue(Double.isNaN(value));
    }
  }

  @Test
  void sharesOfTheThreadCountsAreAllCases() {
    for (int cases : new int[] {0, 1, 299, 300}) {
      int all = 0;
      for (int part = 0; part < 3; part++) {
        Fixture one =
            new Fixture(chapter, new BackendOptions(DType.FLOAT64, part + 1), part, 3, false);
        assertEquals(part + 1, one.threads());
        all += one.share(cases);
        assertTrue(Math.abs(one.share(cases) - cases / 3.0) < 1);
        one.close();
      }
      assertEquals(cases, all);
    }
  }

  @Test
  void aFixtureIsWhatWasAskedFor() {
    assertEquals(7, fixture.seed());
    assertSame(Level.STANDARD, fixture.level());
    assertSame(Tier.EXACT_SEPARATE, fixture.tier);
    Backend other = fixture.another();
    Tensor tensor = other.workspace().tensor(SHAPE);
    fixture.close();
    assertThrows(ClosedException.class, () -> other.fill(1, tensor));
  }

  @Test
  void casesAreCountedByTypeAndKind() {
    fixture.count(Counted.PRODUCTS, 3);
    assertEquals(3, chapter.run().tally().of(DType.FLOAT64, Counted.PRODUCTS));
    assertEquals(0, chapter.run().tally().of(DType.FLOAT32, Counted.PRODUCTS));
    assertEquals(1, chapter.verdict().cases());
    assertTrue(fixture.next());
    assertEquals(2, chapter.verdict().cases());
  }

  @Test
  void aCaseDropsTheTensorsOfTheOneBefore() {
    Tensor before = fixture.tensor(values(1, 2, 3, 4, 5, 6));
    assertTrue(fixture.next());
    assertThrows(ClosedException.class, () -> fixture.values(before));
  }

  @Test
  void aCasesOperandsDependOnItsNameAlone() {
    fixture.next();
    fixture.draw(SHAPE, Values.UNIFORM);
    fixture.next();
    Matrix second = fixture.draw(SHAPE, Values.UNIFORM);
    try (Fixture replayed = replay("305/float64/2/2").fixture(DType.FLOAT64, false)) {
      assertFalse(replayed.next());
      assertTrue(replayed.next());
      assertEquals(0, compare(second, replayed.draw(SHAPE, Values.UNIFORM)));
      assertFalse(replayed.next());
    }
    fixture.next();
    assertNotEquals(0, compare(second, fixture.draw(SHAPE, Values.UNIFORM)));
  }

  private static TestChapter replay(String id) {
    return new TestChapter(new NaiveProvider(), Map.of("tck.seed", "7", "tck.case", id));
  }

  private static int compare(Matrix a, Matrix b) {
    return Arrays.compare(a.values(), b.values());
  }

  @Test
  void aReplayThatComesUpIsNoted() {
    TestChapter absent = replay("305/float64/2/9");
    try (Fixture other = absent.fixture(DType.FLOAT64, false)) {
      assertFalse(other.next());
      assertEquals(0, absent.verdict().cases());
    }
    assertEquals(1, absent.run().problems().size());
    TestChapter whole = replay("305/float64/2/9");
    try (Fixture all = whole.fixture(DType.FLOAT64, true)) {
      assertTrue(all.next());
    }
    assertEquals(0, whole.run().problems().size());
  }

  @Test
  void drawsAreRoundedToTheType() {
    try (Fixture floats = chapter.fixture(DType.FLOAT32, false)) {
      for (double value : floats.draw(SHAPE, Values.UNIFORM).values()) {
        assertEquals((float) value, value);
      }
      assertDoesNotThrow(floats::close);
    }
  }
}
