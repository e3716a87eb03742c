package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** How a rule's test ends, shown by one that does what it is told. */
class ChapterTest {

  /** A suite of two rules, of which one is run. */
  @Title("One")
  static final class Subject extends Chapter {
    private static BackendProvider subject = new NaiveProvider();
    private static Consumer<Chapter> work = chapter -> {};

    private @Nullable ConformanceRun begun;

    @Override
    void begin(ConformanceRun run) {
      begun = run;
    }

    @Override
    protected BackendProvider provider() {
      return subject;
    }

    @Override
    protected int[] threadCounts() {
      return new int[] {1, 3};
    }

    @Test
    @Rule(301)
    void spec301_work() {
      work.accept(this);
    }

    @Test
    @Rule(302)
    void spec302_work() { // is not run, so that no quota is missed
      work.accept(this);
    }
  }

  /** How the test ended, what was wrong with the run, and the lines for the reader. */
  private record Run(TestExecutionResult result, List<String> problems, List<String> report) {
    Throwable thrown() {
      return result.getThrowable().orElseThrow();
    }

    String message() {
      return String.valueOf(thrown().getMessage());
    }

    void assertEnds(Status status, String... parts) {
      assertEquals(status, result.getStatus(), result::toString);
      for (String part : parts) {
        assertTrue(message().contains(part), () -> "no '" + part + "' in: " + message());
      }
    }
  }

  @TempDir private Path folder;

  private final Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void onNaive() {
    Subject.subject = new NaiveProvider();
    settings.put("tck.report", certificate().toString());
    settings.put("tck.fresh", "none");
  }

  private Path certificate() {
    return folder.resolve("cert.json");
  }

  private void expect(String lines) throws IOException {
    Path list = Files.writeString(folder.resolve("list.txt"), lines);
    settings.put("tck.expected", list.toString());
  }

