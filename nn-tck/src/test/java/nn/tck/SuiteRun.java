package nn.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs the suite on any provider, inside a test. */
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

    /** Standard in the night's build, {@code -Psoak}. */
    @Override
    protected Level level() {
      return Boolean.getBoolean("nn.soak") ? Level.STANDARD : Level.SMOKE;
    }
  }

  private SuiteRun() {}

  /** The outcome of each rule's test. */
  static Map<Integer, TestExecutionResult> run(BackendProvider provider, int... threads) {
    return run(provider, rule -> {}, threads);
  }

  /** The outcome of each rule's test; {@code after} hears of each when it has ended. */
  static synchronized Map<Integer, TestExecutionResult> run(
      BackendProvider provider, IntConsumer after, int... threads) {
    Subject.subject = provider;
    Subject.threads = threads;
    Subject.after = after;
    Map<Integer, TestExecutionResult> outcomes = new TreeMap<>();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(Subject.class))
        .execute()
        .testEvents()
        .finished()
        .stream()
        .forEach(
            event ->
                outcomes.put(rule(event), event.getRequiredPayload(TestExecutionResult.class)));
    return outcomes;
  }

  private static int rule(Event event) {
    return event
        .getTestDescriptor()
        .getSource()
        .map(source -> ((MethodSource) source).getJavaMethod().getAnnotation(Rule.class).value())
        .orElseThrow();
  }
}
