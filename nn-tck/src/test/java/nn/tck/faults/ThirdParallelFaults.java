package nn.tck.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** Tasks done twice, waited for too short, or failing; kernels that share work otherwise. */
final class ThirdParallelFaults {

  private static final Threshold TASKS = new Threshold(1, 8);

  private ThirdParallelFaults() {}

  static List<Fault> all() {
    return List.of(
        lastBlockIsWhole(),
        wrappedByWorkers(),
        callersOwnFailure(),
        partialTables(),
        interruptEndsTheWait(),
        teamOfOne(),
        secondFailureStays(),
        wokenTwice());
  }

  private static Fault lastBlockIsWhole() {
    return Fault.of(
        "inParallel",
        "inParallel does blocks of T tasks, the last of which begins earlier so as to be whole",
        "code that does the tail of a loop as a whole vector that overlaps the one before",
        new Threshold(2, 8),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void inParallel(int count, IntConsumer work) {
                super.inParallel(count, work);
                if (count > t) {
                  int done = count / t * t;
                  for (int index = count % t == 0 ? done : count - t; index < done; index++) {
                    work.accept(index);
                  }
                }
              }
            });
  }

  private static Fault wrappedByWorkers() {
    return Fault.of(
            "inParallel",
            "an exception of a task from number T on arrives as the cause of another one",
            "code of CompletableFuture.join, which leaves the caller's own exceptions as they are",
            TASKS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void inParallel(int count, IntConsumer work) {
                    super.inParallel(count, index -> task(work, index));
                  }

                  private void task(IntConsumer work, int index) {
                    try {
                      work.accept(index);
                    } catch (RuntimeException thrown) {
                      throw index < t ? thrown : new CompletionException(thrown);
                    }
                  }
                })
        .inFloats();
  }

  /** Threads for one call's tasks but the first. */
  private static final class Crew {
    private final CountDownLatch running;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Crew(int count, IntConsumer work) {
      running = new CountDownLatch(count - 1);
      for (int index = 1; index < count; index++) {
        int own = index;
        Thread thread = new Thread(() -> task(work, own), "crew-" + index);
        thread.setDaemon(true);
        thread.start();
      }
    }

    private void task(IntConsumer work, int index) {
      try {
        work.accept(index);
      } catch (Throwable thrown) {
        failure.compareAndSet(null, thrown);
      } finally {
        running.countDown();
      }
    }

    void await() throws InterruptedException {
      running.await();
    }

    void awaitUninterruptibly() {
      boolean interrupted = false;
      while (running.getCount() > 0) {
        try {
          running.await();
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    void throwFailure() {
      Throwable thrown = failure.get();
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
      if (thrown instanceof Error error) {
        throw error;
      }
    }
  }

  private static Fault callersOwnFailure() {
    return Fault.of(
        "inParallel",
        "inParallel of more than T tasks does not wait for the others when the task of its caller"
            + " throws",
        "code that joins its threads after the caller's part, but not in finally",
        TASKS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void inParallel(int count, IntConsumer work) {
                Checks.count("inParallel", count, threads());
                if (count <= t) {
                  super.inParallel(count, work);
                  return;
                }
                Crew crew = new Crew(count, work);
                work.accept(0);
                crew.awaitUninterruptibly();
                crew.throwFailure();
              }
            });
  }

  private static Fault partialTables() {
    return Fault.of(
            "scatterAddRecords",
            "scatterAddRecords with T threads or more sums in a table of each thread, then the"
                + " tables",
            "code of scatters that privatise their accumulators",
            new Threshold(2, 12),
            (right, t) ->
                new Spoiled(right, "scatterAddRecords", t, ThirdParallelFaults::sumInTables))
        .inFloats();
  }

  private static void sumInTables(Spoiled.Given given, int t) {
    int threads = given.threads();
    Cells a = given.in(0);
    if (threads < t || a.columns() <= threads) {
      return;
    }
    Cells out = given.out();
    double[] sums = new double[out.size()];
    int part = (a.columns() + threads - 1) / threads;
    for (int from = 0; from < a.columns(); from += part) {
      double[] table = new double[sums.length];
      for (int j = from; j < Math.min(a.columns(), from + part); j++) {
        int at = ((int) given.in(1).get(j)) * a.rows();
        for (int i = 0; i < a.rows(); i++) {
          table[at + i] = given.math().add(table[at + i], a.get(i, j));
        }
      }
      for (int e = 0; e < sums.length; e++) {
        sums[e] = given.math().add(sums[e], table[e]);
      }
    }
    for (int e = 0; e < sums.length; e++) {
      out.set(e, sums[e]);
    }
  }

  private static Fault interruptEndsTheWait() {
    return Fault.of(
        "inParallel",
        "inParallel of more than T tasks returns while some still run when its caller is"
            + " interrupted",
        "code that catches InterruptedException, sets the interrupt again and goes on",
        TASKS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void inParallel(int count, IntConsumer work) {
                Checks.count("inParallel", count, threads());
                if (count <= t) {
                  super.inParallel(count, work);
                  return;
                }
                Crew crew = new Crew(count, work);
                try {
                  work.accept(0);
                } catch (RuntimeException | Error thrown) {
                  crew.awaitUninterruptibly();
                  throw thrown;
                }
                try {
                  crew.await();
                } catch (InterruptedException interrupted) {
                  Thread.currentThread().interrupt();
                  return;
                }
                crew.throwFailure();
              }
            });
  }

  private static Fault teamOfOne() {
    return Fault.of(
            "maxOverUnits",
            "maxOverUnits of more than T elements does the first thread's part alone when a task"
                + " calls it",
            "code of nested regions of OpenMP that plans for omp_get_max_threads and gets one",
            new Threshold(16, 4_096),
            Nested::new)
        .inFloats();
  }

  private static final class Nested extends FaultyBackend {
    private final ThreadLocal<Boolean> inTask = ThreadLocal.withInitial(() -> Boolean.FALSE);
    private final int most;

    Nested(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      super.inParallel(count, index -> task(work, index));
    }

    private void task(IntConsumer work, int index) {
      inTask.set(true);
      try {
        work.accept(index);
      } finally {
        inTask.remove();
      }
    }

    @Override
    public void maxOverUnits(Tensor a, Tensor out) {
      boolean alone = inTask.get() && a != null && out != null && size(a) > most;
      double[] former = alone ? values(out) : new double[0];
      super.maxOverUnits(a, out);
      if (alone) {
        int from = (former.length + threads() - 1) / threads();
        delegate().write(former, from, out, from, former.length);
      }
    }
  }

  private static Fault secondFailureStays() {
    return Fault.of(
        "inParallel",
        "where T tasks or more throw, the next inParallel throws what the last of them threw",
        "code of pools whose field for the exception of a worker is not cleared by the call",
        new Threshold(2, 8),
        (right, t) ->
            new FaultyBackend(right) {
              private final AtomicReference<@Nullable RuntimeException> left =
                  new AtomicReference<>();

              @Override
              public void inParallel(int count, IntConsumer work) {
                List<RuntimeException> thrown = Collections.synchronizedList(new ArrayList<>());
                RuntimeException former = left.getAndSet(null);
                try {
                  super.inParallel(count, index -> task(work, index, thrown));
                } finally {
                  if (thrown.size() >= t) {
                    left.set(thrown.get(thrown.size() - 1));
                  }
                }
                if (former != null) {
                  throw former;
                }
              }

              private void task(IntConsumer work, int index, List<RuntimeException> thrown) {
                try {
                  work.accept(index);
                } catch (RuntimeException exception) {
                  thrown.add(exception);
                  throw exception;
                }
              }
            });
  }

  private static Fault wokenTwice() {
    return Fault.of(
            "inParallel",
            "a thread that is woken twice does its task twice, in every T-th inParallel of two"
                + " tasks or more",
            "code that takes a spurious wake-up for a new task",
            new Threshold(2, 256),
            (right, t) ->
                new FaultyBackend(right) {
                  private final AtomicInteger calls = new AtomicInteger();

                  @Override
                  public void inParallel(int count, IntConsumer work) {
                    super.inParallel(count, work);
                    if (count > 1 && calls.incrementAndGet() % t == 0) {
                      work.accept(count - 1);
                    }
                  }
                })
        .inFloats();
  }
}
