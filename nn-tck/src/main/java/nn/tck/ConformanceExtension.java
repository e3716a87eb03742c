package nn.tck;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import nn.tck.Verdict.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * Goes through a run with it: hands every test its settings, adds to every failure how to repeat
 * it, weighs expected failures, and writes the certificate. Tests of the author's own, which bear
 * no rule, are left alone.
 */
final class ConformanceExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        InvocationInterceptor,
        TestWatcher {

  private static final Namespace NAMESPACE = Namespace.create(ConformanceExtension.class);

  /** Not so for a class that an author has nested in a suite. */
  private static boolean isSuite(ExtensionContext context) {
    return Suite.class.isAssignableFrom(context.getRequiredTestClass());
  }

  private static @Nullable ConformanceRun run(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(ConformanceRun.class, ConformanceRun.class);
  }

  /** The suite whose rule is tested; null where no rule is. */
  private static @Nullable Suite suite(ExtensionContext context) {
    boolean rule = context.getRequiredTestMethod().isAnnotationPresent(Rule.class);
    return rule && context.getRequiredTestInstance() instanceof Suite suite ? suite : null;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (isSuite(context)) {
      Settings settings = Settings.of(context::getConfigurationParameter);
      context
          .getStore(NAMESPACE)
          .put(ConformanceRun.class, new ConformanceRun(context.getRequiredTestClass(), settings));
      if (settings.fresh() != null && settings.replay() == null) { // known even if Java crashes
        context.publishReportEntry(BackendConformance.REPORT, "fresh seed: " + settings.fresh());
      }
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Suite suite = suite(context);
    ConformanceRun run = run(context);
    if (suite == null || run == null) {
      return;
    }
    Method test = context.getRequiredTestMethod();
    String chapter = Rules.chapter(test);
    publish(context, run, chapter);
    suite.begin(run);
    run.suite(suite);
    suite.begin(run, run.start(Rules.of(test), chapter, test.getName()));
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    Suite suite = suite(context);
    if (suite == null) {
      invocation.proceed();
      return;
    }
    CaseId replay = suite.run().settings().replay();
    if (replay != null && replay.rule() != suite.rule()) {
      invocation.skip();
      Assumptions.abort("only case " + replay + " is run");
    }
    test(suite, invocation);
    if (replay != null && replay.dtype() == null) {
      suite.run().replayed();
    }
  }

  private static void test(Suite suite, Invocation<Void> invocation) throws Throwable {
    ExpectedFailures.Line listed = suite.run().expected().of(suite.rule(), null);
    try {
      Watchdog.watch(suite, invocation::proceed);
    } catch (TestAbortedException | VirtualMachineError other) {
      throw other;
    } catch (Throwable failure) {
      if (listed == null) {
        throw failure;
      }
      suite.expected(listed);
    }
    List<ExpectedFailures.Line> failed = suite.failedAsExpected();
    if (!failed.isEmpty()) {
      suite.verdict().end(Outcome.EXPECTED_FAILURE, failed.toString());
      Assumptions.abort("failed as expected: " + failed);
    }
    if (listed != null) {
      Assertions.fail(suite.unexpectedPass(listed));
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    end(context, Outcome.PASS, null);
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    end(context, Outcome.SKIP, reason.replaceFirst("^Assumption failed: ", ""));
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    end(context, Outcome.FAIL, String.valueOf(cause.getMessage()));
  }

  private static void end(ExtensionContext context, Outcome outcome, @Nullable String why) {
    Suite suite = suite(context);
    if (suite != null) {
      suite.verdict().end(outcome, why);
    }
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    // such a test has not begun, so there is nothing to end
  }

  /** Tells of the chapters that have ended, as one does when the next begins. */
  private static void publish(
      ExtensionContext context, ConformanceRun run, @Nullable String begins) {
    run.endedChapters(begins)
        .forEach(
            chapter ->
                context.publishReportEntry(
                    BackendConformance.REPORT, Certificate.line(run, chapter)));
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    ConformanceRun run = run(context);
    if (run == null || !isSuite(context)) {
      return; // it could not begin
    }
    publish(context, run, null);
    List<String> problems = run.problems();
    run.warnings()
        .forEach(
            warning ->
                context.publishReportEntry(BackendConformance.REPORT, "warning: " + warning));
    Certificate.summary(run)
        .forEach(line -> context.publishReportEntry(BackendConformance.REPORT, line));
    Certificate.write(run, problems);
    if (!problems.isEmpty()) {
      Assertions.fail(String.join(System.lineSeparator(), problems));
    }
  }
}
