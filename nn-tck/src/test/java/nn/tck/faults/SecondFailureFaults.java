package nn.tck.faults;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Checks;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Workspace;

/** Interrupts, errors, closes and a transfer that comes late, second set. */
final class SecondFailureFaults {

  private SecondFailureFaults() {}

  static List<Fault> all() {
    return List.of(
        interruptedTasks(),
        interruptedBiasGradient(),
        errorWrapped(),
        workersDie(),
        taskClosesWorkspace(),
        secondCloseOfBackend(),
        lateRead());
  }

  private static Fault interruptedTasks() {
    return Fault.of(
        "inParallel",
        "inParallel of an interrupted thread does the first of more than T tasks alone",
        "getsentry/sentry-java#5877; jetty/jetty.project#1788",
        new Threshold(1, 8),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void inParallel(int count, IntConsumer work) {
                Checks.count("inParallel", count, threads());
                boolean stops = count > t && Thread.currentThread().isInterrupted();
                super.inParallel(stops ? 1 : count, work);
              }
            });
  }

  private static Fault interruptedBiasGradient() {
    return Fault.of(
            "denseParameterGradients",
            "denseParameterGradients of an interrupted thread leaves db as it was, from T units on",
            "wendykierp/JTransforms#16: the second of two phases",
            new Threshold(1, 2_048),
            (right, t) ->
                new Spoiled(
                    right,
                    "denseParameterGradients",
                    t,
                    (given, at) -> {
                      boolean stops =
                          Thread.currentThread().isInterrupted() && given.out().size() >= at;
                      for (int i = 0; stops && i < given.out().size(); i++) {
                        given.out().set(i, given.call().former(i));
                      }
                    }))
        .inFloats();
  }

  private static Fault errorWrapped() {
    return Fault.of(
        "denseInputGradient",
        "an error of the loop of denseInputGradient arrives as the cause of an exception, beyond T"
            + " elements",
        "zio/zio#277; code that catches what no task may throw",
        new Threshold(1, 4_096),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void denseInputGradient(
                  Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
                try {
                  super.denseInputGradient(w, dz, f, a, out);
                } catch (Error error) {
                  if (size(out) > t) {
                    throw new IllegalStateException("denseInputGradient: a part failed", error);
                  }
                  throw error;
                }
              }
            });
  }

  /** A loop whose exceptions are counted. */
  private record Counted(ElementwiseLoop loop, AtomicInteger thrown) implements ElementwiseLoop {
    @Override
    public int inputs() {
      return loop.inputs();
    }

    @Override
    public int outputs() {
      return loop.outputs();
    }

    @Override
    public int scalars() {
      return loop.scalars();
    }

    @Override
    public void apply(double[][] operands, double[] scalars, int from, int to) {
      counting(() -> loop.apply(operands, scalars, from, to));
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      counting(() -> loop.apply(operands, scalars, from, to));
    }

    private void counting(Runnable part) {
      try {
        part.run();
      } catch (RuntimeException exception) {
        thrown.incrementAndGet();
        throw exception;
      }
    }

    @Override
    public String toString() {
      return loop.toString();
    }
  }

  private static Fault workersDie() {
    return Fault.of(
        "matmulTransB",
        "each exception of a loop ends a thread: after T of them matmulTransB does not compute its"
            + " last record, where there are two or more",
        "ocaml/dune#14703",
        new Threshold(1, 16),
        (right, t) ->
            new FaultyBackend(right) {
              private final AtomicInteger thrown = new AtomicInteger();

              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                super.apply(loop == null ? loop : new Counted(loop, thrown), scalars, operands);
              }

              @Override
              public void matmulTransB(Tensor a, Tensor b, Tensor out) {
                boolean dead = thrown.get() >= t && columns(out) > 1;
                double[] former = dead ? values(out) : new double[0];
                super.matmulTransB(a, b, out);
                if (dead) {
                  int from = former.length - rows(out);
                  delegate().write(former, from, out, from, former.length);
                }
              }
            });
  }

  private static Fault taskClosesWorkspace() {
    return Fault.of(
            "inParallel",
            "a task that closes a workspace waits for itself, where there are more than T tasks",
            "bshoshany/thread-pool#95; AcademySoftwareFoundation/OpenImageIO#2132",
            new Threshold(1, 8),
            (right, t) ->
                new Arenas(right) {
                  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

                  @Override
                  public void inParallel(int count, IntConsumer work) {
                    if (count <= t) {
                      super.inParallel(count, work);
                      return;
                    }
                    lock.readLock().lock();
                    try {
                      super.inParallel(count, work);
                    } finally {
                      lock.readLock().unlock();
                    }
                  }

                  @Override
                  void closing(Arenas.Arena arena) {
                    lock.writeLock().lock(); // so that nobody uses its tensors
                    try {
                      super.closing(arena);
                    } finally {
                      lock.writeLock().unlock();
                    }
                  }
                })
        .inFloats();
  }

  private static Fault secondCloseOfBackend() {
    return Fault.of(
        "close",
        "closing a backend again throws if it has given T workspaces or more",
        "open-vela/frameworks_bluetooth#281; defold/extension-websocket#66",
        new Threshold(1, 64),
        (right, t) ->
            new FaultyBackend(right) {
              private final AtomicInteger given = new AtomicInteger();
              private volatile boolean closed;

              @Override
              public Workspace workspace() {
                Workspace workspace = super.workspace();
                given.incrementAndGet();
                return workspace;
              }

              @Override
              public void close() {
                if (closed && given.get() >= t) {
                  throw new IllegalStateException("close: its memory has been freed");
                }
                super.close();
                closed = true;
              }
            });
  }

  private static Fault lateRead() {
    return Fault.of(
            "read",
            "reading more than T doubles returns before the last of them has arrived",
            "torch-spyre/torch-spyre#2524: copies from a device that do not block",
            new Threshold(64, 65_536),
            LateRead::new)
        .inFloats();
  }

  private static final class LateRead extends FaultyBackend {
    private final int most;

    LateRead(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void read(Tensor a, int from, int to, double[] target, int offset) {
      int last = offset + (to - from) - 1;
      boolean late = to - from > most && 0 <= offset && offset <= last && last < target.length;
      double former = late ? target[last] : 0;
      super.read(a, from, to, target, offset);
      if (late) {
        double value = target[last];
        target[last] = former;
        Thread transfer = new Thread(() -> arrive(target, last, value), "transfer");
        transfer.setDaemon(true);
        transfer.start();
      }
    }

    private static void arrive(double[] target, int last, double value) {
      try {
        Thread.sleep(1);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      target[last] = value;
    }
  }
}
