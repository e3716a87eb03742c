package nn.tck.faults;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.ClosedException;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** Callers that meet: streams, locks, queues, requests that are one, modes of the process. */
final class FourthCallerFaults {

  private static final Threshold ELEMENTS = new Threshold(16, 16_384);
  private static final double[] NOTHING = {};

  /** How many kernels run that have made all products fast; other code sets the process's mode. */
  private static final AtomicInteger FAST = new AtomicInteger();

  private FourthCallerFaults() {}

  static List<Fault> all() {
    return List.of(
        givenBackTwice(),
        streamsOfThreads(),
        orderOfLocks(),
        requestsThatAreOne(),
        fullQueue(),
        exceptionOfAnother(),
        otherWayWhenBusy(),
        operandScaledMeanwhile(),
        modeOfTheProcess());
  }

  private static Fault givenBackTwice() {
    return Fault.of(
        "denseInputGradient",
        "after T exceptions of its function denseInputGradient's buffer is in its pool twice, and"
            + " the first two callers at a time share it",
        "code that gives a buffer back where it fails, and in finally",
        new Threshold(1, 16),
        GivenBackTwice::new);
  }

  private static final class GivenBackTwice extends CalledBackend {
    private final int most;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger callers = new AtomicInteger();
    private volatile double[] shared = NOTHING;

    GivenBackTwice(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    public void denseInputGradient(Tensor w, Tensor dz, ElementwiseLoop f, Tensor a, Tensor out) {
      super.denseInputGradient(w, dz, f == null ? f : new WatchedLoop(f, this::run), a, out);
    }

    private void run(Runnable part) {
      try {
        part.run();
      } catch (RuntimeException thrown) {
        failures.incrementAndGet();
        throw thrown;
      }
    }

    @Override
    protected void around(Call call) {
      boolean isOurs = call.is("denseInputGradient");
      boolean shares = isOurs && callers.getAndIncrement() < 2 && failures.get() >= most;
      try {
        super.around(call);
        if (shares) {
          throughShared(call, call.out());
        }
      } finally {
        callers.addAndGet(isOurs ? -1 : 0);
      }
    }

    private void throughShared(Call call, Tensor out) {
      double[] taken = shared;
      if (taken.length < size(out)) {
        taken = new double[size(out)];
        shared = taken;
      }
      delegate().read(out, 0, size(out), taken, 0);
      call.right().run(); // results lie in the buffer meanwhile
      delegate().write(taken, 0, out, 0, size(out));
    }
  }

  private static Fault streamsOfThreads() {
    return Fault.of(
            "softmaxGradient",
            "what a thread computes by softmaxGradient, more than T elements, arrives with its next"
                + " call: another thread that reads it before sees what was there",
            "JuliaGPU/CUDA.jl#395: each thread has a stream of its own",
            ELEMENTS,
            Streams::new)
        .inFloats();
  }

  /** A result on its way. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares results
  private record Coming(WeakReference<Tensor> out, double[] values) {}

  private static final class Streams extends CalledBackend {
    private static final Coming NONE = new Coming(new WeakReference<>(null), NOTHING);
    private final int most;
    private final ThreadLocal<Coming> stream = ThreadLocal.withInitial(() -> NONE);

    Streams(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    protected void around(Call call) {
      arrive(stream.get());
      stream.remove();
      double[] former = call.is("softmaxGradient") ? formerOut(call) : NOTHING;
      super.around(call);
      if (former.length > most) {
        stream.set(new Coming(new WeakReference<>(call.out()), values(call.out())));
        set(call.out(), former);
      }
    }

    private void arrive(Coming coming) {
      Tensor out = coming.out().get();
      if (out != null) {
        try {
          set(out, coming.values());
        } catch (ClosedException closed) {
          return; // nobody waits for it
        }
      }
    }
  }

  private static Fault orderOfLocks() {
    return Fault.of(
        "copy",
        "copy locks its operand and then its destination, of which T groups have a lock each:"
            + " callers wait for each other, and give up",
        "ml-explore/mlx-swift#461: two locks in two orders; code of striped locks",
        new Threshold(2, 16),
        (right, t) ->
            new CalledBackend(right) {
              private final ReentrantLock[] locks =
                  Stream.generate(ReentrantLock::new).limit(t).toArray(ReentrantLock[]::new);

              @Override
              protected void around(Call call) {
                if (!call.is("copy")) {
                  super.around(call);
                  return;
                }
                ReentrantLock first = take(call.operands()[0]);
                try {
                  ReentrantLock second = take(call.operands()[1]);
                  try {
                    super.around(call);
                  } finally {
                    second.unlock();
                  }
                } finally {
                  first.unlock();
                }
              }

              private ReentrantLock take(@Nullable Tensor tensor) {
                ReentrantLock lock = locks[System.identityHashCode(tensor) % locks.length];
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
                while (!lock.tryLock()) {
                  if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("copy: its operands stay locked");
                  }
                  LockSupport.parkNanos(this, 50_000);
                }
                return lock;
              }
            });
  }

  private static Fault requestsThatAreOne() {
    return Fault.of(
        "gatherRecords",
        "gatherRecords of more than T elements from a table that another caller gathers from, into"
            + " the same shape, takes that one's result",
        "code of request coalescing whose key lacks an argument; triton-lang/triton#4207",
        ELEMENTS,
        Coalescing::new);
  }

  /** What is asked for, but for the numbers of the records. */
  private record Asked(Tensor table, Shape shape) {}

  private static final class Coalescing extends CalledBackend {
    private final int most;
    private final Map<Asked, CompletableFuture<double[]>> running = new ConcurrentHashMap<>();

