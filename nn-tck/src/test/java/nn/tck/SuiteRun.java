package nn.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** One run of the suite on any provider, inside a test. */
final class SuiteRun {

  /** What is run; the kit creates it, so its provider is handed over in a field. */
  static final class Subject extends BackendConformance {
    private static BackendProvider subject = new NaiveProvider();
    private static int[] threads = {1, 3};
    private static IntConsumer after = rule -> {};

    @AfterEach
    void tell(TestInfo info) {
      info.getTestMethod().ifPresent(m -> after.accept(m.getAnnotation(Rule.class).value()));
    }

    @Override
    protected BackendProvider provider() {
      return subject;
    }

    @Override
    protected int[] threadCounts() {
      return threads;
    }
  }

  /** Each saboteur is caught by the least that a level draws. */
  static final Level LEVEL = Level.SMOKE;

  private final Map<Integer, TestExecutionResult> outcomes = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> report = new ArrayList<>();

  private SuiteRun() {}

  /** One rule's test alone. */
  static SuiteRun ofRule(
      int rule, BackendProvider provider, Map<String, String> settings, int... threads) {
    Method test =
        Rules.tests(Subject.class).stream()
            .filter(method -> Rules.of(method) == rule)
            .findFirst()
            .orElseThrow();
    return run(selectMethod(Subject.class, test), provider, any -> {}, settings, threads);
  }

  /** The outcome of each rule's test. */
  static Map<Integer, TestExecutionResult> run(BackendProvider provider, int... threads) {
    return run(provider, rule -> {}, threads);
  }

  /** The outcome of each rule's test; {@code after} hears of each when it has ended. */
  static Map<Integer, TestExecutionResult> run(
      BackendProvider provider, IntConsumer after, int... threads) {
    return run(selectClass(Subject.class), provider, after, Map.of(), threads).outcomes;
  }

  /** The same with settings, such as a seed. */
  static SuiteRun run(BackendProvider provider, Map<String, String> settings, int... threads) {
    return run(selectClass(Subject.class), provider, rule -> {}, settings, threads);
  }

  private static synchronized SuiteRun run(
      DiscoverySelector tests,
      BackendProvider provider,
      IntConsumer after,
      Map<String, String> settings,
      int... threads) {
    Subject.subject = provider;
    Subject.threads = threads;
    Subject.after = after;
    SuiteRun run = new SuiteRun();
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter")
            .selectors(tests)
            .configurationParameter("tck.level", LEVEL.toString())
            .configurationParameters(settings)
            .execute();
    results.testEvents().finished().stream()
        .forEach(event -> run.outcomes.put(rule(event), result(event)));
    results.containerEvents().failed().stream()
        .map(event -> result(event).getThrowable().orElseThrow())
        .forEach(problem -> run.problems.add(String.valueOf(problem.getMessage())));
    results.allEvents().reportingEntryPublished().stream()
        .map(event -> event.getRequiredPayload(ReportEntry.class))
        .forEach(entry -> run.report.addAll(entry.getKeyValuePairs().values()));
    return run;
  }

  private static TestExecutionResult result(Event event) {
    return event.getRequiredPayload(TestExecutionResult.class);
  }

  /** The outcome of each rule's test. */
  Map<Integer, TestExecutionResult> outcomes() {
    return outcomes;
  }

  /** What was wrong with the run as a whole. */
  List<String> problems() {
    return problems;
  }

  /** The lines for the reader. */
  List<String> report() {
    return report;
  }

  /** The messages of the rules that failed. */
  Map<Integer, String> failures() {
    Map<Integer, String> failures = new TreeMap<>();
    outcomes.forEach(
        (rule, outcome) -> {
          if (outcome.getStatus() == TestExecutionResult.Status.FAILED) {
            failures.put(rule, String.valueOf(outcome.getThrowable().orElseThrow().getMessage()));
          }
        });
    return failures;
  }

  /** A run at the standard level in which every rule has passed and nothing was counted. */
  static ConformanceRun completedWithoutACase(BackendProvider provider) {
    Settings settings = Settings.of(key -> Optional.empty());
    try {
      ConformanceRun run = new ConformanceRun(Subject.class, settings);
      run.suite(
          new BackendConformance() {
            @Override
            protected BackendProvider provider() {
              return provider;
            }
          });
      for (int rule : run.rules()) {
        run.start(rule, "", "").end(Verdict.Outcome.PASS, null);
      }
      return run;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static int rule(Event event) {
    return event
        .getTestDescriptor()
        .getSource()
        .map(source -> ((MethodSource) source).getJavaMethod().getAnnotation(Rule.class).value())
        .orElseThrow();
  }
}
