package nn.tck.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.Tier;

/** Interrupts, exceptions of loops and tasks, and closes at the wrong time. */
final class FailureFaults {

  private FailureFaults() {}

  private static final Threshold ELEMENTS = new Threshold(16, 16_384);

  static List<Fault> all() {
    return List.of(
        interruptedProductThrows(),
        softmaxClearsInterrupt(),
        interruptedLoopStopsEarly(),
        sumClearsInterrupt(),
        interruptedTransfer(),
        exceptionOfASliceLost(),
        exceptionOfActivationLost(),
        exceptionWrapped(),
        lockStaysHeld(),
        poolStaysBusy(),
        scratchStaysDirty(),
        waitsForEndedThreads(),
        failsOnClosedThreads(),
        closesAllInstances());
  }

  private static Fault interruptedProductThrows() {
    return Fault.of(
        "matmul",
        "a product of more than T elements that an interrupted thread asks for throws",
        "openjdk/jdk#14301",
        ELEMENTS,
        (right, t) ->
            new CalledBackend(right) {
              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("matmul")
                    && size(call.out()) > t
                    && Thread.currentThread().isInterrupted()) {
                  throw new IllegalStateException("matmul: interrupted");
                }
              }
            });
  }

  private static Fault softmaxClearsInterrupt() {
    return Fault.of(
            "softmax",
            "softmax of more than T elements leaves an interrupted thread without its interrupt",
            "openjdk/jdk#31376",
            ELEMENTS,
            (right, t) ->
                new CalledBackend(right) {
                  @Override
                  @SuppressWarnings("ThreadInterrupted")
                  protected void around(Call call) {
                    super.around(call);
                    if (call.is("softmax") && size(call.out()) > t) {
                      Thread.interrupted();
                    }
                  }
                })
        .inFloats();
  }

  private static Fault interruptedLoopStopsEarly() {
    return Fault.of(
        "apply",
        "apply of more than T elements does not wait for its second half when it is interrupted",
        "code of nn-backend-ejml, did it wait with Future.get",
        ELEMENTS,
        (right, t) ->
            new CalledBackend(right) {
              @Override
              protected void around(Call call) {
                boolean stops =
                    call.is("apply")
                        && call.destinations() > 0
                        && call.size() > t
                        && Thread.currentThread().isInterrupted();
                double[] former = stops ? values(call.out()) : new double[0];
                super.around(call);
                if (stops) {
                  int half = former.length / 2;
                  delegate().write(former, half, call.out(), half, former.length);
                }
              }
            });
  }

  private static Fault sumClearsInterrupt() {
    return Fault.of(
        "sumOverRecords",
        "sumOverRecords with more than T threads takes the interrupt for its own",
        "pivovarit/parallel-collectors#1274",
        new Threshold(1, 8),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              @SuppressWarnings("ThreadInterrupted")
              public void sumOverRecords(Tensor a, Tensor out) {
                super.sumOverRecords(a, out);
                if (threads() > t) {
                  Thread.interrupted();
                }
              }
            });
  }

  private static Fault interruptedTransfer() {
    return Fault.of(
            "writeFloats",
            "writing more than T floats from an interrupted thread stops at the first T",
            "code of channels that an interrupt closes; akka/akka-core#661",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void write(float[] source, int offset, Tensor out, int from, int to) {
                    boolean stops = to - from > t && Thread.currentThread().isInterrupted();
                    super.write(source, offset, out, from, stops ? from + t : to);
                  }
                })
        .inFloats();
  }

  /** A loop whose exceptions are seen by somebody else. */
  private static class Caught implements ElementwiseLoop {
    private final ElementwiseLoop loop;
    private final Runner runner;

    /** Runs a part of the loop. */
    interface Runner {
      void run(Runnable part, int from);
    }

    Caught(ElementwiseLoop loop, Runner runner) {
      this.loop = loop;
      this.runner = runner;
    }

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
      runner.run(() -> loop.apply(operands, scalars, from, to), from);
    }

    @Override
    public void apply(float[][] operands, float[] scalars, int from, int to) {
      runner.run(() -> loop.apply(operands, scalars, from, to), from);
    }

    @Override
    public String toString() {
      return loop.toString();
    }
  }

  private static void quietly(Runnable part, boolean quiet) {
    try {
      part.run();
    } catch (RuntimeException thrown) {
      if (!quiet) {
        throw thrown;
      }
    }
  }

  private static Fault exceptionOfASliceLost() {
    return Fault.of(
        "apply",
        "apply loses an exception that is thrown in a slice from element T on",
        "NethermindEth/nethermind#11398",
        new Threshold(16, 16_384),
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                ElementwiseLoop caught = new Caught(loop, (part, from) -> quietly(part, from >= t));
                super.apply(loop == null ? loop : caught, scalars, operands);
              }
            });
  }

  private static Fault exceptionOfActivationLost() {
    return Fault.of(
            "dense",
            "dense of more than T elements loses an exception of its function",
            "ratt-ru/meqtrees#363",
            new Threshold(1, 1_024),
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void dense(Tensor w, Tensor x, Tensor b, ElementwiseLoop f, Tensor out) {
                    boolean loses = f != null && out != null && size(out) > t;
                    super.dense(
                        w,
                        x,
                        b,
                        loses ? new Caught(f, (part, from) -> quietly(part, true)) : f,
                        out);
                  }
                })
        .inFloats();
  }

  private static Fault exceptionWrapped() {
    return Fault.of(
        "apply",
        "an exception of a loop on more than T elements arrives as the cause of another one",
        "code of CompletableFuture.join; dotnet/docs#17015",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                boolean wraps = loop != null && operands[0] != null && size(operands[0]) > t;
                super.apply(
                    wraps ? new Caught(loop, (part, from) -> wrapped(part)) : loop,
                    scalars,
                    operands);
              }

              private void wrapped(Runnable part) {
                try {
                  part.run();
                } catch (RuntimeException thrown) {
                  throw new CompletionException(thrown);
                }
              }
            });
  }

  private static Fault lockStaysHeld() {
    return Fault.of(
        "apply",
        "apply leaves its lock held when a loop throws: the next call of another thread hangs",
        "NVIDIA/cub#328",
        Threshold.NONE,
        (right, t) ->
            new FaultyBackend(right) {
              private final ReentrantLock lock = new ReentrantLock();

              @Override
              @SuppressWarnings("LockNotBeforeTry")
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                lock.lock();
                boolean[] threw = {false};
                try {
                  Caught seen = new Caught(loop, (part, from) -> noting(part, threw));
                  super.apply(loop == null ? loop : seen, scalars, operands);
                } finally {
                  if (!threw[0]) {
                    lock.unlock();
                  }
                }
              }

              private void noting(Runnable part, boolean[] threw) {
                try {
                  part.run();
                } catch (RuntimeException thrown) {
                  threw[0] = true;
                  throw thrown;
                }
              }
            });
  }

  private static Fault poolStaysBusy() {
    return Fault.of(
            "inParallel",
            "after a task from number T on has thrown, inParallel does its first task alone",
            "mldbai/mldb#306",
            new Threshold(1, 4),
            (right, t) ->
                new FaultyBackend(right) {
                  private volatile boolean broken;

                  @Override
                  public void inParallel(int count, IntConsumer work) {
                    boolean few = broken && count <= threads();
                    super.inParallel(few ? Math.min(1, count) : count, index -> task(work, index));
                  }

                  private void task(IntConsumer work, int index) {
                    try {
                      work.accept(index);
                    } catch (RuntimeException thrown) {
                      broken |= index >= t;
                      throw thrown;
                    }
                  }
                })
        .inFloats();
  }

  private static Fault scratchStaysDirty() {
    return Fault.of(
        "softmax",
        "after a refused call the next softmax of more than T elements finds half-filled scratch",
        "deeplearning4j/deeplearning4j#5423",
        new Threshold(1, 2_048),
        (right, t) ->
            new CalledBackend(right) {
              private volatile boolean dirty;

              @Override
              protected void around(Call call) {
                try {
                  super.around(call);
                } catch (IllegalArgumentException refused) {
                  dirty |= call.is("softmax");
                  throw refused;
                }
                if (call.is("softmax") && dirty && size(call.out()) > t) {
                  dirty = false;
                  set(call.out(), 0, 0, 1 + get(call.out(), 0, 0));
                }
              }
            });
  }

  private static Fault waitsForEndedThreads() {
    return Fault.of(
        "close",
        "a product of more than T elements that meets the close of its backend waits for threads"
            + " that have ended",
        "tensorflow/tensorflow#932",
        new Threshold(1, 4_096),
        (right, t) ->
            new CalledBackend(right) {
              private volatile boolean closed;

              @Override
              protected void around(Call call) {
                super.around(call);
                if (closed && call.isProduct() && size(call.out()) > t) {
                  forever();
                }
              }

              private void forever() {
                CountDownLatch never = new CountDownLatch(1);
                while (true) {
                  try {
                    never.await();
                  } catch (InterruptedException ignored) {
                    Thread.onSpinWait();
                  }
                }
              }

              @Override
              public void close() {
                closed = true;
                super.close();
              }
            });
  }

  private static Fault failsOnClosedThreads() {
    return Fault.of(
            "close",
            "a kernel that has begun before the close of its backend fails with a null pointer",
            "bytedeco/javacpp#274",
            Threshold.NONE,
            (right, t) ->
                new CalledBackend(right) {
                  private volatile boolean closed;

                  @Override
                  protected void around(Call call) {
                    boolean open = !closed;
                    super.around(call);
                    if (open && closed) {
                      throw new NullPointerException(call.kernel() + ": handle");
                    }
                  }

                  @Override
                  public void close() {
                    closed = true;
                    super.close();
                  }
                })
        .inFloats()
        .claiming(Tier.BOUNDED);
  }

  private static Fault closesAllInstances() {
    List<Backend> open = new ArrayList<>();
    return Fault.of(
        "close",
        "closing one of T instances or more closes the one that was opened last",
        "joblib/threadpoolctl#214",
        new Threshold(2, 4),
        (right, t) ->
            new FaultyBackend(right) {
              {
                synchronized (open) {
                  open.add(right);
                }
              }

              @Override
              public void close() {
                super.close();
                synchronized (open) {
                  if (open.remove(right) && open.size() + 1 >= t) {
                    open.get(open.size() - 1).close();
                  }
                }
              }
            });
  }
}
