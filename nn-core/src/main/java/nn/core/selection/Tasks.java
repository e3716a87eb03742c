package nn.core.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Independent work on several threads, with results in its order. */
final class Tasks {

  /** The first task that failed. */
  static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;
    final int task;
    final Throwable reason;

    Failure(int task, Throwable reason) {
      super(reason);
      this.task = task;
      this.reason = reason;
    }
  }

  private Tasks() {}

  /**
   * Does all tasks, started in their order. When one fails, or the caller is interrupted, the rest
   * is not started and what runs is interrupted. All threads have ended at the return.
   *
   * @throws Failure of the first task that failed
   */
  static <T> List<T> run(int threads, List<? extends Callable<T>> tasks)
      throws Failure, InterruptedException {
    AtomicReference<@Nullable Failure> first = new AtomicReference<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads, Tasks::daemon);
    try {
      ExecutorCompletionService<T> completed = new ExecutorCompletionService<>(pool);
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < tasks.size(); i++) {
        Callable<T> task = tasks.get(i);
        int index = i;
        futures.add(completed.submit(() -> call(task, index, first)));
      }
      for (int i = 0; i < futures.size(); i++) {
        result(completed.take());
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(result(future));
      }
      return results;
    } catch (Failure some) {
      throw Objects.requireNonNull(first.get()); // which it may have overtaken
    } finally {
      pool.shutdownNow();
      awaitEnd(pool);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "nn-selection");
    thread.setDaemon(true);
    return thread;
  }

  private static <T> T call(Callable<T> task, int index, AtomicReference<@Nullable Failure> first)
      throws Failure {
    Failure earlier = first.get();
    if (earlier != null) {
      throw earlier; // nothing is begun after a failure
    }
    try {
      return task.call();
    } catch (Throwable reason) {
      Failure failure = new Failure(index, reason);
      first.compareAndSet(null, failure);
      throw failure;
    }
  }

  private static <T> T result(Future<T> done) throws Failure, InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw new IllegalStateException(failed); // a task throws nothing else
    }
  }

  /** Waits however often it is interrupted: no thread may use a backend that is closed next. */
  private static void awaitEnd(ExecutorService pool) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
