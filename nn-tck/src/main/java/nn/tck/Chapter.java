package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.opentest4j.TestAbortedException;

/**
 * What the chapters of the suite share: a test runs in every number type and thread count. Tests
 * run in the order of their rules, so that the first failure is the one closest to the cause.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
abstract class Chapter {
  private final List<ExpectedFailures.Line> failedAsExpected = new ArrayList<>();
  private @Nullable ConformanceRun run;
  private @Nullable Verdict verdict;
  private @Nullable Fixture open;

  abstract BackendConformance suite();

  /** Before each test. */
  final void begin(ConformanceRun begun, Verdict verdictOfTest) {
    run = begun;
    verdict = verdictOfTest;
  }

  final ConformanceRun run() {
    return Objects.requireNonNull(run, "the test has not begun");
  }

  final Verdict verdict() {
    return Objects.requireNonNull(verdict, "the test has not begun");
  }

  final BackendProvider provider() {
    return suite().provider();
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
        (text.startsWith(begin) ? text : begin + text)
            + (open == null
                ? String.format("%n  replay   %s", replay(CaseId.of(rule())))
                : open.circumstances()),
        failure);
  }

  /** The options that repeat a case. */
  final String replay(CaseId id) {
    Settings settings = run().settings();
    String level = settings.level() == Level.STANDARD ? "" : " -Dtck.level=" + settings.level();
    return "-Dtck.seed=" + settings.seed() + " -Dtck.case=" + id + level;
  }

  /** Runs a check in every dtype with every thread count. */
  final void each(Consumer<Fixture> check) {
    for (DType dtype : new TreeSet<>(provider().dtypes())) {
      each(dtype, suite().threadCounts(), check);
    }
  }

  /** Runs a check in every dtype whose tier is this one; says so where there is none. */
  final void eachOf(Predicate<Tier> tiers, Consumer<Fixture> check) {
    eachOf(tiers, suite().threadCounts(), check);
  }

  /** The same with other thread counts. */
  final void eachOf(Predicate<Tier> tiers, int[] threadCounts, Consumer<Fixture> check) {
    boolean any = false;
    for (DType dtype : new TreeSet<>(provider().dtypes())) {
      if (tiers.test(provider().tier(dtype))) {
        any = true;
        each(dtype, threadCounts, check);
      }
    }
    Assumptions.assumeTrue(any, "rule " + rule() + " is for another tier");
  }

  /** Runs a check in one dtype with every thread count that can be had. */
  final void each(DType dtype, int[] threadCounts, Consumer<Fixture> check) {
    each(dtype, threadCounts, false, check);
  }

  /** The same for a check that compares one thread count with another: it is repeated as one. */
  final void together(DType dtype, int[] threadCounts, Consumer<Fixture> check) {
    each(dtype, threadCounts, true, check);
  }

  private void each(DType dtype, int[] threadCounts, boolean together, Consumer<Fixture> check) {
    ExpectedFailures.Line listed = run().expected().of(rule(), dtype);
    if (listed == null) {
      run(dtype, threadCounts, together, check);
      return;
    }
    try {
      run(dtype, threadCounts, together, check);
    } catch (TestAbortedException | VirtualMachineError other) {
      throw other;
    } catch (Throwable failure) {
      expected(listed);
      end();
      return;
    }
    Assertions.fail(unexpectedPass(listed));
  }

  private void run(DType dtype, int[] threadCounts, boolean together, Consumer<Fixture> check) {
    List<BackendOptions> accepted = accepted(dtype, threadCounts);
    Assertions.assertFalse(
        accepted.isEmpty(), "no thread count was accepted; override threadCounts()");
    CaseId replay = run().settings().replay();
    for (int part = 0; part < accepted.size(); part++) {
      int threads = accepted.get(part).threads();
      if (replay == null || replay.isIn(dtype, together ? replay.threads() : threads)) {
        Fixture fixture = new Fixture(this, accepted.get(part), part, accepted.size(), together);
        open = fixture;
        fixture.begin();
        check.accept(fixture);
        // after a failure the fixture is still needed, to say what was open
        open = null;
        fixture.close();
      }
    }
  }

  /** Those that are not refused because the JVM's threads are set to another count. */
  private List<BackendOptions> accepted(DType dtype, int[] threadCounts) {
    List<BackendOptions> accepted = new ArrayList<>();
    for (int threads : threadCounts) {
      BackendOptions options = new BackendOptions(dtype, threads);
      if (run().accepts(provider(), options)) {
        accepted.add(options);
      }
    }
    return accepted;
  }

  /** Closes what a failed test has left open. */
  final void end() {
    Fixture left = open;
    open = null;
    if (left != null) {
      try {
        left.close();
      } catch (RuntimeException alsoWrong) {
        // the test has failed already, and that is what is reported
      }
    }
  }
}
