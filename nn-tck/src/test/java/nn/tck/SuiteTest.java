package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import nn.api.Backend;
import nn.api.DType;
import nn.api.RequiredKernels;
import nn.api.provider.BackendProvider;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/** What the suite must not reject, and how it speaks. */
class SuiteTest {

  private static Map<Integer, Throwable> failures(BackendProvider provider) {
    Map<Integer, Throwable> failures = new TreeMap<>();
    SuiteRun.run(provider, 3)
        .forEach(
            (rule, outcome) -> {
              if (outcome.getStatus() == Status.FAILED) {
                failures.put(rule, outcome.getThrowable().orElseThrow());
              }
            });
    return failures;
  }

  private static Status status(Map<Integer, TestExecutionResult> outcomes, int rule) {
    return Objects.requireNonNull(outcomes.get(rule)).getStatus();
  }

  private static TestProvider naive(UnaryOperator<Backend> wrapper) {
    return new TestProvider(EnumSet.allOf(DType.class), wrapper);
  }

  @Test
  void theDefaultKernelsOfTheInterfacePass() {
    assertEquals(Map.of(), failures(naive(RequiredKernels::new)));
  }

  @Test
  void aDecoratorPasses() {
    assertEquals(Map.of(), failures(naive(WrappedBackend::new)));
  }

  @Test
  void anHonestlyBoundedBackendPasses() {
    assertEquals(Map.of(), failures(ProductSaboteurs.honestlyBounded()));
  }

  @Test
  void rulesOfOtherTiersAreSkippedInSight() {
    Map<Integer, TestExecutionResult> outcomes = SuiteRun.run(naive(backend -> backend), 1);
    for (int rule : Set.of(306, 307, 514)) {
      assertEquals(Status.ABORTED, status(outcomes, rule));
    }
    assertEquals(Status.SUCCESSFUL, status(outcomes, 305));
  }

  @Test
  void aFailureSaysWhatWhereAndHowToRepeatIt() {
    Saboteur saboteur =
        ProductSaboteurs.all().stream().filter(s -> s.rule() == 301).findFirst().orElseThrow();
    String message =
        String.valueOf(
            failures(saboteur.provider()).getOrDefault(301, new AssertionError()).getMessage());
    for (String part :
        new String[] {
          "rule 301: matmul",
          "wrong value at [64, ",
          "operands [[65, ",
          "expected ",
          "actual ",
          "bound ",
          "naive, FLOAT64, EXACT_SEPARATE, 3 thread(s)",
          "-Dtck.seed=" + Generator.seed()
        }) {
      assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
    }
  }
}
