package nn.api.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {

  @Test
  void closedWorkersLeaveAllPartsToTheCaller() {
    Workers workers = new Workers(3, "test");
    workers.close();
    workers.close();
    AtomicIntegerArray runs = new AtomicIntegerArray(3);
    workers.run(3, runs::incrementAndGet);
    assertEquals("[1, 1, 1]", runs.toString());
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

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
