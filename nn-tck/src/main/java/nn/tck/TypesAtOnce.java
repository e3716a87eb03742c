package nn.tck;

import java.util.List;
import java.util.function.Consumer;
import nn.api.DType;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Tests several number types at the same time, each in a thread of its own, until one fails. */
final class TypesAtOnce {
  private final Suite suite;
  private final Consumer<DType> check;
  private @Nullable Throwable failure;

  TypesAtOnce(Suite suite, Consumer<DType> check) {
    this.suite = suite;
    this.check = check;
  }

  /** Ends a test because another number type has failed. */
  private static final class Stopped extends TestAbortedException {
    private static final long serialVersionUID = 1;
  }

  /** Returns when all have ended; throws what the first one that failed has thrown. */
  void run(List<DType> types) {
    List<Thread> others = types.stream().skip(1).map(this::start).toList();
    test(types.get(0));
    try {
      for (Thread other : others) {
        other.join();
      }
    } catch (InterruptedException stopped) {
      others.forEach(Thread::interrupt);
      throw new AssertionError("interrupted while another number type is tested", stopped);
    }
    Throwable thrown = failure();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }

  private Thread start(DType dtype) {
    Thread thread = new Thread(() -> test(dtype), "tck-rule-" + suite.rule() + "-" + dtype);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void test(DType dtype) {
    try {
      check.accept(dtype);
    } catch (Stopped stopped) {
      // the other's failure is thrown
    } catch (Throwable thrown) {
      failed(suite.judged(thrown));
    } finally {
      suite.end();
    }
  }

  /** Before each case: whether there is still a point in it. */
  void goOn() {
    if (failure() != null) {
      throw new Stopped();
    }
  }

  private synchronized void failed(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
  }

  private synchronized @Nullable Throwable failure() {
    return failure;
  }
}
