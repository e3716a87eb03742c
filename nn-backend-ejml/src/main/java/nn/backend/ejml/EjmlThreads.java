package nn.backend.ejml;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicReference;
import nn.api.provider.BackendException;
import org.ejml.concurrency.EjmlConcurrency;
import org.jspecify.annotations.Nullable;

/** Who uses EJML's pool of threads, of which a JVM has one, and with which size. */
final class EjmlThreads {
  private static int users;
  private static int threads;
  private static @Nullable ForkJoinPool pool;

  private EjmlThreads() {}

  /**
   * Sets the size of EJML's pool, or finds it set to the same; {@link #release} follows.
   *
   * @return the pool, or null for one thread
   * @throws BackendException NN-105 if a user is there that asked for another size
   */
  static synchronized @Nullable ForkJoinPool acquire(int wanted) {
    if (users > 0 && threads != wanted) {
      throw new BackendException(
          "NN-105",
          "open: EJML has one pool of threads for the whole JVM, whose size is set by the ejml"
              + " backend that is already open: that one has "
              + threads
              + ", now "
              + wanted
              + " was asked for: open both with one thread count (nn.threads, NN_THREADS or"
              + " BackendOptions), or close the other one first.");
    }
    if (users == 0 && (threads != wanted || EjmlConcurrency.getMaxThreads() != wanted)) {
      EjmlConcurrency.setMaxThreads(wanted);
      pool = wanted == 1 ? null : pool();
      threads = wanted;
    }
    users++;
    return pool;
  }

  static synchronized void release() {
    users--;
  }

  /** EJML's pool itself, which it shows to those who run in it. */
  private static @Nullable ForkJoinPool pool() {
    AtomicReference<@Nullable ForkJoinPool> found = new AtomicReference<>();
    boolean interrupted = Thread.interrupted();
    try {
      EjmlConcurrency.loopFor(0, 1, i -> found.set(ForkJoinTask.getPool()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return found.get();
  }
}
