package nn.spark;

import java.util.concurrent.Callable;
import nn.api.Message;

/** Runs jobs, and makes of what executors throw one error of the driver. */
final class Jobs {

  private Jobs() {}

  /**
   * Runs a job.
   *
   * @param operation what errors begin with
   * @throws SparkJobException if it fails: with the message of nn's exception where one is the
   *     reason, else with Spark's
   */
  static <T> T run(String operation, Callable<T> job) {
    try {
      return job.call();
    } catch (RuntimeException ownOrSparks) {
      throw failure(operation, ownOrSparks);
    } catch (Exception sparks) { // SparkException is checked, but no method in Scala says so
      throw failure(operation, sparks);
    }
  }

  /** The error that {@link #run} throws for what Spark has thrown. */
  static RuntimeException failure(String operation, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkJobException known) {
        return known;
      }
      if (isOurs(cause)) {
        return new SparkJobException(String.valueOf(cause.getMessage()), failure);
      }
    }
    String first = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return new SparkJobException(
        Message.of("%s: the job must not fail; see the executors' logs: %s", operation, first),
        failure);
  }

  /** Whether an exception was thrown by nn's code, whose messages say what to do. */
  private static boolean isOurs(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return cause.getMessage() != null
        && (cause.getClass().getName().startsWith("nn.")
            || (cause instanceof IllegalArgumentException
                && trace.length > 0
                && trace[0].getClassName().startsWith("nn.")));
  }
}
