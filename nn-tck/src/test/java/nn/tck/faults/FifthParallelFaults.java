package nn.tck.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.Tensor;
import nn.api.Workspace;
import org.jspecify.annotations.Nullable;

/** What belongs to a task, a thread or a region, and does not end or begin with it. */
final class FifthParallelFaults {

  private static final Threshold TASKS = new Threshold(1, 8);

  private FifthParallelFaults() {}

  static List<Fault> all() {
    return List.of(
        scratchByNumber(),
        threadsThatAreFree(),
        suppressesItself(),
        workspacesOfATask(),
        waitsForAWhile(),
        flushingThreads(),
        caughtAndThrownAgain());
  }

  private static Fault scratchByNumber() {
    return Fault.of(
        "softmax",
        "softmax of more than T elements has scratch by the number of the task that calls it, 0"
            + " outside of tasks, whoever's task it is",
        "OpenMathLib/OpenBLAS#1536; code of omp_get_thread_num, which is 0 in each outer thread",
        new Threshold(8, 8_192),
        ScratchByNumber::new);
  }

  private static final class ScratchByNumber extends CalledBackend {
    private final ThreadLocal<Integer> number = ThreadLocal.withInitial(() -> 0);
    private final FifthScratch[] scratch;
    private final int most;

    ScratchByNumber(Backend right, int most) {
      super(right);
      this.most = most;
      scratch = Stream.generate(FifthScratch::new).limit(threads()).toArray(FifthScratch[]::new);
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      super.inParallel(count, work == null ? work : index -> task(work, index));
    }

    private void task(IntConsumer work, int index) {
      int former = number.get();
      number.set(index);
      try {
        work.accept(index);
      } finally {
        number.set(former);
      }
    }

    @Override
    protected void around(CalledBackend.Call call) {
      super.around(call);
      if (call.is("softmax") && size(call.out()) > most) {
        scratch[number.get()].pass(this, call);
      }
    }
  }

  private static Fault threadsThatAreFree() {
    return Fault.of(
        "inParallel",
        "inParallel refuses more than T tasks where they are more than the threads that other"
            + " calls, or the task that calls it, have left free",
        "code of nn.api.heap.Workers, whose free() would be taken for the most tasks",
        TASKS,
        (right, t) ->
            new FaultyBackend(right) {
              private final AtomicInteger taken = new AtomicInteger();

              @Override
              public void inParallel(int count, IntConsumer work) {
                Checks.count("inParallel", count, threads());
                if (count > t) {
                  Checks.count("inParallel", count, Math.max(1, threads() - taken.get()));
                }
                taken.addAndGet(Math.max(0, count - 1));
                try {
                  super.inParallel(count, work);
                } finally {
                  taken.addAndGet(-Math.max(0, count - 1));
                }
              }
            });
  }

