package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.backend.naive.NaiveProvider;
import nn.tck.Verdict.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a run as a whole. */
class ConformanceRunTest {

  /** A run at smoke in which every rule has ended so and nothing was counted. */
  private static ConformanceRun completed(Outcome outcome) {
    TestChapter chapter = new TestChapter(new NaiveProvider(), Map.of("tck.level", "smoke"));
    ConformanceRun run = chapter.run();
    for (int rule : Rules.of(BackendConformance.class)) {
      run.start(rule, "", "").end(outcome, null);
    }
    return run;
  }

  private static void fill(ConformanceRun run) {
    for (DType dtype : DType.values()) {
      for (Counted kind : Counted.values()) {
        run.tally().count(dtype, kind, kind.quota(Level.SMOKE));
      }
    }
  }

  @Test
  void aCompleteRunMustHaveReachedItsQuotas() {
    for (Outcome outcome : new Outcome[] {Outcome.PASS, Outcome.SKIP}) {
      ConformanceRun run = completed(outcome);
      assertEquals(2 * Counted.values().length, run.problems().size());
      assertTrue(
          run.problems().contains("products in FLOAT64: 0 of at least 300 were run"),
          run.problems()::toString);
      fill(run);
      assertEquals(List.of(), run.problems());
    }
  }

  @Test
  void oneCaseBelowAQuotaIsAProblem() {
    ConformanceRun run = completed(Outcome.PASS);
    fill(run);
    run.tally().count(DType.FLOAT32, Counted.TWO_TILES, -1);
    assertEquals(
        List.of("productsOfTwoTiles in FLOAT32: 2 of at least 3 were run"), run.problems());
  }

  /** Where a rule was left out or has failed, fewer cases were drawn. */
  @Test
  void anIncompleteRunHasNoQuotas() {
    assertEquals(List.of(), completed(Outcome.FAIL).problems());
    assertEquals(List.of(), completed(Outcome.EXPECTED_FAILURE).problems());
    TestChapter one = new TestChapter(new NaiveProvider(), Map.of());
    one.verdict().end(Outcome.PASS, null);
    assertEquals(List.of(), one.run().problems());
    ConformanceRun oneFailed = completed(Outcome.PASS);
    oneFailed.start(TestChapter.RULE, "", "").end(Outcome.FAIL, null);
    assertEquals(List.of(), oneFailed.problems());
  }

  @Test
  void aCaseThatIsReplayedMustComeUp() {
    ConformanceRun run = TestChapter.run(Map.of("tck.case", "305/float64/3/1"));
    assertEquals(List.of("tck.case: no case 305/float64/3/1 came up"), run.problems());
    run.replayed();
    assertEquals(List.of(), run.problems());
  }

  @Test
  void aListedRuleMustFail(@TempDir Path folder) throws IOException {
    Path list = folder.resolve("list.txt");
    Files.writeString(list, "305 FLOAT64 2999-01-01 a\n301 * 2999-01-01 b\n");
    TestChapter chapter =
        new TestChapter(new NaiveProvider(), Map.of("tck.expected", list.toString()));
    ConformanceRun run = chapter.run(); // of rule 305 alone
    assertEquals(
        List.of(
            "tck-expected-failures.txt: it did not fail; remove the line: rule 305 in FLOAT64"
                + " until 2999-01-01: a"),
        run.problems());
    chapter.expected(run.expected().lines().get(0));
    assertEquals(List.of(), run.problems());
    assertEquals(run.expected().lines().subList(0, 1), chapter.failedAsExpected());
  }

  /** A provider that refuses two threads with this code. */
  private static final class Refusing extends TestProvider {
    private final String code;
    private int asked;

    Refusing(String code) {
      super(EnumSet.allOf(DType.class), backend -> backend);
      this.code = code;
    }

    @Override
    public Backend open(BackendOptions options) {
      asked++;
      if (options.threads() == 2) {
        throw new BackendException(code, "no");
      }
      return super.open(options);
    }
  }

  @Test
  void aThreadCountThatTheJvmCannotHaveIsLeftOut() {
    ConformanceRun run = TestChapter.run(Map.of());
    Refusing provider = new Refusing("NN-105");
    BackendOptions two = new BackendOptions(DType.FLOAT64, 2);
    BackendOptions one = new BackendOptions(DType.FLOAT64, 1);
    for (int repeat = 0; repeat < 2; repeat++) {
      assertFalse(run.accepts(provider, two));
      assertTrue(run.accepts(provider, one));
    }
    assertEquals(2, provider.asked);
    assertEquals(
        "NN-104",
        assertThrows(
                BackendException.class,
                () -> TestChapter.run(Map.of()).accepts(new Refusing("NN-104"), two))
            .code());
  }

  @Test
  void aBackendThatWasOpenedToAskIsClosed() {
    int[] open = {0};
    TestProvider counting =
        new TestProvider(
            EnumSet.allOf(DType.class),
            backend -> {
              open[0]++;
              return new WrappedBackend(backend) {
                @Override
                public void close() {
                  open[0]--;
                  super.close();
                }
              };
            });
    assertTrue(TestChapter.run(Map.of()).accepts(counting, new BackendOptions(DType.FLOAT64, 1)));
    assertEquals(0, open[0]);
  }

  /** Its version throws, as that of a broken jar may. */
  private static final class Speechless extends TestProvider {
    Speechless() {
      super(EnumSet.of(DType.FLOAT32), backend -> backend);
    }

