package nn.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this thread allocates: until the compiler is through, each operation on vectors does. */
final class Allocations {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int ROUNDS = 100_000;

  private Allocations() {}

  /** Asserts that the work, repeated until it is compiled, allocates nothing any more. */
  static void assertNoneInTheEnd(String what, Runnable work) {
    long idle = allocatedBy(() -> {});
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && allocated > idle; round++) {
      allocated = allocatedBy(work);
    }
    assertEquals(idle, allocated, what + " allocates bytes, after " + ROUNDS + " calls");
  }

  private static long allocatedBy(Runnable work) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    work.run();
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }
}
