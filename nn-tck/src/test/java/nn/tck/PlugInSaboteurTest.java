package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nn.api.network.PlugIn;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/**
 * If a bad plug-in passes, the suite is what is wrong: each saboteur must fail the rule written
 * beside it, and no test that does not call the faulty method may fail with it.
 */
@Tag("faults")
class PlugInSaboteurTest {

  @TestFactory
  Stream<DynamicTest> saboteursAreCaughtByTheirRuleAndByNoUnrelatedOne() {
    Map<Integer, Set<String>> calls = calls();
    return PlugInSaboteur.all().stream()
        .map(saboteur -> DynamicTest.dynamicTest(saboteur.fault(), () -> check(saboteur, calls)));
  }

  /** By rule, the methods that its test calls of a right plug-in. */
  private static Map<Integer, Set<String>> calls() {
    Map<Integer, Set<String>> calls = new TreeMap<>();
    for (TestPlugIn right :
        List.of(
            new TestActivation(),
            new TestLayer(),
            new TestStatistic(),
            new TestCost(),
            new TestOptimiser(),
            new TestPenalty(),
            new TestSchedule(),
            new TestClip())) {
      Map<Integer, TestExecutionResult> outcomes =
          PlugInRun.run(
              right,
              rule -> {
                calls.computeIfAbsent(rule, r -> new TreeSet<>()).addAll(right.called());
                right.called().clear();
              });
      assertEquals(Set.of(), failed(outcomes), "a right plug-in fails");
    }
    return calls;
  }

  private static Set<Integer> failed(Map<Integer, TestExecutionResult> outcomes) {
    return outcomes.entrySet().stream()
        .filter(outcome -> outcome.getValue().getStatus() == Status.FAILED)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> failed(PlugIn plugIn) {
    return failed(PlugInRun.run(plugIn, rule -> {}));
  }

  private static void check(PlugInSaboteur saboteur, Map<Integer, Set<String>> calls) {
    Set<Integer> failed = failed(saboteur.plugIn());
    assertTrue(
        failed.contains(saboteur.rule()),
        () -> "rule " + saboteur.rule() + " does not see it; seen by " + failed);
    Set<Integer> unrelated = new TreeSet<>(failed);
    unrelated.removeIf(
        rule -> !Collections.disjoint(calls.getOrDefault(rule, Set.of()), saboteur.reach()));
    assertEquals(Set.of(), unrelated, "rules that fail without calling " + saboteur.reach());
  }

  @Test
  void whatNoOtherRuleSees() {
    for (PlugInSaboteur saboteur : PlugInSaboteur.all()) {
      if (Set.of(1020, 1125).contains(saboteur.rule())) {
        assertEquals(Set.of(saboteur.rule()), failed(saboteur.plugIn()), saboteur::fault);
      }
    }
  }

  @Test
  void faultsHaveNamesOfTheirOwn() {
    assertEquals(
        PlugInSaboteur.all().size(),
        PlugInSaboteur.all().stream().map(PlugInSaboteur::fault).distinct().count());
  }

  @Test
  void aFailureSaysWhatWhereAndHowToRepeatIt() {
    PlugInSaboteur saboteur =
        PlugInSaboteur.all().stream().filter(s -> s.rule() == 1009).findFirst().orElseThrow();
    TestExecutionResult outcome =
        PlugInRun.run(saboteur.plugIn(), rule -> {})
            .getOrDefault(1009, TestExecutionResult.successful());
    String message = outcome.getThrowable().map(Throwable::getMessage).orElse("none");
    for (String part :
        List.of(
            "rule 1009: forward of one record of test: wrong value at [0, 0] of [",
            "expected ",
            "actual ",
            "bound ",
            "backend  naive, FLOAT64, EXACT_SEPARATE, 1 thread(s)",
            "-Dtck.seed=1")) {
      assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
    }
  }
}