    @Override
    public String version() {
      throw new NoClassDefFoundError("gone");
    }
  }

  @Test
  void aCertificateSaysWhatWasTestedAndCounted() {
    TestChapter chapter = new TestChapter(new Speechless(), Map.of("tck.seed", "7"));
    ConformanceRun run = chapter.run();
    run.tally().count(DType.FLOAT32, Counted.PRODUCTS, 42);
    chapter.verdict().countCase();
    chapter.verdict().note(0.25);
    run.start(411, "4xx named functions", "spec411_copy").end(Outcome.SKIP, "not here");
    String text = Json.text(Certificate.of(run, chapter, List.of("a quota")));
    for (String part :
        new String[] {
          "\"name\": \"naive\"",
          "\"version\": \"java.lang.NoClassDefFoundError: gone\"",
          "\"provider\": \"nn.tck.ConformanceRunTest$Speechless\"",
          "\"spiVersion\": " + new NaiveProvider().spiVersion() + ",",
          "\"tiers\": {\n      \"FLOAT32\": \"EXACT_SEPARATE\"\n    }",
          "\"suite\": \"nn-tck (not from a jar)\"",
          "\"level\": \"standard\"",
          "\"seed\": 7",
          "\"problems\": [\n    \"a quota\"\n  ]",
          "\"all\": 1",
          "\"products\": 42",
        }) {
      assertTrue(text.contains(part), () -> "no " + part + " in: " + text);
    }
    assertEquals(
        List.of(
            Map.of(
                "chapter",
                "3xx products",
                "worstRatio",
                0.25,
                "rules",
                List.of(rule(305, "spec305_test", "null", null, 1L, 0.25))),
            withNull(
                Map.of(
                    "chapter",
                    "4xx named functions",
                    "rules",
                    List.of(rule(411, "spec411_copy", "skip", "not here", 0L, null))),
                "worstRatio")),
        Certificate.of(run, chapter, List.of()).get("chapters"));
  }

  private static Map<String, @Nullable Object> rule(
      int rule,
      String test,
      String outcome,
      @Nullable String reason,
      long cases,
      @Nullable Double worst) {
    Map<String, @Nullable Object> expected = new HashMap<>();
    expected.put("rule", rule);
    expected.put("test", test);
    expected.put("outcome", outcome);
    expected.put("reason", reason);
    expected.put("cases", cases);
    expected.put("worstRatio", worst);
    expected.put("paths", List.of());
    return expected;
  }

  private static Map<String, @Nullable Object> withNull(Map<String, Object> map, String key) {
    Map<String, @Nullable Object> with = new HashMap<>(map);
    with.put(key, null);
    return with;
  }

  @Test
  void aCertificateIsWrittenWhereItWasAskedFor(@TempDir Path folder) throws IOException {
    TestChapter nowhere = new TestChapter(new NaiveProvider(), Map.of());
    Certificate.write(nowhere.run(), List.of());
    Path below = folder.resolve("a/b");
    TestChapter there =
        new TestChapter(new NaiveProvider(), Map.of("tck.report", below.toString()));
    Certificate.write(there.run(), List.of());
    assertTrue(Files.readString(below.resolve("cert-naive.json")).endsWith("}\n"));
    ConformanceRun notBegun =
        TestChapter.run(Map.of("tck.report", folder.resolve("no").toString()));
    Certificate.write(notBegun, List.of());
    assertFalse(Files.exists(folder.resolve("no")));
  }

  @Test
  void warningsAreKept() {
    ConformanceRun run = TestChapter.run(Map.of());
    run.warn("slow");
    assertEquals(List.of("slow"), run.warnings());
  }

  /** A certificate says that a run passed only if nothing failed and nothing is wrong with it. */
  @Test
  void aCertificateHasPassedOnlyWhereNothingFailed() {
    TestChapter chapter = new TestChapter(new NaiveProvider(), Map.of());
    ConformanceRun run = chapter.run();
    assertEquals(true, Certificate.of(run, chapter, List.of()).get("passed"));
    assertEquals(false, Certificate.of(run, chapter, List.of("a quota")).get("passed"));
    chapter.verdict().end(Outcome.FAIL, "wrong");
    assertEquals(false, Certificate.of(run, chapter, List.of()).get("passed"));
  }

  @Test
  void aChaptersLineCountsItsRules() {
    ConformanceRun run = TestChapter.run(Map.of());
    Verdict first = run.start(301, "3xx products", "a");
    first.end(Outcome.PASS, null);
    first.countCase();
    first.note(0.25);
    Verdict second = run.start(302, "3xx products", "b");
    second.end(Outcome.FAIL, "wrong");
    second.countCase();
    second.note(0.5);
    run.start(303, "3xx products", "c").end(Outcome.SKIP, "other");
    run.start(304, "3xx products", "d").end(Outcome.EXPECTED_FAILURE, "listed");
    run.start(401, "4xx any loop", "e").end(Outcome.PASS, null);
    assertEquals(
        "3xx products: 1 passed, 1 FAILED, 1 skipped, 1 failed as expected; 2 cases; worst error"
            + " 0.50000 of its bound",
        Certificate.line(run, "3xx products"));
    assertEquals("4xx any loop: 1 passed; 0 cases", Certificate.line(run, "4xx any loop"));
    assertSame(second, List.copyOf(run.verdicts()).get(1));
  }
}
