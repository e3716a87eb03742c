package nn.core.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;
import nn.api.Backend;
import nn.api.Workspace;
import nn.core.architecture.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * Propagations that predict, kept from one call to the next, so that predicting allocates none in
 * the long run. Thread-safe, without locks; no thread owns one, so none is lost when a thread ends.
 */
public final class PropagationPool implements AutoCloseable {

  /** One for each thread that can run, and for a second width of the last records. */
  private static final int MAX_IDLE = Math.max(4, Runtime.getRuntime().availableProcessors());

  private final Architecture architecture;
  private final ParameterTensors values;
  private final Backend backend;
  private final AtomicReferenceArray<@Nullable Propagation> idle =
      new AtomicReferenceArray<>(MAX_IDLE);
  private volatile boolean closed;

  /** An empty pool. */
  public PropagationPool(Architecture architecture, ParameterTensors values, Backend backend) {
    this.architecture = architecture;
    this.values = values;
    this.backend = backend;
  }

  /** One for this number of records, which is the caller's until it gives it back. */
  public Propagation take(int records) {
    int first = first();
    for (int i = 0; i < MAX_IDLE; i++) {
      int slot = (first + i) % MAX_IDLE;
      Propagation kept = idle.get(slot);
      if (kept != null && kept.records() == records && idle.compareAndSet(slot, kept, null)) {
        return kept;
      }
    }
    Workspace workspace = backend.workspace();
    try {
      return new Propagation(architecture, values, null, workspace, records, 0);
    } catch (Throwable failure) {
      workspace.close();
      throw failure;
    }
  }

  /** Takes one back; where there is no room, in place of another. */
  public void give(Propagation propagation) {
    Propagation left = propagation;
    int first = first();
    for (int i = 0; i < MAX_IDLE && left != null; i++) {
      if (idle.compareAndSet((first + i) % MAX_IDLE, null, left)) {
        left = null;
      }
    }
    if (left != null) {
      left = idle.getAndSet(first, left);
    }
    if (left != null) {
      left.close();
    }
    if (closed) {
      close(); // which may have come before this one was back
    }
  }

  /** Where this thread looks first, so that threads seldom meet. */
  private static int first() {
    return (Thread.currentThread().hashCode() & Integer.MAX_VALUE) % MAX_IDLE;
  }

  /** Closes all that are idle, and others when they are given back; idempotent. */
  @Override
  public void close() {
    closed = true;
    for (int slot = 0; slot < MAX_IDLE; slot++) {
      Propagation kept = idle.getAndSet(slot, null);
      if (kept != null) {
        kept.close();
      }
    }
  }
}
