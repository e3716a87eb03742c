package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a failure prints repeats it. */
class ReplayTest {
  private static final Pattern REPLAY =
      Pattern.compile(
          "replay +-Dtck.seed=(\\d+) -Dtck.case=(\\S+)"
              + (SuiteRun.LEVEL == Level.STANDARD ? "" : " -Dtck.level=" + SuiteRun.LEVEL));

  /** Twenty seeds, each with another fault that depends on its operands alone. */
  @TestFactory
  Stream<DynamicTest> thePrintedOptionsRepeatTheFailure() {
    List<Saboteur> faults =
        Saboteur.all().stream()
            .filter(saboteur -> List.of(3, 4, 5, 7).contains(saboteur.rule() / 100))
            .toList();
    return IntStream.rangeClosed(1, 20)
        .mapToObj(
            seed -> {
              Saboteur saboteur = faults.get(seed * 3 % faults.size());
              return DynamicTest.dynamicTest(
                  "seed " + seed + ", " + saboteur.fault(), () -> repeats(saboteur, seed));
            });
  }

  private static void repeats(Saboteur saboteur, int seed) {
    int rule = saboteur.rule();
    SuiteRun first =
        SuiteRun.ofRule(rule, saboteur.provider(), Map.of("tck.seed", Integer.toString(seed)), 2);
    String message = first.failures().get(rule);
    assertNotNull(message, () -> "seed " + seed + " does not show it: " + first.failures());
    Matcher replay = REPLAY.matcher(message);
    assertTrue(replay.find(), message);
    assertEquals(Integer.toString(seed), replay.group(1));
    assertTrue(replay.group(2).startsWith(rule + "/"), message);
    SuiteRun second =
        SuiteRun.run(
            saboteur.provider(),
            Map.of("tck.seed", replay.group(1), "tck.case", replay.group(2)),
            2);
    assertEquals(Map.of(rule, message), second.failures());
    assertEquals(List.of(), second.problems());
  }

  @Test
  void aCaseThatDoesNotComeUpIsAFailure() {
    Saboteur any = Saboteur.all().get(0);
    for (String absent : List.of("305/float64/7/1", "305/float64/2/9999999", "999")) {
      SuiteRun run = SuiteRun.run(any.provider(), Map.of("tck.case", absent), 2);
      assertEquals(List.of("tck.case: no case " + absent + " came up"), run.problems());
    }
  }

  @Test
  void settingsThatCannotBeReadStopTheRun() {
    Saboteur any = Saboteur.all().get(0);
    Map.of(
            "tck.level", "nonsense",
            "tck.seed", "one",
            "tck.case", "305/float64/2")
        .forEach(
            (key, value) -> {
              SuiteRun run = SuiteRun.run(any.provider(), Map.of(key, value), 2);
              assertEquals(1, run.problems().size(), run.problems()::toString);
              assertTrue(run.problems().get(0).contains(key + ": "), run.problems()::toString);
              assertEquals(Map.of(), run.outcomes());
            });
  }
}
