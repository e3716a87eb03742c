package nn.tck;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Runs a rule's test in a daemon thread, and leaves it to itself when nothing is heard of it for
 * too long: no new case, no new tensor, no result that is read.
 *
 * <p>Silence is counted in short waits and not read from a clock, so that a machine that sleeps, or
 * has no time for this process, does not count as a test that hangs.
 */
final class Watchdog {
  private static final int WAITS = 20;

  /** What may hang, and throw. */
  interface Work {
    void run() throws Throwable;
  }

  private final Suite suite;
  private final Work test;

  private Watchdog(Suite suite, Work test) {
    this.suite = suite;
    this.test = test;
  }

  /**
   * Runs the test, then closes what it has left open.
   *
   * @throws Throwable what the test throws, or that nothing was heard of it
   */
  static void watch(Suite suite, Work test) throws Throwable {
    new Watchdog(suite, test).watch();
  }

  private void watch() throws Throwable {
    Thread thread = new Thread(this::runAndEnd, "tck-rule-" + suite.rule());
    thread.setDaemon(true);
    thread.start();
    boolean returned;
    try {
      returned = returns(thread);
    } catch (InterruptedException stopped) {
      thread.interrupt();
      throw stopped;
    }
    Throwable failure = suite.failure(); // perhaps of a part, while another one hangs
    if (!returned) {
      AssertionError silence = silence(thread, failure == null ? "it" : "closing what it left");
      thread.interrupt(); // which may help
      suite.abandon();
      if (failure == null) {
        throw silence;
      }
      failure.addSuppressed(silence);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void runAndEnd() {
    try {
      test.run();
    } catch (Throwable failure) {
      suite.failed(failure);
    }
    suite.end();
  }

  /** Waits; whether the thread has ended before the silence was too long. */
  private boolean returns(Thread thread) throws InterruptedException {
    long wait = suite.run().settings().timeout().toMillis() / WAITS;
    if (wait == 0) {
      thread.join();
      return true;
    }
    int last = suite.verdict().signsOfLife();
    int silent = 0;
    while (thread.isAlive() && silent < WAITS) {
      thread.join(wait);
      int now = suite.verdict().signsOfLife();
      silent = now == last ? silent + 1 : 0;
      last = now;
    }
    return !thread.isAlive();
  }

  private AssertionError silence(Thread stuck, String what) {
    Duration timeout = suite.run().settings().timeout();
    return new AssertionError(
        String.format(
            Locale.ROOT,
            "rule %d: %s does not return: nothing was heard of it for %s s, and it is left to"
                + " itself; -Dtck.timeout=SECONDS waits longer%s%n%s",
            suite.rule(),
            what,
            timeout.toMillis() / 1000.0,
            suite.circumstances(),
            stacks(stuck)));
  }

  /** The stacks of all threads, the first one's first. */
  private static String stacks(Thread first) {
    Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
    StringBuilder text = new StringBuilder();
    append(text, first, stacks.getOrDefault(first, new StackTraceElement[0]));
    stacks.entrySet().stream()
        .filter(entry -> entry.getKey() != first)
        .forEach(entry -> append(text, entry.getKey(), entry.getValue()));
    return text.toString();
  }

  private static void append(StringBuilder text, Thread thread, StackTraceElement[] stack) {
    text.append(String.format("%n  thread   '%s', %s", thread.getName(), thread.getState()));
    for (StackTraceElement call : stack) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n           at %s.%s(%s:%d)",
              call.getClassName(),
              call.getMethodName(),
              call.getFileName(),
              call.getLineNumber()));
    }
  }
}