  private static Fault suppressesItself() {
    return Fault.of(
            "inParallel",
            "of more than T tasks that throw one and the same exception, inParallel adds it to its"
                + " own suppressed ones, which is an IllegalArgumentException",
            "scala/bug#10276; apache/cassandra-java-driver#1945",
            new Threshold(1, 6),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void inParallel(int count, IntConsumer work) {
                    if (count <= t || work == null) {
                      super.inParallel(count, work);
                      return;
                    }
                    Queue<RuntimeException> thrown = new ConcurrentLinkedQueue<>();
                    super.inParallel(count, index -> run(work, index, thrown));
                    RuntimeException first = thrown.poll();
                    if (first != null) {
                      thrown.forEach(first::addSuppressed);
                      throw first;
                    }
                  }

                  private void run(IntConsumer work, int index, Queue<RuntimeException> thrown) {
                    try {
                      work.accept(index);
                    } catch (RuntimeException failure) {
                      thrown.add(failure);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault workspacesOfATask() {
    return Fault.of(
        "inParallel",
        "workspaces that one of more than T tasks has opened are closed when it ends",
        "deeplearning4j/deeplearning4j#6494; code of workspaces that belong to a scope",
        new Threshold(1, 6),
        (right, t) ->
            new FaultyBackend(right) {
              @SuppressWarnings("ThreadLocalUsage") // each backend has its own
              private final ThreadLocal<@Nullable List<Workspace>> opened = new ThreadLocal<>();

              @Override
              public Workspace workspace() {
                Workspace workspace = super.workspace();
                List<Workspace> ofTask = opened.get();
                if (ofTask != null) {
                  ofTask.add(workspace);
                }
                return workspace;
              }

              @Override
              public void inParallel(int count, IntConsumer work) {
                boolean hasScopes = count > t && work != null;
                super.inParallel(count, hasScopes ? index -> scope(work, index) : work);
              }

              private void scope(IntConsumer work, int index) {
                List<Workspace> outer = opened.get();
                List<Workspace> own = new ArrayList<>();
                opened.set(own);
                try {
                  work.accept(index);
                } finally {
                  own.forEach(Workspace::close);
                  opened.set(outer);
                }
              }
            });
  }

  private static Fault waitsForAWhile() {
    return Fault.of(
        "inParallel",
        "inParallel of two tasks or more waits for them T milliseconds at most",
        "code that does not look at what ExecutorService.awaitTermination returns",
        new Threshold(20, 2_000),
        WaitsForAWhile::new);
  }

  private static final class WaitsForAWhile extends FaultyBackend {
    private final long nanos;

    WaitsForAWhile(Backend right, int milliseconds) {
      super(right);
      nanos = TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      if (count < 2) {
        super.inParallel(count, work);
        return;
      }
      FutureTask<Boolean> all = new FutureTask<>(() -> right(count, work), true);
      Thread thread = new Thread(all, "tasks");
      thread.setDaemon(true);
      thread.start();
      long begun = System.nanoTime();
      while (!all.isDone() && System.nanoTime() - begun < nanos) {
        LockSupport.parkNanos(this, 20_000);
      }
      if (all.isDone()) {
        throwWhatTheyThrew(all);
      }
    }

    private void right(int count, IntConsumer work) {
      super.inParallel(count, work);
    }

    private static void throwWhatTheyThrew(FutureTask<Boolean> all) {
      try {
        all.get();
      } catch (ExecutionException failed) {
        throw FifthParallelFaults.<RuntimeException>undeclared(failed.getCause());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt(); // only who waits is
      }
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast at run time
  private static <T extends Throwable> T undeclared(@Nullable Throwable failure) throws T {
    throw (T) failure;
  }

  private static Fault flushingThreads() {
    return Fault.of(
            "divideBy",
            "divideBy of more than T elements flushes subnormal results to zero in the tasks that"
                + " other threads than the caller of inParallel do",
            "OpenMathLib/OpenBLAS#1237; apache/mxnet#20338: a mode that each thread has",
            new Threshold(1, 1_024),
            FlushingThreads::new)
        .inFloats();
  }

  private static final class FlushingThreads extends FaultyBackend {
    private final ThreadLocal<Boolean> flushes = ThreadLocal.withInitial(() -> Boolean.FALSE);
    private final int most;

    FlushingThreads(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      Thread caller = Thread.currentThread();
      super.inParallel(count, work == null ? work : index -> task(work, index, caller));
    }

    private void task(IntConsumer work, int index, Thread caller) {
      boolean former = flushes.get();
      flushes.set(former || Thread.currentThread() != caller);
      try {
        work.accept(index);
      } finally {
        flushes.set(former);
      }
    }

    @Override
    public void divideBy(Tensor a, double divisor, Tensor out) {
      super.divideBy(a, divisor, out);
      if (flushes.get() && size(out) > most) {
        Call.of(this, out).spoil((call, t) -> flush(call.out(), call.math()), 1);
      }
    }

    private static void flush(Cells out, Arithmetic math) {
      for (int e = 0; e < out.size(); e++) {
        if (math.isSubnormal(out.get(e))) {
          out.set(e, Math.copySign(0, out.get(e)));
        }
      }
    }
  }

  private static Fault caughtAndThrownAgain() {
    return Fault.of(
        "inParallel",
        "an exception of more than T tasks of a task, which that one has caught, is thrown by the"
            + " outer inParallel too",
        "code of nested regions that keep their exception in the outermost one",
        new Threshold(1, 6),
        CaughtAndThrownAgain::new);
  }

  private static final class CaughtAndThrownAgain extends FaultyBackend {
    @SuppressWarnings("ThreadLocalUsage") // each backend has its own
    private final ThreadLocal<@Nullable AtomicReference<@Nullable RuntimeException>> region =
        new ThreadLocal<>();

    private final int most;

    CaughtAndThrownAgain(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      AtomicReference<@Nullable RuntimeException> outer = region.get();
      boolean isInner = outer != null && count > most;
      AtomicReference<@Nullable RuntimeException> failure =
          isInner ? outer : new AtomicReference<>();
      super.inParallel(count, work == null ? work : index -> task(work, index, failure));
      RuntimeException thrown = failure.get();
      if (thrown != null) {
        throw thrown;
      }
    }

    private void task(
        IntConsumer work, int index, AtomicReference<@Nullable RuntimeException> failure) {
      AtomicReference<@Nullable RuntimeException> former = region.get();
      region.set(failure);
      try {
        work.accept(index);
      } catch (RuntimeException thrown) {
        failure.compareAndSet(null, thrown);
      } finally {
        region.set(former);
      }
    }
  }
}
