package nn.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import nn.core.data.DataSet;
import nn.core.selection.BaggingException;
import nn.core.selection.SelectionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Independent work with the same data on a cluster, with results in its order. */
final class DataTasks {

  /** By which executors interrupt what they run when a job fails or is cancelled. */
  private static final String INTERRUPT = "spark.job.interruptOnCancel";

  private DataTasks() {}

  /** What a task does: the same, whenever and wherever it is done. */
  @FunctionalInterface
  interface Work<T> extends Serializable {
    T result(DataSet data, int task) throws Exception;
  }

  /** What a failure of a task becomes. */
  @FunctionalInterface
  interface Failure extends Serializable {
    RuntimeException of(int task, Throwable reason);
  }

  /**
   * Does all tasks, each in a partition of its own.
   *
   * @param failure what a task throws, and this method, too, if it has failed as often as Spark
   *     allows: a {@link SelectionException} or a {@link BaggingException}
   * @throws SparkJobException if the job fails for another reason
   * @throws InterruptedException if this thread is interrupted; the job is cancelled
   */
  static <T> List<T> run(
      JavaSparkContext context,
      String operation,
      DataSet data,
      int tasks,
      Work<T> work,
      Failure failure)
      throws InterruptedException {
    if (tasks == 0) {
      return List.of();
    }
    List<Integer> indices = IntStream.range(0, tasks).boxed().toList();
    SharedData arrays = new SharedData(data);
    Broadcast<SharedData> shared = Jobs.run(operation, () -> context.broadcast(arrays));
    try {
      return await(
          operation, Jobs.run(operation, () -> submit(context, indices, shared, work, failure)));
    } finally {
      shared.destroy();
    }
  }

  private static <T> JavaFutureAction<List<T>> submit(
      JavaSparkContext context,
      List<Integer> tasks,
      Broadcast<SharedData> shared,
      Work<T> work,
      Failure failure) {
    String before = context.getLocalProperty(INTERRUPT);
    context.setLocalProperty(INTERRUPT, "true");
    try {
      return context
          .parallelize(tasks, tasks.size())
          .map(task -> result(shared.value().data(), task, work, failure))
          .collectAsync();
    } finally {
      context.setLocalProperty(INTERRUPT, before); // null takes it away
    }
  }

  /** On an executor. */
  private static <T> T result(DataSet data, int task, Work<T> work, Failure failure) {
    try {
      return work.result(data, task);
    } catch (VirtualMachineError fatal) {
      throw fatal; // the executor ends
    } catch (Throwable reason) {
      throw failure.of(task, sendable(reason));
    }
  }

  /** Spark drops an exception that it cannot send, and all that it is the cause of. */
  private static Throwable sendable(Throwable reason) {
    try {
      Sending.backends(reason);
      return reason;
    } catch (IOException | RuntimeException refused) {
      String message = reason.getMessage();
      SparkJobException copy = new SparkJobException(message == null ? reason.toString() : message);
      copy.setStackTrace(reason.getStackTrace());
      return copy;
    }
  }

  private static <T> List<T> await(String operation, JavaFutureAction<List<T>> job)
      throws InterruptedException {
    try {
      return job.get();
    } catch (InterruptedException interrupted) {
      job.cancel(true);
      throw interrupted;
    } catch (ExecutionException failed) {
      throw ownOr(
          Jobs.failure(operation, failed.getCause() instanceof Exception sparks ? sparks : failed));
    }
  }

  /** The exception of a task, where Spark has brought it back. */
  private static RuntimeException ownOr(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SelectionException || cause instanceof BaggingException) {
        return (RuntimeException) cause;
      }
    }
    return failure;
  }
}
