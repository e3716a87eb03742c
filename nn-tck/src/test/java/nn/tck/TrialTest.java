package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import nn.api.ClosedException;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.provider.BackendOptions;
import nn.backend.naive.NaiveProvider;
import nn.core.check.GradientReport;
import nn.tck.reference.Matrix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the comparisons of plug-ins let pass, and what they say of the rest. */
class TrialTest {
  private static final Shape SHAPE = new Shape(2, 3);

  private final Trial trial = trial(DType.FLOAT64);

  private static Trial trial(DType dtype) {
    return trial(dtype, 1001);
  }

  private static Trial trial(DType dtype, int rule) {
    NaiveProvider naive = new NaiveProvider();
    return new Trial(
        naive.open(new BackendOptions(dtype, 1)),
        new TestChapter(rule, naive, Map.of()),
        "softsign");
  }

  @AfterEach
  void close() {
    trial.close();
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
    trial.equal("forward", expected, values(1, -0.0, Double.NaN, 4, 5, 6));
    failure(() -> trial.equal("forward", expected, values(1, 0.0, Double.NaN, 4, 5, 6)));
    assertContains(
        failure(() -> trial.equal("forward", expected, values(1, -0.0, Double.NaN, 4, 5, 7))),
        "rule 1001: forward of softsign: wrong value at [1, 2] of [2, 3] (element 5)",
        "expected 6.0 (0x1.8p2)",
        "actual   7.0 (0x1.cp2)",
        "bound    0 (the same bits)",
        "backend  naive, FLOAT64, EXACT_SEPARATE, 1 thread(s)",
        "replay   -Dtck.seed=1 -Dtck.case=1001");
  }

  /** {@code 2⁻¹⁰ · max(1, |expected|)}. */
  @Test
  void nearIsRelativeAboveOneAndAbsoluteBelow() {
    double tolerance = 0x1p-10;
    Matrix expected = values(0, 0.5, -1, 4, -1024, Double.NaN);
    Matrix most = values(0x1p-10, 0.5 - 0x1p-10, -1 - 0x1p-10, 4 + 0x1p-8, -1025, Double.NaN);
    trial.near("forward", expected, most, tolerance);
    for (int at = 0; at < 5; at++) {
      Matrix beyond = values(most.values().clone());
      double away = Math.signum(most.values()[at] - expected.values()[at]);
      beyond.values()[at] = Math.nextAfter(most.values()[at], away * Double.POSITIVE_INFINITY);
      String message = failure(() -> trial.near("forward", expected, beyond, tolerance));
      assertContains(message, "(element " + at + ")");
      Matrix none = values(most.values().clone());
      none.values()[at] = Double.NaN;
      failure(() -> trial.near("forward", expected, none, tolerance));
    }
    failure(() -> trial.near("forward", expected, values(0, 0.5, -1, 4, -1024, 0), tolerance));
    assertContains(
        failure(() -> trial.near("forward", expected, values(0, 0.5, -1, 5, 0, 0), tolerance)),
        "bound    0.00390625");
  }

  @Test
  void anOperandMustKeepItsBits() {
    Tensor operand = trial.tensor(values(1, 0.0, 3, 4, 5, 6));
    trial.unchanged("forward", "z", values(1, 0.0, 3, 4, 5, 6), operand);
    assertContains(
        failure(() -> trial.unchanged("forward", "z", values(1, -0.0, 3, 4, 5, 6), operand)),
        "forward of softsign: z was modified at [1, 0]: expected -0.0 (-0x0.0p0), actual 0.0"
            + " (0x0.0p0)",
        "operands [[2, 3]]");
    assertContains(
        failure(() -> trial.unchanged("forward", "z", values(1, 0.0, 3, 4, 5, 7), operand)),
        "z was modified at [1, 2]");
  }

  /** The operand is compared with what a tensor of its type can hold. */
  @Test
  void anOperandIsRoundedToItsType() {
    try (Trial floats = trial(DType.FLOAT32)) {
      Matrix third = Matrix.of(1, 1, 1 / 3.0);
      floats.unchanged("forward", "z", third, floats.tensor(third));
    }
  }

  @Test
  void checkFailsWhereItDoesNotHold() {
    trial.check(true, "forward", "fine");
    assertContains(
        failure(() -> trial.check(false, "forward", "not fine")), "forward of softsign: not fine");
    assertContains(failure(() -> trial.fail("forward", "not at all")), "not at all");
    Exception cause = new IllegalStateException();
    assertSame(cause, trial.failure("forward", "threw", cause).getCause());
  }

  @Test
  void aGradientCheckMustHavePassed() {
    trial.passed("backward", new GradientReport(1, 0, 0, null));
    failure(() -> trial.passed("backward", new GradientReport(1, 0, 1, null)));
    failure(() -> trial.passed("backward", GradientReport.EMPTY));
  }

  @Test
  void operandsAreFloatsInTheirRangeAndDestinationsAreFullOfNaN() {
    Matrix drawn = trial.draw(17, 33, 4);
    assertEquals(new Shape(17, 33), drawn.shape());
    double most = 0;
    for (double value : drawn.values()) {
      assertEquals((float) value, value);
      most = Math.max(most, Math.abs(value));
    }
    assertTrue(most > 3.5 && most <= 4);
    for (double value : trial.values(trial.dirty(SHAPE)).values()) {
      assertTrue(Double.isNaN(value));
    }
  }

  /** The draws of a rule are others than those of the next, and of the other type. */
  @Test
  void drawsDependOnRuleAndType() {
    try (Trial same = trial(DType.FLOAT64);
        Trial other = trial(DType.FLOAT32);
        Trial next = trial(DType.FLOAT64, 1002)) {
      double first = trial.random.uniform();
      assertEquals(first, same.random.uniform());
      assertTrue(first != other.random.uniform());
      assertTrue(first != next.random.uniform());
    }
  }

  @Test
  void closingClosesTheBackend() {
    Tensor tensor = trial.tensor(values(1, 2, 3, 4, 5, 6));
    trial.close();
    assertThrows(ClosedException.class, () -> trial.values(tensor));
  }
}
