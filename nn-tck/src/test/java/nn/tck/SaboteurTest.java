package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/**
 * If a bad backend passes, the suite is what is wrong: each saboteur must fail the rule written
 * beside it, and, as the soak profile shows, no test that does not call the faulty kernel may fail
 * with it.
 */
@Tag("saboteurs")
class SaboteurTest {

  @TestFactory
  @DisabledIfSystemProperty(
      named = "nn.soak",
      matches = "true",
      disabledReason = "all rules are run")
  Stream<DynamicTest> saboteursAreCaughtByTheirRule() {
    return Saboteur.all().stream()
        .map(saboteur -> DynamicTest.dynamicTest(saboteur.fault(), () -> checkItsRule(saboteur)));
  }

  private static void checkItsRule(Saboteur saboteur) {
    Map<Integer, String> failures =
        SuiteRun.ofRule(saboteur.rule(), saboteur.provider(), Map.of(), 3).failures();
    assertEquals(Set.of(saboteur.rule()), failures.keySet());
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "nn.soak", matches = "true")
  Stream<DynamicTest> saboteursAreCaughtByTheirRuleAndByNoUnrelatedOne() {
    Map<Integer, Set<String>> calls = Spy.calls();
    return Saboteur.all().stream()
        .map(saboteur -> DynamicTest.dynamicTest(saboteur.fault(), () -> check(saboteur, calls)));
  }

  private static void check(Saboteur saboteur, Map<Integer, Set<String>> calls) {
    Map<Integer, TestExecutionResult> outcomes = SuiteRun.run(saboteur.provider(), 3);
    Set<Integer> failed =
        outcomes.entrySet().stream()
            .filter(outcome -> outcome.getValue().getStatus() == Status.FAILED)
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(
        failed.contains(saboteur.rule()),
        () -> "rule " + saboteur.rule() + " does not see it; seen by " + failed);
    Set<Integer> unrelated = new TreeSet<>(failed);
    unrelated.removeIf(rule -> !Collections.disjoint(calls(calls, rule), saboteur.reach()));
    assertEquals(Set.of(), unrelated, "rules that fail without calling " + saboteur.reach());
  }

  private static Set<String> calls(Map<Integer, Set<String>> calls, int rule) {
    Set<String> names = calls.get(rule);
    assertNotNull(names, () -> "rule " + rule + " was not run on naive");
    return names;
  }

  @Test
  @EnabledIfSystemProperty(named = "nn.full", matches = "true")
  void whatNoOtherRuleSees() {
    for (Saboteur saboteur : WorkspaceSaboteurs.all()) {
      Set<Integer> failed =
          new TreeSet<>(SuiteRun.run(saboteur.provider(), Map.of(), 3).failures().keySet());
      failed.remove(823); // which opens a workspace for each call
      assertEquals(Set.of(818), failed);
    }
  }

  /** A guide sends its reader to the lowest rule that fails. */
  @Test
  @EnabledIfSystemProperty(named = "nn.full", matches = "true")
  void aSignThatAWriteLosesIsFirstSeenWhereItIsWritten() {
    Saboteur saboteur =
        Saboteur.all().stream()
            .filter(any -> any.fault().endsWith(TransferSaboteurs.MINUS_ZERO))
            .findFirst()
            .orElseThrow();
    Map<Integer, String> failures = SuiteRun.run(saboteur.provider(), Map.of(), 3).failures();
    assertEquals(201, failures.keySet().iterator().next());
  }

  @Test
  void faultsHaveNamesOfTheirOwn() {
    assertEquals(
        Saboteur.all().size(), Saboteur.all().stream().map(Saboteur::fault).distinct().count());
  }
}
