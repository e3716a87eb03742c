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
  private final Thread hook = new Thread(this::request, "nn-interruption");
  private volatile boolean requested;

  private Interruption() {}

  /** Waits for Ctrl-C until it is closed. */
  static Interruption await() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
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
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException leaving) {
      // the hook runs, and has just been told
    }
  }
}
