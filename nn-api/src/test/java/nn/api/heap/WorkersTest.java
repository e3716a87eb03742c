package nn.api.heap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {

  private static int[] counts(Workers workers, int parts, int times) {
    AtomicIntegerArray counts = new AtomicIntegerArray(parts);
    for (int t = 0; t < times; t++) {
      workers.run(parts, counts::incrementAndGet);
    }
    int[] result = new int[parts];
    for (int p = 0; p < parts; p++) {
      result[p] = counts.get(p);
    }
    return result;
  }

  @Test
  void runsEachPartOnce() {
    try (Workers workers = new Workers(4, "test")) {
      assertEquals(4, workers.threads());
      assertArrayEquals(new int[] {500, 500, 500, 500}, counts(workers, 4, 500));
      assertArrayEquals(new int[] {500, 500}, counts(workers, 2, 500));
      assertArrayEquals(new int[] {1}, counts(workers, 1, 1));
    }
    try (Workers alone = new Workers(1, "test")) {
      assertArrayEquals(new int[] {3}, counts(alone, 1, 3));
    }
  }

  @Test
  void theCallerDoesPartsThatNoThreadHasBegun() {
    Thread caller = Thread.currentThread();
    AtomicInteger done = new AtomicInteger();
    int threads = Runtime.getRuntime().availableProcessors() + 1; // parked between calls
    try (Workers workers = new Workers(threads, "test")) {
      for (int call = 0; call < 1_000; call++) {
        workers.run(
            threads,
            index -> {
              if (index > 0 && Thread.currentThread() == caller) {
                done.incrementAndGet();
              }
            });
      }
    }
    assertTrue(done.get() > 0);
  }

  @Test
  void theCallerWaitsForAPartThatAThreadHasBegun() {
    Thread caller = Thread.currentThread();
    AtomicInteger ended = new AtomicInteger();
    try (Workers workers = new Workers(2, "test")) {
      CountDownLatch begun = new CountDownLatch(1);
      workers.run(
          2,
          index -> {
            if (index == 0) {
              await(begun);
            } else {
              assertNotSame(caller, Thread.currentThread());
              begun.countDown();
              pause(50); // longer than the caller spins
              ended.incrementAndGet();
            }
          });
      assertEquals(1, ended.get());
    }
  }

  @Test
  void anExceptionOfAnyPartReachesTheCallerAfterAllHaveEnded() {
    try (Workers workers = new Workers(3, "test")) {
      for (int failing = 0; failing < 3; failing++) {
        int bad = failing;
        RuntimeException planned = new IllegalStateException("part " + bad);
        AtomicIntegerArray counts = new AtomicIntegerArray(3);
        RuntimeException thrown =
            assertThrows(
                RuntimeException.class,
                () ->
                    workers.run(
                        3,
                        part -> {
                          counts.incrementAndGet(part);
                          if (part == bad) {
                            throw planned;
                          }
                        }));
        assertSame(planned, thrown);
        assertEquals("[1, 1, 1]", counts.toString());
        assertArrayEquals(new int[] {1, 1, 1}, counts(workers, 3, 1));
      }
    }
  }

  @Test
  void anErrorOrAnUndeclaredExceptionReachesTheCaller() {
    try (Workers workers = new Workers(2, "test")) {
      for (int failing = 0; failing < 2; failing++) {
        int bad = failing;
        assertThrows(
            StackOverflowError.class,
            () -> workers.run(2, part -> fail(part, bad, new StackOverflowError())));
        IOException checked = new IOException("as Kotlin throws it");
        assertSame(
            checked,
            assertThrows(
                IOException.class, () -> workers.run(2, part -> fail(part, bad, checked))));
        assertArrayEquals(new int[] {1, 1}, counts(workers, 2, 1));
      }
    }
  }

  @Test
  void aPartIsNotInterruptedByTheOneBeforeIt() throws InterruptedException {
    try (Workers workers = new Workers(2, "test")) {
      AtomicReference<Thread> worker = new AtomicReference<>();
      atTheSameTime(
          workers,
          () -> {
            worker.set(Thread.currentThread());
            Thread.currentThread().interrupt();
          });
      AtomicBoolean interrupted = new AtomicBoolean();
      atTheSameTime(workers, () -> interrupted.set(Thread.currentThread().isInterrupted()));
      assertFalse(interrupted.get());
      Objects.requireNonNull(worker.get()).interrupt(); // while it waits for work
      while (worker.get().isInterrupted()) {
        Thread.sleep(1);
      }
    }
  }

  @Test
  void aCallerStaysInterrupted() {
    try (Workers workers = new Workers(2, "test")) {
      Thread.currentThread().interrupt();
      atTheSameTime(workers, () -> LockSupport.parkNanos(5_000_000)); // until the caller waits
      assertTrue(Thread.interrupted());
    }
  }

  /** Has the worker's part done by the worker, not by the caller, which waits for it. */
  private static void atTheSameTime(Workers workers, Runnable ofTheWorker) {
    CountDownLatch begun = new CountDownLatch(1);
    workers.run(
        2,
        part -> {
          if (part == 0) {
            awaitUninterruptibly(begun);
          } else {
            begun.countDown();
            ofTheWorker.run();
          }
        });
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private static void fail(int part, int bad, Throwable planned) {
    if (part == bad) {
      WorkersTest.<RuntimeException>sneak(planned);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void sneak(Throwable planned) throws T {
    throw (T) planned;
  }

  @Test
  void callersDoNotDisturbEachOther() throws InterruptedException, ExecutionException {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (Workers workers = new Workers(3, "test")) {
      List<Callable<int[]>> calls = new ArrayList<>();
      for (int c = 0; c < 4; c++) {
        calls.add(() -> counts(workers, 3, 2_000));
      }
      for (Future<int[]> result : callers.invokeAll(calls)) {
        assertArrayEquals(new int[] {2_000, 2_000, 2_000}, result.get());
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void closeEndsTheThreads() throws InterruptedException {
    Workers workers = new Workers(3, "test-of-close");
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("test-of-close-"))
            .toList();
    assertArrayEquals(new int[] {1, 1, 1}, counts(workers, 3, 1));
    workers.close();
    workers.close();
    assertEquals(2, threads.size());
    for (Thread thread : threads) {
      assertTrue(thread.isDaemon());
      thread.join(10_000);
      assertFalse(thread.isAlive(), thread::getName);
    }
  }

  @Test
  void aCallAfterCloseDoesItsOwnWork() {
    Workers workers = new Workers(3, "test");
    workers.close();
    assertArrayEquals(new int[] {2, 2, 2}, counts(workers, 3, 2));
  }

  @Test
  void closingWaitsForARunningCall() throws InterruptedException {
    Workers workers = new Workers(2, "test");
    CountDownLatch started = new CountDownLatch(2);
    AtomicInteger ended = new AtomicInteger();
    Thread caller =
        new Thread(
            () ->
                workers.run(
                    2,
                    index -> {
                      started.countDown();
                      pause(50);
                      ended.incrementAndGet();
                    }));
    caller.start();
    started.await();
    workers.close();
    assertEquals(2, ended.get());
    caller.join();
  }

  @Test
  void closingAmongCallsLosesNoPart() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      Workers workers = new Workers(2, "test");
      AtomicInteger parts = new AtomicInteger();
      CountDownLatch first = new CountDownLatch(1);
      Thread caller =
          new Thread(
              () -> {
                for (int i = 0; i < 100; i++) {
                  workers.run(2, index -> parts.incrementAndGet());
                  first.countDown();
                }
              });
      caller.start();
      first.await();
      workers.close();
      caller.join(10_000);
      assertTrue(!caller.isAlive());
      assertEquals(200, parts.get());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
