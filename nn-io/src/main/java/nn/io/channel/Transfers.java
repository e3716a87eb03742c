package nn.io.channel;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Transfers of asynchronous channels, which an interrupt does not close as it does others. */
public final class Transfers {

  private Transfers() {}

  /** Waits for a transfer, interrupted or not, and leaves the thread interrupted if it was. */
  public static int await(Future<Integer> transferred) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return transferred.get();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException known ? known : new IOException(failure);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
