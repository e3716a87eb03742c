package nn.api.heap;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share one kernel's work. The caller takes part; nothing is allocated per call.
 *
 * <p>Only one call uses the threads at a time: a second one, from another thread, does all of its
 * own work itself. So any number of threads may call, and none waits for another's kernel.
 */
public final class Workers implements AutoCloseable {

  /** Handing over to a thread that still spins costs 0.1 µs, waking a parked one 21 to 42. */
  private static final long SPIN_NANOS = 50_000;

  private final Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean(); // stays true once closed
  private final AtomicBoolean closed = new AtomicBoolean();

  /** A kernel's work, cut into parts that write disjoint elements. */
  public interface Part {

    /** Does one part; called once for each index. */
    void run(int index);
  }

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

  /**
   * Runs parts {@code 0 … parts − 1} and returns when all are done.
   *
   * @param parts at most {@link #threads()}
   * @throws RuntimeException the exception of a part, after all have ended
   */
  public void run(int parts, Part part) {
    if (parts == 1 || workers.length == 0 || !busy.compareAndSet(false, true)) {
      for (int index = 0; index < parts; index++) {
        part.run(index);
      }
      return;
    }
    try {
      for (int w = 0; w < parts - 1; w++) {
        workers[w].submit(part);
      }
      Throwable failure = null;
      try {
        part.run(0);
      } catch (Throwable thrown) {
        failure = thrown;
      }
      for (int w = 0; w < parts - 1; w++) {
        Throwable thrown = workers[w].await();
        failure = failure == null ? thrown : failure;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (failure != null) {
        throw new UndeclaredThrowableException(failure);
      }
    } finally {
      busy.set(false);
    }
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
    private final int index;
    private final boolean spins;
    private volatile @Nullable Part part; // set by the caller, cleared by this thread when done
    private volatile @Nullable Thread caller; // parked, waiting for this thread
    private volatile boolean ended;
    private @Nullable Throwable failure; // published by the write of part

    Worker(int index, String name, boolean spins) {
      super(name);
      this.index = index;
      this.spins = spins;
      setDaemon(true);
    }

    void submit(Part work) {
      part = work;
      LockSupport.unpark(this);
    }

    @Nullable Throwable await() {
      long deadline = 0;
      while (part != null) {
        if (deadline == 0) {
          deadline = System.nanoTime() + (spins ? SPIN_NANOS : 0);
        }
        if (System.nanoTime() < deadline) {
          Thread.onSpinWait();
        } else {
          caller = Thread.currentThread();
          if (part != null) {
            LockSupport.park(this);
          }
          caller = null;
        }
      }
      Throwable thrown = failure;
      failure = null;
      return thrown;
    }

    void end() {
      ended = true;
      LockSupport.unpark(this);
    }

    @Override
    public void run() {
      long deadline = System.nanoTime();
      while (true) {
        Part work = part;
        if (work != null) {
          try {
            work.run(index);
          } catch (Throwable thrown) { // other languages throw checked exceptions undeclared
            failure = thrown;
          }
          part = null;
          Thread waiting = caller;
          if (waiting != null) {
            LockSupport.unpark(waiting);
          }
          deadline = System.nanoTime() + (spins ? SPIN_NANOS : 0);
        } else if (ended) {
          return;
        } else if (System.nanoTime() < deadline) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
    }
  }
}
