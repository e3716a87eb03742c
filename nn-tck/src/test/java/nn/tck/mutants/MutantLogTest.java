package nn.tck.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nn.tck.mutants.Outcome.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn, what is noted, and what is counted. */
class MutantLogTest {
  @TempDir Path folder;

  private static Mutant mutant(Operator operator, int number) {
    return new Mutant("A#f/" + operator + "/" + number, operator, "A.java", 1, List.of());
  }

  private static Outcome outcome(Mutant mutant, Result result, int rule) {
    String run = "vector, smoke, vectors";
    return new Outcome(
        mutant.id(), "A.java", 7, result, rule, run, 1.5, "a < \"b\", \\n -> {}", "rule\t\"1\"");
  }

  @Test
  void aSampleTakesOperatorsInTurnsAndBeginsWithTheSmallerOne() {
    List<Mutant> mutants = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      mutants.add(mutant(Operator.EXTENT, i));
    }
    for (int i = 0; i < 10; i++) {
      mutants.add(mutant(Operator.REMOVAL, i));
    }
    List<Mutant> sample = Sample.draw(mutants, 12, 3);
    assertEquals(
        Map.of(Operator.EXTENT, 6L, Operator.REMOVAL, 6L),
        sample.stream().collect(Collectors.groupingBy(Mutant::operator, Collectors.counting())));
    assertEquals(sample, Sample.draw(mutants, 50, 3).subList(0, 12));
    assertEquals(100, Sample.draw(mutants, 1000, 3).size());
  }

  @Test
  void whatIsInTheLogIsKnownToTheNextRun() throws IOException {
    Path file = folder.resolve("log.jsonl");
    Mutant first = mutant(Operator.EXTENT, 1);
    Mutant second = mutant(Operator.EXTENT, 2);
    MutantLog.open(file).add(outcome(first, Result.KILLED, 301));
    MutantLog.open(file).add(outcome(second, Result.NOT_COMPILED, 0));
    MutantLog again = MutantLog.open(file);
    assertTrue(again.has(first) && again.has(second));
    assertFalse(again.has(mutant(Operator.EXTENT, 3)));
    assertEquals(
        List.of(Result.KILLED, Result.NOT_COMPILED),
        again.outcomes().stream().map(Outcome::result).toList());
    assertEquals(301, again.outcomes().get(0).rule());
  }

  @Test
  void timeOutsEquivalentsAndWhatDoesNotCompileAreInNoRate() {
    List<Outcome> outcomes =
        List.of(
            outcome(mutant(Operator.EXTENT, 1), Result.KILLED, 301),
            outcome(mutant(Operator.EXTENT, 2), Result.SURVIVED, 0),
            outcome(mutant(Operator.EXTENT, 3), Result.TIMED_OUT, 0),
            outcome(mutant(Operator.EXTENT, 4), Result.NOT_COMPILED, 0),
            outcome(mutant(Operator.EXTENT, 5), Result.SURVIVED, 0));
    Equivalents equivalents = Equivalents.parse("# none\nA#f/extent/5 It is never called.\n");
    String report = Report.of(outcomes, equivalents);
    assertTrue(report.contains("| extent | 5 | 1 | 1 | 50.0 % | 1 | 1 | 1 |"), report);
    assertTrue(report.contains("Killed by rule: 301 1"), report);
    assertTrue(report.contains("- `A#f/extent/2`, line 7"), report);
    assertFalse(report.contains("A#f/extent/5"), report);
  }

  @Test
  void anEquivalentMutantNeedsAProof() {
    assertThrows(IllegalArgumentException.class, () -> Equivalents.parse("A#f/extent/5"));
    Equivalents equivalents = Equivalents.parse("A#f/extent/5 It is never called.");
    assertTrue(equivalents.has("A#f/extent/5@37"));
  }

  @Test
  void aRunIsJudgedByWhatTheJvmSaid() {
    assertEquals(Result.SURVIVED, judged(Judge.PASSED).result());
    assertEquals(Result.KILLED, judged(Judge.FAILED + "301 rule 301: wrong").result());
    assertEquals(301, judged(Judge.FAILED + "301 rule 301: wrong").rule());
    String hangs = "811 rule 811: it does not return: nothing was heard of it for 60 s";
    assertEquals(Result.TIMED_OUT, judged(Judge.FAILED + hangs).result());
    assertEquals(Result.KILLED, judged("# A fatal error has been detected").result());
    assertEquals("vectors", judged(Judge.PATH + "vectors").path());
  }

  private static Trial judged(String line) {
    return Trial.judged(List.of("WARNING: incubator", line), Duration.ZERO);
  }

  @Test
  void optionsThatAreMisspeltAreRefused() {
    assertEquals(30, Options.parse("--sample", "30", "--seed", "2").sample());
    assertThrows(IllegalArgumentException.class, () -> Options.parse("--sampel", "30"));
    assertThrows(IllegalArgumentException.class, () -> Options.parse("--sample"));
    assertThrows(IllegalArgumentException.class, () -> Options.parse("--operator", "typo"));
  }
}
