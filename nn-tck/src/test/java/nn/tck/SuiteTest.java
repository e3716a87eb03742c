package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nn.api.Backend;
import nn.api.DType;
import nn.api.RequiredKernelsBackend;
import nn.api.Tier;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveProvider;
import nn.tck.reference.Oracle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/** What the suite must not reject, and how it speaks. */
@Tag("saboteurs")
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
  @EnabledIfSystemProperty(named = "nn.full", matches = "true")
  void theDefaultKernelsOfTheInterfacePass() {
    assertEquals(Map.of(), failures(naive(RequiredKernelsBackend::new)));
  }

  @Test
  @EnabledIfSystemProperty(named = "nn.full", matches = "true")
  void aDecoratorPasses() {
    EnumSet<DType> floats = EnumSet.of(DType.FLOAT32);
    assertEquals(Map.of(), failures(new TestProvider(floats, WrappedBackend::new)));
  }

  @Test
  void rulesOfOtherTiersAreSkippedInSight() {
    TestProvider exact = naive(backend -> backend);
    for (int rule : Set.of(306, 307, 514)) {
      assertEquals(
          Status.ABORTED, status(SuiteRun.ofRule(rule, exact, Map.of(), 1).outcomes(), rule));
    }
    assertEquals(
        Status.SUCCESSFUL, status(SuiteRun.ofRule(305, exact, Map.of(), 1).outcomes(), 305));
  }

  @Test
  void aFailureSaysWhatWhereAndHowToRepeatIt() {
    Saboteur saboteur =
        ProductSaboteurs.all().stream().filter(s -> s.rule() == 301).findFirst().orElseThrow();
    String message =
        String.valueOf(SuiteRun.ofRule(301, saboteur.provider(), Map.of(), 3).failures().get(301));
    for (String part :
        new String[] {
          "rule 301: matmul",
          "wrong value at [64, ",
          "operands [[65, ",
          "expected ",
          "actual ",
          "bound ",
          "naive, FLOAT64, EXACT_SEPARATE, 3 thread(s)",
          "-Dtck.seed=1 -Dtck.case=301/float64/3/"
        }) {
      assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "nn.full", matches = "true")
  void aTierClaimedTooLowIsReportedAndFailsNothing() {
    BackendProvider modest =
        ProductSaboteurs.claiming(
            new NaiveProvider(), Tier.BOUNDED, (x, y) -> Oracle.separate(DType.FLOAT64, x, y));
    SuiteRun run = SuiteRun.run(modest, Map.of(), 1);
    assertEquals(Map.of(), run.failures());
    assertEquals(Status.ABORTED, status(run.outcomes(), 916));
    String warning =
        "FLOAT64 claims BOUNDED, and every result had the bits of one of [EXACT_SEPARATE]";
    assertTrue(
        run.report().stream()
            .anyMatch(line -> line.startsWith("warning: ") && line.contains(warning)),
        () -> run.report().toString());
  }

  @Test
  void aListedRuleThatFailsIsExpectedAndOneThatPassesIsAFailure(@TempDir Path folder)
      throws IOException {
    BackendProvider flushing = flushing();
    Path list = folder.resolve("list.txt");
    StringBuilder lines = new StringBuilder();
    for (int failing : SuiteRun.run(flushing, Map.of(), 1).failures().keySet()) {
      lines.append(failing).append(" FLOAT64 2999-01-01 flushes\n");
    }
    Files.writeString(
        list,
        lines
            + """
            710 * 2999-01-01 not true
            913 FLOAT64 2999-01-01 opens no backend
            """);
    SuiteRun run = SuiteRun.run(flushing, Map.of("tck.expected", list.toString()), 1);
    assertEquals(Status.ABORTED, status(run.outcomes(), 704));
    assertEquals(Set.of(710), run.failures().keySet());
    assertTrue(
        run.failures().getOrDefault(710, "").contains("passes and is listed"),
        run.failures()::toString);
    assertEquals(2, String.join("", run.problems()).split("did not fail", -1).length - 1);
    Files.writeString(list, "704 FLOAT64 2020-01-01 flushes\n");
    SuiteRun expired = SuiteRun.run(flushing, Map.of("tck.expected", list.toString()), 1);
    assertTrue(expired.problems().get(0).contains("it has expired"), expired.problems()::toString);
    assertEquals(Map.of(), expired.outcomes());
  }

  private static BackendProvider flushing() {
    return Saboteur.all().stream()
        .filter(saboteur -> saboteur.rule() == 704)
        .findFirst()
        .orElseThrow()
        .provider();
  }

  @Test
  void aQuotaThatIsNotReachedFailsTheRun() {
    // a backend without FLOAT32 has no quota in it
    assertEquals(
        List.of(),
        SuiteRun.run(new TestProvider(Saboteur.DOUBLES, b -> b), Map.of(), 1).problems());
    ConformanceRun nothing = SuiteRun.completedWithoutACase(new NaiveProvider());
    assertEquals(2 * Counted.values().length, nothing.problems().size());
    assertEquals("products in FLOAT64: 0 of at least 20000 were run", nothing.problems().get(0));
  }

  @Test
  void anHonestlyBoundedBackendPassesAndItsCertificateSaysWhatWasShown(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("below/cert.json");
    SuiteRun run =
        SuiteRun.run(
            ProductSaboteurs.honestlyBounded(),
            Map.of("tck.report", file.toString(), "tck.seed", "7"),
            3);
    assertEquals(Map.of(), run.failures());
    assertEquals(Status.SUCCESSFUL, status(run.outcomes(), 916)); // no tier claimed too low
    // where a bound is the least positive number too
    for (String line : run.report()) {
      assertTrue(!line.contains("NaN") && !line.contains("Infinity"), line);
    }
    String text = Files.readString(file);
    for (String part :
        new String[] {
          "\"level\": \"" + SuiteRun.LEVEL + "\"",
          "\"seed\": 7",
          "\"name\": \"naive\"",
          "\"FLOAT64\": \"BOUNDED\"",
          "\"jdk\": \"" + Runtime.version() + "\"",
          "\"passed\": true",
          "\"chapter\": \"3xx products\"",
          "\"test\": \"spec307_boundedKeepsTheBound\"",
          "\"reason\": \"rule 305 is for another tier\"",
        }) {
      assertTrue(text.contains(part), () -> "no " + part + " in: " + text);
    }
    Matcher ratio = Pattern.compile("\"worstRatio\": (0\\.[0-9]+)").matcher(text);
    assertTrue(ratio.find(), text);
    Matcher products = Pattern.compile("\"products\": ([0-9]+)").matcher(text);
    assertTrue(products.find() && Integer.parseInt(products.group(1)) >= 300, text);
    SuiteRun.ofRule(704, flushing(), Map.of("tck.report", folder.toString()), 1);
    String failed = Files.readString(folder.resolve("cert-naive.json"));
    assertTrue(failed.contains("\"passed\": false"), failed);
    assertTrue(failed.contains("\"outcome\": \"fail\""), failed);
    assertTrue(failed.contains("rule 704: matmulTransA: wrong value at"), failed);
  }
}