  private Run run(Consumer<Chapter> work) {
    Subject.work = work;
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(Subject.class, "spec301_work"))
            .configurationParameters(settings)
            .execute();
    List<String> problems = new ArrayList<>();
    results.containerEvents().failed().stream()
        .map(ChapterTest::result)
        .forEach(failed -> problems.add(failed.getThrowable().orElseThrow().getMessage()));
    List<String> report = new ArrayList<>();
    results.allEvents().reportingEntryPublished().stream()
        .map(event -> event.getRequiredPayload(ReportEntry.class))
        .forEach(entry -> report.addAll(entry.getKeyValuePairs().values()));
    return new Run(
        results.testEvents().finished().stream().map(ChapterTest::result).findFirst().orElseThrow(),
        problems,
        report);
  }

  private static TestExecutionResult result(Event event) {
    return event.getRequiredPayload(TestExecutionResult.class);
  }

  private void assertCertificate(String... parts) throws IOException {
    String text = Files.readString(certificate());
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "no '" + part + "' in: " + text);
    }
  }

  @Test
  void aTestThatReturnsHasPassed() throws IOException {
    Run run = run(chapter -> chapter.each(f -> {}));
    run.assertEnds(Status.SUCCESSFUL);
    assertEquals(List.of(), run.problems);
    assertEquals(List.of("One: 1 passed; 4 cases"), run.report);
    assertCertificate("\"outcome\": \"pass\"", "\"passed\": true");
  }

  @Test
  void everyTypeIsRunWithEveryThreadCount() {
    List<String> seen = new ArrayList<>();
    List<Tensor> left = new ArrayList<>();
    Consumer<Fixture> look =
        f -> {
          seen.add(f.dtype + " " + f.threads());
          left.add(f.dirty(new Shape(1, 1)));
        };
    run(chapter -> chapter.each(look));
    assertEquals(List.of("FLOAT32 1", "FLOAT32 3", "FLOAT64 1", "FLOAT64 3"), sorted(seen));
    assertAllClosed(left);
    seen.clear();
    run(chapter -> chapter.eachOf(Tier::exact, new int[] {2}, look));
    assertEquals(List.of("FLOAT32 2", "FLOAT64 2"), sorted(seen));
    seen.clear();
    run(chapter -> chapter.each(DType.FLOAT64, new int[] {4}, look));
    assertEquals(List.of("FLOAT64 4"), seen);
  }

  private static List<String> sorted(List<String> texts) {
    return texts.stream().sorted().toList();
  }

  private static void assertAllClosed(List<Tensor> tensors) {
    assertFalse(tensors.isEmpty());
    for (Tensor tensor : tensors) {
      assertThrows(ClosedException.class, () -> tensor.backend().fill(0, tensor));
    }
  }

  @Test
  void aRuleForAnotherTierIsSkipped() throws IOException {
    Run run = run(chapter -> chapter.eachOf(Tier.BOUNDED::equals, f -> {}));
    run.assertEnds(Status.ABORTED, "rule 301 is for another tier");
    assertEquals(List.of("One: 1 skipped; 0 cases"), run.report);
    assertCertificate("\"outcome\": \"skip\"", "\"reason\": \"rule 301 is for another tier\"");
  }

  @Test
  void anExceptionFailsAndSaysWhatWasOpen() throws IOException {
    RuntimeException boom = new IllegalStateException("boom");
    List<Tensor> left = new ArrayList<>();
    Run run =
        run(
            chapter ->
                chapter.each(
                    f -> {
                      f.next();
                      left.add(f.dirty(new Shape(1, 1)));
                      throw boom;
                    }));
    run.assertEnds(
        Status.FAILED,
        "rule 301: unexpected java.lang.IllegalStateException: boom",
        "backend  naive, FLOAT",
        "replay   -Dtck.seed=1 -Dtck.case=301/float");
    assertSame(boom, run.thrown().getCause());
    assertEquals(1, left.size());
    assertAllClosed(left);
    assertEquals(List.of("One: 1 FAILED; 2 cases"), run.report);
    assertCertificate("\"outcome\": \"fail\"", "\"passed\": false", "unexpected");
  }

  @Test
  void aFailureSaysOnceWhichRuleAndHowToRepeatIt() {
    settings.put("tck.level", "full");
    for (String said : List.of("wrong", "rule 301: wrong")) {
      Run bare =
          run(
              chapter -> {
                throw new AssertionError(said);
              });
      bare.assertEnds(Status.FAILED);
      assertEquals(
          String.format("rule 301: wrong%n  replay   -Dtck.seed=1 -Dtck.case=301 -Dtck.level=full"),
          bare.message());
    }
    Run told = run(chapter -> chapter.each(f -> f.fail("matmul", "wrong")));
    assertEquals(2, told.message().split("replay", -1).length, told.message());
  }

  @Test
  void whatTheJvmCannotDoIsNoFailureOfTheRule() throws IOException {
    expect("301 * 2999-01-01 known");
    InternalError broken = new InternalError("broken");
    Consumer<Chapter> inside =
        chapter ->
            chapter.each(
                f -> {
                  throw broken;
                });
    assertSame(broken, run(inside).thrown());
    expect("301 FLOAT64 2999-01-01 known\n301 FLOAT32 2999-01-01 known");
    assertSame(broken, run(inside).thrown());
  }

  @Test
  void aListedRuleThatFailsHasFailedAsExpected() throws IOException {
    expect("301 * 2999-01-01 known");
    Run run =
        run(
            chapter -> {
              throw new AssertionError("wrong");
            });
    run.assertEnds(Status.ABORTED, "failed as expected: [rule 301 until 2999-01-01: known]");
    assertEquals(List.of(), run.problems);
    assertEquals(List.of("One: 1 failed as expected; 0 cases"), run.report);
    assertCertificate("\"outcome\": \"expected_failure\"", "\"passed\": true");
  }

  @Test
  void aListedRuleThatPassesFails() throws IOException {
    for (String line : List.of("301 * 2999-01-01 known", "301 FLOAT64 2999-01-01 known")) {
      expect(line);
      Run run = run(chapter -> chapter.each(f -> {}));
      run.assertEnds(
          Status.FAILED,
          "rule 301 passes and is listed in tck-expected-failures.txt; remove the line: rule 301");
      assertCertificate("\"passed\": false");
    }
  }

  @Test
  void aListedRuleThatIsSkippedIsSkipped() throws IOException {
    for (String line : List.of("301 * 2999-01-01 known", "301 FLOAT64 2999-01-01 known")) {
      expect(line);
      run(chapter -> chapter.each(f -> Assumptions.abort("not here")))
          .assertEnds(Status.ABORTED, "not here");
    }
  }

  @Test
  void aTypeThatIsListedHidesNoOther() throws IOException {
    expect("301 FLOAT64 2999-01-01 known");
    List<String> seen = new ArrayList<>();
    List<Tensor> left = new ArrayList<>();
    Run one =
        run(
            chapter ->
                chapter.each(
                    f -> {
                      seen.add(f.dtype + " " + f.threads());
                      left.add(f.dirty(new Shape(1, 1)));
                      f.check(f.dtype == DType.FLOAT32, "matmul", "wrong");
                    }));
    one.assertEnds(
        Status.ABORTED, "failed as expected: [rule 301 in FLOAT64 until 2999-01-01: known]");
    assertTrue(seen.containsAll(List.of("FLOAT32 1", "FLOAT32 3", "FLOAT64 1")), seen::toString);
    assertAllClosed(left);
    run(chapter -> chapter.each(f -> f.fail("matmul", "wrong")))
        .assertEnds(Status.FAILED, "wrong", "FLOAT32");
  }

  @Test
  void onlyTheCaseThatIsReplayedIsRun() throws IOException {
    settings.put("tck.case", "302");
    Run other = run(chapter -> chapter.each(f -> f.fail("matmul", "was run")));
    other.assertEnds(Status.ABORTED, "only case 302 is run");
    assertEquals(List.of("tck.case: no case 302 came up"), other.problems);
    settings.put("tck.case", "301");
    Run whole = run(chapter -> {});
    whole.assertEnds(Status.SUCCESSFUL);
    assertEquals(List.of(), whole.problems);
    settings.put("tck.case", "301/float32/3/2");
    List<String> seen = new ArrayList<>();
    Consumer<Fixture> look =
        f -> {
          for (int number = 1; number < 4; number++) {
            if (f.next()) {
              seen.add(f.dtype + " " + f.threads() + " " + number);
            }
          }
        };
    Run one = run(chapter -> chapter.each(look));
    assertEquals(List.of("FLOAT32 3 2"), seen);
    assertEquals(List.of(), one.problems);
    seen.clear();
    run(chapter -> chapter.together(DType.FLOAT32, new int[] {1, 3}, look));
    assertEquals(6, seen.size());
    seen.clear();
    Run none = run(chapter -> chapter.each(DType.FLOAT64, new int[] {3}, look));
    assertEquals(List.of(), seen);
    assertEquals(List.of("tck.case: no case 301/float32/3/2 came up"), none.problems);
  }

  @Test
  void numbersOfThreadsMayBeAskedFor() {
    settings.put("tck.threads", "2,5");
    List<Integer> seen = new ArrayList<>();
    run(chapter -> chapter.each(DType.FLOAT32, chapter.threadsOfRun(), f -> seen.add(f.threads())))
        .assertEnds(Status.SUCCESSFUL);
    assertEquals(List.of(2, 5), seen);
    run(chapter -> chapter.each(f -> seen.add(f.threads()))).assertEnds(Status.SUCCESSFUL);
    assertEquals(Set.of(2, 5), Set.copyOf(seen));
    run(chapter -> chapter.eachFromTheSeed(f -> seen.add(f.threads())));
    assertTrue(seen.containsAll(List.of(2, 5)) && !seen.contains(3), seen::toString);
    run(chapter -> chapter.each(f -> f.fail("matmul", "wrong")))
        .assertEnds(Status.FAILED, "-Dtck.threads=2,5");
  }

  /** Naive with the JVM's threads set to one. */
  private static final class OneThread extends TestProvider {
    OneThread() {
      super(EnumSet.allOf(DType.class), backend -> backend);
    }

    @Override
    public Backend open(BackendOptions options) {
      if (options.threads() != 1) {
        throw new BackendException("NN-105", "no");
      }
      return super.open(options);
    }
  }

  @Test
  void threadCountsThatCannotBeHadAreLeftOut() {
    Subject.subject = new OneThread();
    List<Integer> seen = new ArrayList<>();
    List<Integer> shares = new ArrayList<>();
    run(chapter ->
            chapter.each(
                f -> {
                  seen.add(f.threads());
                  shares.add(f.share(10));
                }))
        .assertEnds(Status.SUCCESSFUL);
    assertEquals(Set.of(1), Set.copyOf(seen));
    assertEquals(Set.of(10), Set.copyOf(shares)); // what is left draws all
    run(chapter -> chapter.each(DType.FLOAT64, new int[] {2, 3}, f -> {}))
        .assertEnds(Status.FAILED, "no thread count was accepted; override threadCounts()");
  }

  @Test
  void aBackendThatCannotBeClosedHidesNoFailure() {
    Subject.subject =
        new TestProvider(
            EnumSet.allOf(DType.class),
            backend ->
                new WrappedBackend(backend) {
                  private boolean used;

                  @Override
                  public void fill(double value, Tensor out) {
                    used = true;
                  }

                  @Override
                  public void close() {
                    super.close();
                    if (used) {
                      throw new IllegalStateException("close");
                    }
                  }
                });
    Run run =
        run(
            chapter ->
                chapter.each(
                    f -> {
                      f.backend.fill(1, f.dirty(new Shape(1, 1)));
                      f.fail("fill", "wrong");
                    }));
    run.assertEnds(Status.FAILED, "rule 301: fill: wrong");
  }

  @Test
  void warningsAreToldAndFailNothing() throws IOException {
    Run run = run(chapter -> chapter.run().warn("slow"));
    run.assertEnds(Status.SUCCESSFUL);
    assertTrue(run.report.contains("warning: slow"), run.report::toString);
    assertCertificate("\"warnings\": [\n    \"slow\"\n  ]", "\"passed\": true");
  }

  @Test
  void aSuiteHearsOfItsRunBeforeEachTest() {
    List<@Nullable ConformanceRun> begun = new ArrayList<>();
    List<ConformanceRun> runs = new ArrayList<>();
    run(
        chapter -> {
          begun.add(((Subject) chapter).begun);
          runs.add(chapter.run());
        });
    assertEquals(runs, begun);
  }

  @Test
  void howMuchIsDrawnIsTheRuns() {
    settings.put("tck.level", "soak");
    List<Level> levels = new ArrayList<>();
    run(chapter -> levels.add(chapter.level()));
    assertEquals(List.of(Level.SOAK), levels);
  }
}
