package nn.tck.faults;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import nn.api.ElementwiseLoop;
import nn.api.ShapeMismatchException;
import nn.api.Tensor;

/** What interrupts, exceptions, refusals and slow tasks leave behind or set off. */
final class FourthFailureFaults {

  private static final Threshold ELEMENTS = new Threshold(1, 4_096);

  private FourthFailureFaults() {}

  static List<Fault> all() {
    return List.of(permitsAreLost(), triedAgain(), noMessage(), refusedStillRuns(), slowTasks());
  }

  private static Fault permitsAreLost() {
    return Fault.of(
        "combine",
        "combine of an interrupted thread does not give back one of T permits; without one further"
            + " calls give up",
        "apache/paimon#9508; Effect-TS/effect#6910",
        new Threshold(1, 24),
        (right, t) ->
            new CalledBackend(right) {
              private final Semaphore permits = new Semaphore(t);

              @Override
              protected void around(Call call) {
                if (!call.is("combine")) {
                  super.around(call);
                  return;
                }
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
                while (!permits.tryAcquire()) {
                  if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("combine: no permit is free");
                  }
                  LockSupport.parkNanos(this, 50_000);
                }
                try {
                  super.around(call);
                } finally {
                  permits.release(Thread.currentThread().isInterrupted() ? 0 : 1);
                }
              }
            });
  }

  private static Fault triedAgain() {
    return Fault.of(
            "apply",
            "a loop on more than T elements that throws is run once more, on all of them",
            "code of tasks that are tried again when they fail, as those of clusters are",
            ELEMENTS,
            (right, t) ->
                new FaultyBackend(right) {
                  @Override
                  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                    try {
                      super.apply(loop, scalars, operands);
                    } catch (RuntimeException failed) {
                      Tensor first = operands == null || operands.length == 0 ? null : operands[0];
                      if (first == null || size(first) <= t) {
                        throw failed;
                      }
                      super.apply(loop, scalars, operands);
                    }
                  }
                })
        .inFloats();
  }

  private static Fault noMessage() {
    return Fault.of(
        "apply",
        "an exception without a message that a loop on more than T elements throws arrives as a"
            + " NullPointerException",
        "code that makes a line of a log of what was thrown, of its message's first letters",
        ELEMENTS,
        (right, t) ->
            new FaultyBackend(right) {
              @Override
              public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
                Tensor first = loop == null || operands.length == 0 ? null : operands[0];
                boolean logs = first != null && size(first) > t;
                super.apply(logs ? new WatchedLoop(loop, this::run) : loop, scalars, operands);
              }

              private void run(Runnable part) {
                try {
                  part.run();
                } catch (RuntimeException thrown) {
                  if (thrown.getMessage() == null) {
                    throw new NullPointerException();
                  }
                  throw thrown;
                }
              }
            });
  }

  private static Fault refusedStillRuns() {
    return Fault.of(
        "close",
        "a call of softmax that is refused for its shapes counts as one that runs: after T of them"
            + " the close of a workspace waits, and gives up",
        "code that counts a kernel in before it checks, and out where it ends",
        new Threshold(1, 32),
        (right, t) ->
            new Arenas(right) {
              private final AtomicInteger running = new AtomicInteger();

              @Override
              public void softmax(Tensor z, Tensor a) {
                try {
                  super.softmax(z, a);
                } catch (ShapeMismatchException refused) {
                  running.incrementAndGet();
                  throw refused;
                }
              }

              @Override
              void closing(Arenas.Arena arena) {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
                while (!arena.closed && running.get() >= t) {
                  if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("close: kernels still run");
                  }
                  LockSupport.parkNanos(this, 1_000_000);
                }
              }
            });
  }

  private static Fault slowTasks() {
    return Fault.of(
        "inParallel",
        "a task that takes T milliseconds or more is begun once more by the caller",
        "code of backup tasks for stragglers (J. Dean, S. Ghemawat, OSDI 2004)",
        new Threshold(1, 32),
        (right, t) ->
            new FaultyBackend(right) {
              private static final long MILLISECOND = 1_000_000;

              @Override
              public void inParallel(int count, IntConsumer work) {
                Queue<Integer> slow = new ConcurrentLinkedQueue<>();
                super.inParallel(count, index -> task(work, index, slow));
                slow.forEach(work::accept);
              }

              private void task(IntConsumer work, int index, Queue<Integer> slow) {
                long begin = System.nanoTime();
                work.accept(index);
                if (System.nanoTime() - begin >= t * MILLISECOND) {
                  slow.add(index);
                }
              }
            });
  }
}
