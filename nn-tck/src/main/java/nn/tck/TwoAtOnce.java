package nn.tck;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.opentest4j.TestAbortedException;

/** Tests the parts of a rule, two at the same time, until one fails. */
final class TwoAtOnce {
  private final Suite suite;
  private final Queue<Runnable> parts;

  TwoAtOnce(Suite suite, List<Runnable> parts) {
    this.suite = suite;
    this.parts = new ConcurrentLinkedQueue<>(parts);
  }

  /** Ends a part because another one has failed. */
  private static final class Stopped extends TestAbortedException {
    private static final long serialVersionUID = 1;
  }

  /** Returns when all have ended; throws what the first one that failed has thrown. */
  void run() {
    Thread other = new Thread(this::test, "tck-rule-" + suite.rule() + "-too");
    other.setDaemon(true);
    other.start();
    test();
    try {
      other.join();
    } catch (InterruptedException stopped) {
      other.interrupt();
      throw new AssertionError("interrupted while another part is tested", stopped);
    }
    Throwable thrown = suite.failure();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }

  /** One part after the other, as long as there are some. */
  private void test() {
    try {
      for (Runnable part = parts.poll(); part != null; part = parts.poll()) {
        goOn();
        part.run();
      }
    } catch (Stopped stopped) {
      // the other's failure is thrown
    } catch (Throwable thrown) {
      suite.failed(thrown);
    } finally {
      suite.end();
    }
  }

  /** Before each case: whether there is still a point in it. */
  void goOn() {
    if (suite.failure() != null) {
      throw new Stopped();
    }
  }
}
