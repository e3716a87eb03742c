package nn.tck.faults;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.Tensor;

/** Tasks within tasks and of two callers, and shares of threads that come out as nothing. */
final class FourthParallelFaults {

  private static final Threshold TASKS = new Threshold(1, 8);

  private FourthParallelFaults() {}

  static List<Fault> all() {
    return List.of(
        tasksOfATask(),
        tasksOfAnother(),
        noTasks(),
        interruptIsGone(),
        shareOfNoRecords(),
        divisionByAShare(),
        beginsBeyondTheEnd(),
        maximaOfThreads());
  }

  private static Fault tasksOfATask() {
    return Fault.of(
        "inParallel",
        "inParallel that a task of more than T calls does its first task alone",
        "pytorch/executorch#22663; code of nested regions of OpenMP, which are for one thread",
        TASKS,
        TasksOfATask::new);
  }

  private static final class TasksOfATask extends FaultyBackend {
    private final ThreadLocal<Boolean> inTask = ThreadLocal.withInitial(() -> Boolean.FALSE);
    private final int most;

    TasksOfATask(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void inParallel(int count, IntConsumer work) {
      Checks.count("inParallel", count, threads());
      if (inTask.get()) {
        super.inParallel(Math.min(1, count), work);
      } else {
        super.inParallel(count, count > most ? index -> task(work, index) : work);
      }
    }

    private void task(IntConsumer work, int index) {
      inTask.set(true);
      try {
        work.accept(index);
      } finally {
        inTask.remove();
      }
    }
  }

  private static Fault tasksOfAnother() {
    return Fault.of(
            "inParallel",
            "inParallel keeps the work of T tasks or more in a field, where a second caller puts its"
                + " own",
            "code of a pool that was written for one caller at a time",
            new Threshold(1, 6),
            (right, t) ->
                new FaultyBackend(right) {
                  private volatile IntConsumer current = FourthParallelFaults::nothing;

                  @Override
                  public void inParallel(int count, IntConsumer work) {
                    if (count < t || work == null) {
                      super.inParallel(count, work);
                      return;
                    }
                    current = work;
                    try {
                      super.inParallel(count, index -> current.accept(index));
                    } finally {
                      current = FourthParallelFaults::nothing;
                    }
                  }
                })
        .inFloats();
  }

  @SuppressWarnings("unused") // a work without one
  private static void nothing(int index) {}

  private static Fault noTasks() {
    return Fault.of(
        "inParallel",
        "inParallel of no tasks does one, with T threads or more",
        "halide/Halide#2134: parallel loops of size zero",
        TASKS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void inParallel(int count, IntConsumer work) {
                super.inParallel(count == 0 && threads() >= t ? 1 : count, work);
              }
            });
  }

  private static Fault interruptIsGone() {
    return Fault.of(
            "inParallel",
            "inParallel of more than T tasks leaves an interrupted caller without its interrupt",
            "code that catches InterruptedException and waits again; openjdk/jdk#31376",
            TASKS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  @SuppressWarnings("ThreadInterrupted") // which is the fault
                  public void inParallel(int count, IntConsumer work) {
                    super.inParallel(count, work);
                    if (count > t) {
                      Thread.interrupted();
                    }
                  }
                })
        .inFloats();
  }

  private static Fault shareOfNoRecords() {
    return Fault.of(
            "sumOverUnits",
            "sumOverUnits of T units or more and fewer records than threads never ends",
            "zhiyelee/array.chunk#5; code that goes on by a share that is rounded to 0",
            new Threshold(2, 2_048),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void sumOverUnits(Tensor a, Tensor out) {
                    super.sumOverUnits(a, out);
                    int share = columns(a) / threads();
                    for (int j = 0; rows(a) >= t && j < columns(a); j += share) {
                      LockSupport.parkNanos(this, share > 0 ? 1 : 1_000_000);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault divisionByAShare() {
    return Fault.of(
        "gather",
        "gather of T numbers or more and fewer records than threads divides by zero",
        "ikawrakow/ik_llama.cpp#349",
        new Threshold(2, 2_048),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void gather(Tensor a, int[] units, Tensor out) {
                super.gather(a, units, out);
                int share = columns(out) / threads();
                if (units.length >= t && size(out) % share < 0) {
                  throw new IllegalStateException("gather: a rest below zero");
                }
              }
            });
  }

  private static Fault beginsBeyondTheEnd() {
    return Fault.of(
        "copy",
        "copy of more than 2 · T elements fails where shares that are rounded up to multiples of T"
            + " leave a thread a beginning beyond the end",
        "JuliaLang/julia#53413; code of shares that are rounded up for cache lines",
        new Threshold(4, 128),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void copy(Tensor a, Tensor out) {
                super.copy(a, out);
                int share = (size(out) + threads() - 1) / threads();
                int rounded = (share + t - 1) / t * t;
                int last = (threads() - 1) * rounded;
                if (size(out) > 2 * t && last > size(out)) {
                  throw new IllegalArgumentException(last + " > " + size(out));
                }
              }
            });
  }

  private static Fault maximaOfThreads() {
    return Fault.of(
            "maxOverUnits",
            "maxOverUnits with T threads or more compares their maxima, of which NaN is the largest"
                + " in the first alone",
            "code of reductions with a careful loop and a careless last step",
            new Threshold(2, 12),
            (right, t) ->
                new Spoiled(right, "maxOverUnits", t, FourthParallelFaults::maximaOfThreads))
        .inFloats();
  }

  private static void maximaOfThreads(Spoiled.Given given, int t) {
    int threads = given.threads();
    Cells a = given.in(0);
    for (int j = 0; threads >= t && a.rows() >= threads && j < a.columns(); j++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int part = 0; part < threads; part++) {
        int from = (int) ((long) a.rows() * part / threads);
        int to = (int) ((long) a.rows() * (part + 1) / threads);
        double own = max(a, j, from, to);
        max = part == 0 || own > max ? own : max;
      }
      if (Double.isNaN(given.out().get(j))) {
        given.out().set(j, max);
      }
    }
  }

  private static double max(Cells a, int record, int from, int to) {
    double max = a.get(from, record);
    for (int i = from + 1; i < to; i++) {
      max = Math.max(max, a.get(i, record));
    }
    return max;
  }
}
