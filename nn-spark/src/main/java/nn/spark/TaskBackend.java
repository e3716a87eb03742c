package nn.spark;

import java.io.Serializable;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import org.apache.spark.TaskContext;

/**
 * The backend that a candidate computes on, wherever it is called: what a lambda captures in place
 * of a {@link Backend}, which cannot be sent to an executor. Immutable.
 *
 * <pre>{@code
 * TaskBackend backend = TaskBackend.of("vector", DType.FLOAT32);
 * Candidate candidate =
 *     train -> {
 *       Network network = Network.inputs(4).dense(8, relu()).dense(3, softmax()).build(backend.get());
 *       …
 *     };
 * }</pre>
 *
 * <p>It says name, version and tier as the driver has them: an executor where they are others
 * refuses to compute, so that bits are the driver's everywhere.
 */
public final class TaskBackend implements Serializable {
  private static final long serialVersionUID = 1L;

  private final WorkerBackend worker; // of one thread

  TaskBackend(WorkerBackend worker) {
    this.worker = worker;
  }

  /**
   * The driver's backend of a name.
   *
   * @throws nn.api.provider.BackendException if the driver has none, as {@link
   *     Backends#open(String, BackendOptions)}
   */
  public static TaskBackend of(String name, DType dtype) {
    try (Backend opened = Backends.open(name, new BackendOptions(dtype, 1))) {
      return of(opened);
    }
  }

  /** A backend of the driver, which is not kept; its number of threads does not matter. */
  public static TaskBackend of(Backend backend) {
    return new TaskBackend(WorkerBackend.of(backend));
  }

  /**
   * The backend of this JVM, which all its tasks share. It stays open: nobody closes it. In a task
   * a kernel has as many threads as the task has processors, {@code spark.task.cpus}, elsewhere
   * one.
   *
   * @throws SparkJobException if this JVM has no such backend, or another version of it
   */
  public Backend get() {
    TaskContext task = TaskContext.get();
    return worker.threads(task == null ? 1 : task.cpus()).open();
  }

  /** For instance {@code TaskBackend[vector, FLOAT32]}. */
  @Override
  public String toString() {
    return "TaskBackend[" + worker.name() + ", " + worker.dtype() + "]";
  }
}
