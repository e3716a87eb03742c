package nn.api.heap;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share one kernel's work. The caller takes part; nothing is allocated per call.
 *
 * <p>Each thread has its part. When the caller has done its own, it does those of the threads that
 * have not begun: waking one takes longer than a small part, and a scheduler may give it the
 * caller's processor, where it would begin when the caller waits.
 *
 * <p>Only one call uses the threads at a time: a second one, from another thread, does all of its
 * own work itself. So any number of threads may call, and none waits for another's kernel.
 */
public final class Workers implements AutoCloseable {

  /** Handing over to a thread that still spins costs 0.1 µs, waking a parked one 21 to 42. */
  private static final long SPIN_NANOS = 50_000;

  /**
   * A caller that has parked is often woken on the processor of the thread it waited for, where
   * both then stay. So before it parks it gives way for a while to whoever wants its own.
   */
  private static final long YIELD_NANOS = 1_000_000;

  private final Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean(); // stays true once closed
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Starts {@code threads − 1} daemon threads, which park until there is work. */
  public Workers(int threads, String name) {
    boolean spins = threads <= Runtime.getRuntime().availableProcessors();
    workers = new Worker[threads - 1];
    for (int w = 0; w < workers.length; w++) {
      workers[w] = new Worker(w + 1, name + "-" + (w + 1), spins);
      workers[w].start();
    }
  }

  /** The most parts that run at the same time. */
  public int threads() {
    return workers.length + 1;
  }

  /** The threads that a call would have now: one while another call uses them. */
  public int free() {
    return busy.get() ? 1 : threads();
  }

  /**
   * Runs parts {@code 0 … parts − 1} and returns when all are done.
   *
   * @param parts at most {@link #threads()}
   * @param part does the part of an index, and is called once for each. Parts write disjoint
   *     elements. None may wait for another one: one thread may do several, in any order.
   * @throws RuntimeException the exception of a part, after all have ended; as it is, also one that
   *     other languages throw undeclared
   */
  public void run(int parts, IntConsumer part) {
    if (parts <= 1 || workers.length == 0 || !busy.compareAndSet(false, true)) {
      for (int index = 0; index < parts; index++) {
        part.accept(index);
      }
      return;
    }
    try {
      for (int w = 0; w < parts - 1; w++) {
        workers[w].submit(part);
      }
      Throwable failure = null;
      try {
        part.accept(0);
      } catch (Throwable thrown) {
        failure = thrown;
      }
      for (int w = 0; w < parts - 1; w++) {
        Throwable thrown = workers[w].finish();
        failure = failure == null ? thrown : failure;
      }
      if (failure != null) {
        throw Workers.<RuntimeException>undeclared(failure);
      }
    } finally {
      busy.set(false);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast at run time
  private static <T extends Throwable> T undeclared(Throwable failure) throws T {
    throw (T) failure;
  }

  /**
   * Ends the threads, after a call that uses them; a later call does all of its own work itself.
   * Idempotent. Not to be called by a part.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    // taking the threads like a call and keeping them: work given to an ended one would never end
    while (!busy.compareAndSet(false, true)) {
      LockSupport.parkNanos(this, SPIN_NANOS);
    }
    for (Worker worker : workers) {
      worker.end();
    }
  }

  private static final class Worker extends Thread {
    private static final int IDLE = 0;
    private static final int SUBMITTED = 1; // who makes RUNNING or, the caller, IDLE of it does it
    private static final int RUNNING = 2;

    private final int index;
    private final boolean spins;
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private @Nullable IntConsumer part; // published by the state, like what it computes
    private @Nullable Throwable failure;
    private volatile boolean parked; // or about to be
    private volatile @Nullable Thread caller; // parked, waiting for this thread
    private volatile boolean ended;

    Worker(int index, String name, boolean spins) {
      super(name);
      this.index = index;
      this.spins = spins;
      setDaemon(true);
    }

    void submit(IntConsumer work) {
      part = work;
      state.set(SUBMITTED);
      if (parked) {
        LockSupport.unpark(this);
      }
    }

    /** Waits for the part that was submitted, or does it where this thread has not begun. */
    @Nullable Throwable finish() {
      if (state.compareAndSet(SUBMITTED, IDLE)) {
        doPart();
      } else {
        await();
      }
      part = null;
      Throwable thrown = failure;
      failure = null;
      return thrown;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on whom the scheduler runs instead
    private void await() {
      boolean interrupted = false; // in which state no thread can be parked
      long deadline = 0;
      while (state.get() != IDLE) {
        if (deadline == 0) {
          deadline = System.nanoTime() + (spins ? SPIN_NANOS : 0);
        }
        long late = System.nanoTime() - deadline;
        if (late < 0) {
          Thread.onSpinWait();
        } else if (spins && late < YIELD_NANOS) {
          Thread.yield();
        } else {
          interrupted |= Thread.interrupted();
          caller = Thread.currentThread();
          if (state.get() != IDLE) {
            LockSupport.park(this);
          }
          caller = null;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private void doPart() {
      try {
        Objects.requireNonNull(part).accept(index);
      } catch (Throwable thrown) { // other languages throw checked exceptions undeclared
        failure = thrown;
      }
    }

    void end() {
      ended = true;
      LockSupport.unpark(this);
    }

    @Override
    public void run() {
      long deadline = System.nanoTime();
      while (true) {
        if (state.get() == SUBMITTED) {
          if (state.compareAndSet(SUBMITTED, RUNNING)) {
            doPart();
            Thread.interrupted(); // is the part's, and not of what comes after it
            state.set(IDLE);
            Thread waiting = caller;
            if (waiting != null) {
              LockSupport.unpark(waiting);
            }
          }
          deadline = System.nanoTime() + (spins ? SPIN_NANOS : 0);
        } else if (ended) {
          return;
        } else if (System.nanoTime() < deadline) {
          Thread.onSpinWait();
        } else {
          parked = true;
          if (state.get() != SUBMITTED && !ended) {
            Thread.interrupted(); // by somebody else: no thread can be parked in that state
            LockSupport.park(this);
            deadline = System.nanoTime() + (spins ? SPIN_NANOS : 0);
          }
          parked = false;
        }
      }
    }
  }
}
