package nn.backend.nd4j;

import nn.api.provider.BackendException;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Loads ND4J, and knows who uses its threads, of which a JVM has one number. */
final class Nd4jThreads {
  private static int users;
  private static int threads;

  private Nd4jThreads() {}

  /**
   * Sets the number of ND4J's threads, or finds it set to the same; {@link #release} follows.
   *
   * @throws BackendException NN-105 if a user is there that asked for another number
   * @throws IllegalStateException if ND4J cannot be loaded
   */
  static synchronized void acquire(int wanted) {
    if (users > 0 && threads != wanted) {
      throw new BackendException(
          "NN-105",
          "open: ND4J's threads are the whole JVM's, and their number is set by the nd4j backend"
              + " that is already open: that one has "
              + threads
              + ", now "
              + wanted
              + " was asked for: open both with one thread count (nn.threads, NN_THREADS or"
              + " BackendOptions), or close the other one first.");
    }
    if (users == 0 && (threads != wanted || openblas_nolapack.blas_get_num_threads() != wanted)) {
      set(wanted);
      threads = wanted;
    }
    users++;
  }

  static synchronized void release() {
    users--;
  }

  private static void set(int wanted) {
    try {
      Nd4j.getBackend(); // before NativeOpsHolder, which fails without
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(wanted);
      openblas_nolapack.blas_set_num_threads(wanted);
    } catch (RuntimeException | LinkageError failed) {
      String reason =
          "ND4J could not be loaded, and cannot be in this JVM any more: " + root(failed);
      Natives.failed(reason);
      throw new IllegalStateException(reason, failed);
    }
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