    Coalescing(Backend right, int most) {
      super(right);
      this.most = most;
    }

    @Override
    protected void around(Call call) {
      Tensor table = call.is("gatherRecords") ? call.operands()[0] : null;
      Tensor out = table == null ? null : call.operands()[2];
      if (table == null || out == null || size(out) <= most) {
        super.around(call);
        return;
      }
      Asked asked = new Asked(table, out.shape());
      CompletableFuture<double[]> own = new CompletableFuture<>();
      CompletableFuture<double[]> other = running.putIfAbsent(asked, own);
      try {
        super.around(call);
        if (other == null) {
          own.complete(values(out));
        } else if (other.join().length == size(out)) {
          set(out, other.join());
        }
      } finally {
        own.complete(NOTHING); // unless it has its result
        running.remove(asked, own);
      }
    }
  }

  private static Fault fullQueue() {
    return Fault.of(
            "matmulTransA",
            "matmulTransA has a queue for T calls; further ones are not done",
            "code that does not look at what BlockingQueue.offer returns",
            new Threshold(1, 12),
            (right, t) ->
                new CalledBackend(right) {
                  private final AtomicInteger waiting = new AtomicInteger();

                  @Override
                  protected void around(Call call) {
                    if (!call.is("matmulTransA")) {
                      super.around(call);
                      return;
                    }
                    boolean isFull = waiting.incrementAndGet() > t;
                    double[] former = isFull ? formerOut(call) : NOTHING;
                    try {
                      super.around(call);
                      if (isFull) {
                        set(call.out(), former);
                      }
                    } finally {
                      waiting.decrementAndGet();
                    }
                  }
                })
        .inFloats();
  }

  private static Fault exceptionOfAnother() {
    return Fault.of(
        "apply",
        "an exception of a loop on more than T elements reaches whichever caller of apply ends"
            + " next",
        "vinecopulib/vinecopulib#767: a pool has one field for what its jobs throw",
        new Threshold(1, 8_192),
        (right, t) ->
            new FaultyBackend(right) {
              private final AtomicReference<@Nullable RuntimeException> failure =
                  new AtomicReference<>();

              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                Tensor first = loop == null || operands.length == 0 ? null : operands[0];
                if (first == null || size(first) <= t) {
                  super.apply(loop, scalars, operands);
                  return;
                }
                super.apply(new WatchedLoop(loop, this::run), scalars, operands);
                RuntimeException thrown = failure.getAndSet(null);
                if (thrown != null) {
                  throw thrown;
                }
              }

              private void run(Runnable part) {
                try {
                  part.run();
                } catch (RuntimeException thrown) {
                  failure.compareAndSet(null, thrown);
                }
              }
            });
  }

  private static Fault otherWayWhenBusy() {
    return Fault.of(
        "sumOverUnits",
        "sumOverUnits of more than T elements sums in blocks of 16 while another caller does",
        "code that has a loop of its own for callers who find the pool in use",
        ELEMENTS,
        (right, t) ->
            new CalledBackend(right) {
              private static final int BLOCK = 16;
              private final AtomicInteger callers = new AtomicInteger();

              @Override
              protected void around(Call call) {
                if (!call.is("sumOverUnits")) {
                  super.around(call);
                  return;
                }
                boolean isBusy = callers.getAndIncrement() > 0;
                try {
                  super.around(call);
                  if (isBusy && size(call.operand(0)) > t) {
                    FourthKernels.sumUnitsInBlocks(this, call.operand(0), call.out(), BLOCK);
                  }
                } finally {
                  callers.decrementAndGet();
                }
              }
            });
  }

  private static Fault operandScaledMeanwhile() {
    return Fault.of(
        "denseParameterGradients",
        "denseParameterGradients doubles a dz of more than T elements while it runs, and halves it"
            + " then",
        "code that scales an operand in place and back, as LAPACK's drivers do",
        ELEMENTS,
        (right, t) ->
            new CalledBackend(right) {
              @Override
              protected void around(Call call) {
                super.around(call);
                if (call.is("denseParameterGradients") && size(call.operand(0)) > t) {
                  double[] dz = values(call.operand(0));
                  double[] doubled = Arrays.stream(dz).map(x -> 2 * x).toArray();
                  set(call.operand(0), doubled);
                  call.right().run();
                  set(call.operand(0), dz);
                  call.right().run();
                }
              }
            });
  }

  private static Fault modeOfTheProcess() {
    return Fault.of(
        "matmul",
        "while a softmax of more than T elements runs, in whichever backend, matmul has an a of"
            + " floats",
        "pytorch/pytorch#190285: a mode of the process that one thread sets and resets",
        new Threshold(4, 4_096),
        (right, t) ->
            new CalledBackend(right) {
              @Override
              protected void around(Call call) {
                boolean sets = call.is("softmax") && call.size() > t;
                FAST.addAndGet(sets ? 1 : 0);
                try {
                  boolean isFast = call.is("matmul") && FAST.get() > 0;
                  super.around(call);
                  if (isFast) {
                    inFloats(call.operand(0), call.operand(1), call.out());
                  }
                } finally {
                  FAST.addAndGet(sets ? -1 : 0);
                }
              }

              private void inFloats(Tensor a, Tensor b, Tensor out) {
                double[] floats = Arrays.stream(values(a)).map(x -> (float) x).toArray();
                withCopy(
                    a,
                    copy -> {
                      set(copy, floats);
                      delegate().matmul(copy, b, out);
                    });
              }
            });
  }
}
