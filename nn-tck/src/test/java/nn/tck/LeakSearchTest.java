package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What leaks on purpose is found, and what grows for another reason is not. */
@Tag("saboteurs")
class LeakSearchTest {
  private static final int BLOCK = 4000;

  private final List<Object> kept = new ArrayList<>();

  private static Optional<String> search(IntConsumer work) {
    return new LeakSearch(BLOCK, 5, 16, work, () -> {}).leak();
  }

  private static void times(int cycles, Runnable work) {
    for (int cycle = 0; cycle < cycles; cycle++) {
      work.run();
    }
  }

  @Test
  void nothingIsNoLeak() {
    assertEquals(Optional.empty(), search(cycles -> {}));
  }

  @Test
  void findsSixteenBytesOfNativeMemory() {
    Assumptions.assumeTrue(MemoryKind.ALLOCATED.bytes().isPresent(), "not counted here");
    String leak = search(cycles -> times(cycles, () -> NativeLeak.of(16))).orElseThrow();
    assertTrue(leak.startsWith(MemoryKind.ALLOCATED.title + " grows by "), leak);
  }

  @Test
  void findsTheLeastObject() {
    String leak = search(cycles -> times(cycles, () -> kept.add(new Object()))).orElseThrow();
    assertTrue(leak.startsWith(MemoryKind.HEAP.title), leak);
  }

  /** A cache, or a compiler: it ends. */
  @Test
  void whatEndsIsNoLeak() {
    assertEquals(
        Optional.empty(),
        search(
            cycles -> {
              if (kept.size() < 20_000) {
                times(cycles, () -> kept.add(new byte[100]));
              }
            }));
  }

  /** As much by a block as by two. */
  @Test
  void whatDoesNotGrowWithTheCyclesIsNoLeak() {
    assertEquals(Optional.empty(), search(cycles -> kept.add(new byte[100_000])));
  }

  /** Another thread's. */
  @Test
  void whatGrowsWithTimeIsNoLeak() throws InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    Thread other =
        new Thread(
            () -> {
              while (!ended.get()) {
                kept.add(new byte[10_000]);
                LockSupport.parkNanos(1_000_000);
              }
            });
    other.start();
    try {
      assertEquals(Optional.empty(), search(cycles -> LockSupport.parkNanos(cycles * 5_000L)));
    } finally {
      ended.set(true);
      other.join();
    }
  }
}
