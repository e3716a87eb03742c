package nn.tck;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import nn.api.DType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;

/** What all suites share: a run with its settings, and what becomes of a rule's test. */
@ExtendWith(ConformanceExtension.class)
@TestMethodOrder(Rules.class)
abstract class Suite {
  private final List<ExpectedFailures.Line> failedAsExpected = new CopyOnWriteArrayList<>();
  private @Nullable ConformanceRun run;
  private @Nullable Verdict verdict;
  private @Nullable Throwable failure;

  /** Before each test, when the settings are known. */
  void begin(ConformanceRun begun) {
    // a suite that looks for what it tests needs them
  }

  /** Before each test. */
  final void begin(ConformanceRun begun, Verdict verdictOfTest) {
    run = begun;
    verdict = verdictOfTest;
  }

  /** The name of what is tested. */
  abstract String name();

  /** What is tested, for the certificate. */
  abstract Map<String, @Nullable Object> description();

  /** The classes of what is tested, whose files the certificate names. */
  abstract Collection<Class<?>> classes();

  /** The seed from which cases are drawn now. */
  long seed() {
    return run().settings().seed();
  }

  /** The number types whose cases are counted, and have quotas. */
  abstract Collection<DType> counted();

  /** What is open, and how to repeat the case. */
  abstract String circumstances();

  /** Closes what a failed test has left open in this thread. */
  abstract void end();

  /** Leaves what is open to a thread that does not return. */
  abstract void abandon();

  final ConformanceRun run() {
    return Objects.requireNonNull(run, "the test has not begun");
  }

  final Verdict verdict() {
    return Objects.requireNonNull(verdict, "the test has not begun");
  }

  /** How much to draw. */
  final Level level() {
    return run().settings().level();
  }

  /** The number of the rule that the running test checks. */
  final int rule() {
    return verdict().rule;
  }

  /** The lines of the list of expected failures that this test has met. */
  final List<ExpectedFailures.Line> failedAsExpected() {
    return failedAsExpected;
  }

  /** Notes that a listed rule has failed. */
  final void expected(ExpectedFailures.Line listed) {
    failedAsExpected.add(listed);
    run().failedAsExpected(listed);
  }

  final String unexpectedPass(ExpectedFailures.Line listed) {
    return "rule "
        + rule()
        + " passes and is listed in "
        + ExpectedFailures.FILE
        + "; remove the line: "
        + listed;
  }

  /** Runs a check in a number type, in which the rule may be listed as failing. */
  final void weighed(DType dtype, Runnable check) {
    ExpectedFailures.Line listed = run().expected().of(rule(), dtype);
    if (listed == null) {
      check.run();
      return;
    }
    try {
      check.run();
    } catch (TestAbortedException | VirtualMachineError other) {
      throw other;
    } catch (Throwable failure) {
      expected(listed);
      end();
      return;
    }
    Assertions.fail(unexpectedPass(listed));
  }

  /** Notes what the test, or a part of it, has thrown; the first one counts. In any thread. */
  final synchronized void failed(Throwable thrown) {
    if (failure == null) {
      failure = judged(thrown);
    }
  }

  /** What was thrown first, as it is reported; null if nothing was. In any thread. */
  final synchronized @Nullable Throwable failure() {
    return failure;
  }

  private Throwable judged(Throwable thrown) {
    return thrown instanceof TestAbortedException || thrown instanceof VirtualMachineError
        ? thrown
        : repeatable(thrown);
  }

  /** A failure with what it takes to repeat it, if it does not say so already. */
  final Throwable repeatable(Throwable failure) {
    if (failure instanceof AssertionError
        && String.valueOf(failure.getMessage()).contains("-Dtck.case=")) {
      return failure;
    }
    String said =
        failure instanceof AssertionError ? failure.getMessage() : "unexpected " + failure;
    String begin = "rule " + rule() + ": ";
    String text = String.valueOf(said);
    return new AssertionError(
        (text.startsWith(begin) ? text : begin + text) + circumstances(), failure);
  }

  /** Where nothing is open. */
  final String replayOfTheRule() {
    return String.format("%n  replay   %s", replay(CaseId.of(rule())));
  }

  /** The options that repeat a case. */
  String replay(CaseId id) {
    return "-Dtck.seed=" + seed() + " -Dtck.case=" + id;
  }
}
