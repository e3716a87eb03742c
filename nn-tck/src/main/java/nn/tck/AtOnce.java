package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import nn.api.Backend;

/** Does several works at the same time. */
interface AtOnce {

  /** Returns when all works have ended; a work's failure is thrown. */
  void run(int count, IntConsumer work);

  /** Each in a new thread of its own. */
  static AtOnce inThreads() {
    return (count, work) -> {
      ExecutorService pool = Executors.newFixedThreadPool(count, AtOnce::daemon);
      try {
        in(pool).run(count, work);
      } finally {
        pool.shutdownNow();
      }
    };
  }

  /** Each in a thread of a pool that has as many as it is asked for. */
  static AtOnce in(ExecutorService pool) {
    return (count, work) -> {
      CyclicBarrier start = new CyclicBarrier(count);
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int caller = 0; caller < count; caller++) {
        int index = caller;
        tasks.add(
            () -> {
              start.await();
              work.accept(index);
              return null;
            });
      }
      doAll(pool, tasks);
    };
  }

  /** Each a work of the backend's {@code inParallel}, of which it takes as many as threads. */
  static AtOnce inParallel(Backend backend) {
    return (count, work) -> {
      Meeting meeting = new Meeting(count);
      backend.inParallel(
          count,
          index -> {
            meeting.await();
            work.accept(index);
          });
    };
  }

  /** Runs every task in a new thread of its own. */
  static void runAll(List<Callable<Void>> tasks) {
    ExecutorService pool = Executors.newFixedThreadPool(tasks.size(), AtOnce::daemon);
    try {
      doAll(pool, tasks);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void doAll(ExecutorService pool, List<Callable<Void>> tasks) {
    try {
      for (Future<Void> done : pool.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AssertionError failure) {
        throw failure;
      }
      throw new AssertionError("one of several threads has thrown " + failed.getCause(), failed);
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted while waiting for several threads", interrupted);
    }
  }

  /** A thread that keeps no JVM alive if it hangs. */
  static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "tck-caller");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Where works wait for each other, for a while: a backend may do its works one after the other,
   * so that some may never come.
   */
  final class Meeting {
    private static final int PATIENCE = 1 << 14;
    private final AtomicInteger missing;

    Meeting(int count) {
      missing = new AtomicInteger(count);
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on whom the scheduler runs instead
    void await() {
      missing.decrementAndGet();
      for (int spin = 0; missing.get() > 0 && spin < PATIENCE; spin++) {
        if (spin % 64 == 0) {
          Thread.yield();
        } else {
          Thread.onSpinWait();
        }
      }
    }
  }
}
