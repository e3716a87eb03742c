package nn.spark;

import org.jspecify.annotations.Nullable;

/**
 * A job failed on the cluster, or cannot be sent there. The message has the form {@code operation:
 * rule that failed: operands}; what an executor threw is named in it, and is the cause where Spark
 * has brought it back.
 */
public final class SparkJobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SparkJobException(String message) {
    super(message);
  }

  SparkJobException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
