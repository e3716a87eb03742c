package nn.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: asks a training to end after the current step, and gives the command the time to write
 * what it has before the JVM goes.
 */
final class Interruption implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean requested;

  private Interruption() {}

  /** Waits for Ctrl-C until it is closed; until then the folder does not clean up. */
  static Interruption await(ResultFolder folder) {
    Interruption interruption = new Interruption();
    folder.cleanAfter(interruption::request);
    return interruption;
  }

  /** Whether to end. */
  boolean requested() {
    return requested;
  }

  private void request() {
    requested = true;
    try {
      boolean inTime = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("nn: the training did not end in time; nothing was kept");
      }
    } catch (InterruptedException alreadyLeaving) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command is done. */
  @Override
  public void close() {
    done.countDown();
  }
}
