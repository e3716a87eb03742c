package nn.tck;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import nn.tck.Verdict.Outcome;
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
 * it, weighs expected failures, and writes the certificate.
 */
final class ConformanceExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        InvocationInterceptor,
        TestWatcher {

  private static final Namespace NAMESPACE = Namespace.create(ConformanceExtension.class);

  private static boolean isChapter(ExtensionContext context) {
    return Chapter.class.isAssignableFrom(context.getRequiredTestClass());
  }

  private static ConformanceRun run(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(ConformanceRun.class, ConformanceRun.class);
  }

  private static Chapter chapter(ExtensionContext context) {
    return (Chapter) context.getRequiredTestInstance();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (!isChapter(context)) {
      Settings settings = Settings.of(context::getConfigurationParameter);
      context
          .getStore(NAMESPACE)
          .put(ConformanceRun.class, new ConformanceRun(context.getRequiredTestClass(), settings));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    ConformanceRun run = run(context);
    BackendConformance suite =
        context.getRequiredTestInstances().findInstance(BackendConformance.class).orElseThrow();
    suite.begin(run);
    run.suite(suite);
    Method test = context.getRequiredTestMethod();
    int rule = test.getAnnotation(Rule.class).value();
    String title = context.getParent().map(ExtensionContext::getDisplayName).orElse("");
    chapter(context).begin(run, run.start(rule, title, test.getName()));
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    Chapter chapter = chapter(context);
    ConformanceRun run = run(context);
    CaseId replay = run.settings().replay();
    if (replay != null && replay.rule() != chapter.rule()) {
      invocation.skip();
      Assumptions.abort("only case " + replay + " is run");
    }
    ExpectedFailures.Line listed = run.expected().of(chapter.rule(), null);
    try {
      invocation.proceed();
    } catch (TestAbortedException | VirtualMachineError other) {
      throw other;
    } catch (Throwable failure) {
      if (listed == null) {
        throw chapter.repeatable(failure);
      }
      chapter.expected(listed);
    } finally {
      chapter.end();
    }
    List<ExpectedFailures.Line> failed = chapter.failedAsExpected();
    if (!failed.isEmpty()) {
      chapter.verdict().end(Outcome.EXPECTED_FAILURE, failed.toString());
      Assumptions.abort("failed as expected: " + failed);
    }
    if (listed != null) {
      Assertions.fail(chapter.unexpectedPass(listed));
    }
    if (replay != null && replay.dtype() == null) {
      run.replayed();
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    chapter(context).verdict().end(Outcome.PASS, null);
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    chapter(context)
        .verdict()
        .end(
            Outcome.SKIP,
            String.valueOf(cause.getMessage()).replaceFirst("^Assumption failed: ", ""));
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    chapter(context).verdict().end(Outcome.FAIL, String.valueOf(cause.getMessage()));
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    // such a test has not begun, so there is nothing to end
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    ConformanceRun run = run(context);
    if (run == null) {
      return; // it could not begin
    }
    if (isChapter(context)) {
      context.publishReportEntry(
          BackendConformance.REPORT, Certificate.line(run, context.getDisplayName()));
      return;
    }
    List<String> problems = run.problems();
    run.warnings()
        .forEach(
            warning ->
                context.publishReportEntry(BackendConformance.REPORT, "warning: " + warning));
    Certificate.write(run, problems);
    if (!problems.isEmpty()) {
      Assertions.fail(String.join(System.lineSeparator(), problems));
    }
  }
}
