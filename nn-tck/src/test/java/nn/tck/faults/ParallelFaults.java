package nn.tck.faults;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import nn.api.Checks;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;

/** How work is shared among threads: {@code inParallel}, and kernels wrong with some counts. */
final class ParallelFaults {

  private ParallelFaults() {}

  private static final Threshold THREADS = new Threshold(1, 12);

  static List<Fault> all() {
    return List.of(
        lastTaskLeftOut(),
        doesNotWait(),
        exceptionsOfWorkersLost(),
        lastTaskTwice(),
        kernelsWaitForTheirOwnPool(),
        scratchOfTasks(),
        tooManyTasksAccepted(),
        exactlyThatManyThreads(),
        overlappingSlices(),
        oddNumberOfThreads());
  }

  private static Fault lastTaskLeftOut() {
    return Fault.of(
        "inParallel",
        "inParallel leaves out the last task of more than T",
        "isl-org/Open3D-PoissonRecon#6",
        THREADS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void inParallel(int count, IntConsumer work) {
                Checks.count("inParallel", count, threads());
                super.inParallel(count > t ? count - 1 : count, work);
              }
            });
  }

  private static Fault doesNotWait() {
    return Fault.of(
        "inParallel",
        "inParallel does not wait for the last of more than T tasks",
        "guojin-yan/TensorRT-CSharp-API#21",
        THREADS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void inParallel(int count, IntConsumer work) {
                Checks.count("inParallel", count, threads());
                if (count <= t) {
                  super.inParallel(count, work);
                  return;
                }
                Thread late = new Thread(() -> work.accept(count - 1), "late");
                late.setDaemon(true);
                late.setUncaughtExceptionHandler((thread, lost) -> {});
                late.start();
                super.inParallel(count - 1, work);
              }
            });
  }

  private static Fault exceptionsOfWorkersLost() {
    return Fault.of(
        "inParallel",
        "inParallel loses the exception of a task from number T on",
        "cryptimeleon/math#134",
        new Threshold(1, 8),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              @SuppressWarnings("EmptyCatch")
              public void inParallel(int count, IntConsumer work) {
                IntConsumer quiet =
                    index -> {
                      try {
                        work.accept(index);
                      } catch (RuntimeException thrown) {
                        if (index < t) {
                          throw thrown;
                        }
                      }
                    };
                super.inParallel(count, work == null ? work : quiet);
              }
            });
  }

  private static Fault lastTaskTwice() {
    return Fault.of(
        "inParallel",
        "inParallel does the last of an odd number of tasks twice, and the one before never",
        "joblib/joblib#855",
        Threshold.NONE,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void inParallel(int count, IntConsumer work) {
                boolean wrong = count % 2 == 1 && count >= 3;
                super.inParallel(
                    count, wrong ? i -> work.accept(i == count - 2 ? count - 1 : i) : work);
              }
            });
  }

  private static Fault kernelsWaitForTheirOwnPool() {
    return Fault.of(
        "inParallel",
        "a product of more than T elements waits for the pool that its own task occupies",
        "nntrainer/nntrainer#4134",
        new Threshold(16, 16_384),
        (right, t) ->
            new CalledBackend(right) {
              private final Semaphore pool = new Semaphore(1);

              @Override
              public void inParallel(int count, IntConsumer work) {
                alone(count > 1, () -> super.inParallel(count, work));
              }

              @Override
              protected void around(Call call) {
                boolean shared = threads() > 1 && call.isProduct() && call.size() > t;
                alone(shared, call.right());
              }

              private void alone(boolean alone, Runnable work) {
                if (alone) {
                  pool.acquireUninterruptibly();
                }
                try {
                  work.run();
                } finally {
                  if (alone) {
                    pool.release();
                  }
                }
              }
            });
  }

  private static Fault scratchOfTasks() {
    return Fault.of(
            "inParallel",
            "products that tasks compute lie in one scratch of the pool, beyond T elements",
            "JuliaLinearAlgebra/Octavian.jl#18",
            new Threshold(16, 4_096),
            (right, t) ->
                new CalledBackend(right) {
                  private final ThreadLocal<Boolean> inTask =
                      ThreadLocal.withInitial(() -> Boolean.FALSE);
                  private double[] scratch = {};

                  @Override
                  public void inParallel(int count, IntConsumer work) {
                    super.inParallel(
                        count,
                        index -> {
                          inTask.set(true);
                          try {
                            work.accept(index);
                          } finally {
                            inTask.remove();
                          }
                        });
                  }

                  @Override
                  protected void around(Call call) {
                    super.around(call);
                    if (call.isProduct() && inTask.get() && size(call.out()) > t) {
                      Tensor out = call.out();
                      double[] shared =
                          scratch.length < size(out) ? new double[size(out)] : scratch;
                      scratch = shared;
                      delegate().read(out, 0, size(out), shared, 0);
                      call.right().run();
                      delegate().write(shared, 0, out, 0, size(out));
                    }
                  }
                })
        .inFloats();
  }

  private static Fault tooManyTasksAccepted() {
    return Fault.of(
        "inParallel",
        "inParallel accepts more tasks than it has threads, with T threads or more",
        "AcademySoftwareFoundation/OpenImageIO#1556",
        new Threshold(1, 4),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void inParallel(int count, IntConsumer work) {
                if (threads() < t || count <= threads()) {
                  super.inParallel(count, work);
                  return;
                }
                for (int index = 0; index < count; index++) {
                  work.accept(index);
                }
              }
            });
  }

  private static Fault exactlyThatManyThreads() {
    return Fault.of(
        "matmul",
        "matmul with exactly T threads does not compute the last record of T or more",
        "OpenMathLib/OpenBLAS#1851",
        new Threshold(2, 17),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void matmul(Tensor a, Tensor b, Tensor out) {
                if (threads() != t || out == null || columns(out) < t) {
                  super.matmul(a, b, out);
                  return;
                }
                int last = size(out) - rows(out);
                double[] former = new double[rows(out)];
                delegate().read(out, last, size(out), former, 0);
                super.matmul(a, b, out);
                delegate().write(former, 0, out, last, size(out));
              }
            });
  }

  private static Fault overlappingSlices() {
    return Fault.of(
        "apply",
        "apply of more than T elements gives two threads one element, where these do not divide them",
        "RcppCore/RcppParallel#142",
        new Threshold(64, 65_536),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                super.apply(loop, scalars, operands);
                int size = size(operands[0]);
                if (size > t && size % threads() != 0) {
                  for (int slice = 1; slice < threads(); slice++) {
                    once(loop, scalars, operands, (int) ((long) size * slice / threads()));
                  }
                }
              }

              /** Runs the loop on one element. */
              private void once(
                  ElementwiseLoop loop, double[] scalars, Tensor[] operands, int element) {
                double[] value = new double[1];
                try (Workspace temporary = delegate().workspace()) {
                  IdentityHashMap<Tensor, Tensor> ones =
                      new IdentityHashMap<>(); // as a tensor may be there twice
                  for (Tensor operand : operands) {
                    ones.computeIfAbsent(operand, x -> temporary.tensor(new Shape(1, 1)));
                    delegate().read(operand, element, element + 1, value, 0);
                    set(one(ones, operand), value);
                  }
                  Tensor[] few =
                      Arrays.stream(operands).map(x -> one(ones, x)).toArray(Tensor[]::new);
                  delegate().apply(loop, scalars, few);
                  for (int p = loop.inputs(); p < operands.length; p++) {
                    delegate().read(few[p], 0, 1, value, 0);
                    delegate().write(value, 0, operands[p], element, element + 1);
                  }
                }
              }

              private Tensor one(Map<Tensor, Tensor> ones, Tensor operand) {
                return Objects.requireNonNull(ones.get(operand));
              }
            });
  }

  private static Fault oddNumberOfThreads() {
    return Fault.of(
            "combine",
            "combine of a column with more than T records leaves out the middle one, where threads"
                + " are odd and more than one",
            "FFTW/fftw3#303",
            new Threshold(2, 2_048),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
                    if (threads() % 2 == 0 || threads() == 1 || a == null || columns(a) <= t) {
                      super.combine(op, a, b, out);
                      return;
                    }
                    double[] before = values(a);
                    super.combine(op, a, b, out);
                    if (columns(b) == 1) {
                      int from = columns(a) / 2 * rows(a);
                      delegate().write(before, from, out, from, from + rows(a));
                    }
                  }
                })
        .inFloats();
  }
}
