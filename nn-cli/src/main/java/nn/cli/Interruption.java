package nn.cli;

/**
 * Ctrl-C: the first time a training ends after its step, and the command writes what it has; the
 * second time the JVM ends at once. So for the signal by which the system asks a process to end.
 */
final class Interruption implements AutoCloseable {
  /** Shells add the signal's number to it: 130 is Ctrl-C. */
  private static final int SIGNALLED = 128;

  private final Screen screen;
  private final Runnable restore;
  private volatile int signal; // 0 before one came

  private Interruption(Screen screen) {
    this.screen = screen;
    restore = Signals.onEnd(this::signalled);
  }

  /** Waits for Ctrl-C until it is closed. */
  static Interruption await(Screen screen) {
    return new Interruption(screen);
  }

  private synchronized void signalled(int number) {
    if (signal != 0) {
      System.exit(SIGNALLED + number);
    }
    signal = number;
    screen.err().println();
    screen.err().println("nn: ending after this step; once more, and it ends at once");
    screen.err().flush();
  }

  /** Whether to end. */
  boolean requested() {
    return signal != 0;
  }

  /** The exit code of a command that would else have this one. */
  int exitCode(int otherwise) {
    return requested() ? SIGNALLED + signal : otherwise;
  }

  @Override
  public void close() {
    restore.run();
  }
}
