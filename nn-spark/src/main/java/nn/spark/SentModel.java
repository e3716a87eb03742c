package nn.spark;

import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/** The bytes of a model file, which go to the executors of an application once. */
final class SentModel implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] bytes;
  private final String sha256;
  private transient @Nullable Broadcast<byte[]> broadcast;
  private transient @Nullable String application; // to which it went
  private transient @Nullable Set<WorkerBackend> required; // which its executors have

  /**
   * A model that has not been sent.
   *
   * @param bytes not to be changed any more
   */
  SentModel(byte[] bytes) {
    this.bytes = bytes;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      sha256 = HexFormat.of().formatHex(digest.digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  /** The SHA-256 of the bytes. */
  String sha256() {
    return sha256;
  }

  /**
   * Sends it, where it is not there yet.
   *
   * @throws SparkJobException if an executor has not the backend
   */
  synchronized Broadcast<byte[]> to(JavaSparkContext context, WorkerBackend backend) {
    if (broadcast == null
        || required == null
        || !context.sc().applicationId().equals(application)) {
      broadcast = context.broadcast(bytes);
      application = context.sc().applicationId();
      required = new HashSet<>();
    }
    if (!required.contains(backend)) {
      backend.require(context);
      required.add(backend);
    }
    return broadcast;
  }
}
