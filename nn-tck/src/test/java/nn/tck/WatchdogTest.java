package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/** A suite ends, though what it tests hangs, and says where. */
class WatchdogTest {

  /** The hangs here never end, so a short wait shows them as well as a long one. */
  private static final Map<String, String> SOON = Map.of("tck.timeout", "1");

  private static BackendProvider provider(UnaryOperator<Backend> wrapper) {
    return new TestProvider(Saboteur.DOUBLES, wrapper);
  }

  private static void assertContains(String text, String... parts) {
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "no '" + part + "' in: " + text);
    }
  }

  /** Keeps its lock when it refuses a range: in a pool's thread, so that the caller has it not. */
  private static final class KeepsItsLock extends WrappedBackend {
    private final ReentrantLock lock = new ReentrantLock();

    KeepsItsLock(Backend delegate) {
      super(delegate);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      lock.lock();
      try {
        work.run();
      } catch (IndexOutOfBoundsException refused) {
        lock.unlock();
        CompletableFuture.runAsync(lock::lock).join();
        throw refused;
      }
      lock.unlock();
    }
  }

  @Test
  void aLockThatIsKeptAfterARefusalIsFoundAndTheSuiteGoesOn() {
    BackendProvider wrong = provider(KeepsItsLock::new);
    SuiteRun run = SuiteRun.ofRule(209, wrong, SOON, 1);
    assertEquals(Set.of(209), run.failures().keySet());
    assertContains(
        run.failures().getOrDefault(209, ""),
        "rule 209: it does not return: nothing was heard of it for 1.0 s",
        "-Dtck.timeout=SECONDS waits longer",
        "backend  naive, FLOAT64, EXACT_SEPARATE, 1 thread(s)",
        "replay   -Dtck.seed=1 -Dtck.case=209/float64/1/0",
        "thread   'tck-rule-209', WAITING",
        "at nn.tck.TransferRules.");
    assertEquals(Map.of(), SuiteRun.ofRule(201, wrong, SOON, 1).failures());
  }

  /** Runs softmax as one kernel under its read lock; its default form closes a workspace. */
  private static final class ClosesUnderItsReadLock extends WrappedBackend {
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

    ClosesUnderItsReadLock(Backend delegate) {
      super(delegate);
    }

    @Override
    void call(String kernel, @Nullable Tensor out, Runnable work) {
      open.readLock().lock();
      try {
        work.run();
        if (kernel.equals("softmax")) {
          workspace().close();
        }
      } finally {
        open.readLock().unlock();
      }
    }

    @Override
    void close(Workspace workspace) {
      open.writeLock().lock();
      try {
        super.close(workspace);
      } finally {
        open.writeLock().unlock();
      }
    }

    @Override
    public void close() {
      open.writeLock().lock(); // hangs, too, while a stuck kernel has the other lock
      try {
        super.close();
      } finally {
        open.writeLock().unlock();
      }
    }
  }

  @Test
  void softmaxThatWaitsForItselfIsFoundByEachRuleThatCallsIt() {
    BackendProvider wrong = provider(ClosesUnderItsReadLock::new);
    for (int rule : new int[] {433, 714}) {
      String message =
          SuiteRun.ofRule(rule, wrong, SOON, 1).failures().getOrDefault(rule, "passed");
      assertContains(
          message,
          "rule " + rule + ": it does not return",
          "-Dtck.case=" + rule + "/float64/1/",
          "softmax",
          "at java.util.concurrent.locks.ReentrantReadWriteLock$WriteLock.lock");
    }
  }

  @Test
  void aCloseThatHangsAfterAFailureHidesNoFailure() {
    CountDownLatch never = new CountDownLatch(1);
    BackendProvider wrong =
        provider(
            backend ->
                new WrappedBackend(backend) {
                  private boolean used;

                  @Override
                  void call(String kernel, @Nullable Tensor out, Runnable work) {
                    used |= kernel.equals("matmul");
                  }

                  @Override
                  public void close() {
                    if (used) {
                      await(never);
                    }
                  }
                });
    String message = SuiteRun.ofRule(305, wrong, SOON, 1).failures().getOrDefault(305, "passed");
    assertContains(message, "rule 305: ", "wrong value at");
  }

  static void await(CountDownLatch latch) {
    boolean interrupted = true;
    while (interrupted) {
      try {
        latch.await();
        interrupted = false;
      } catch (InterruptedException ignored) {
        // as native code does
      }
    }
  }

  @Test
  void aPlugInThatHangsIsFound() {
    CountDownLatch never = new CountDownLatch(1);
    TestActivation wrong =
        new TestActivation() {
          @Override
          public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
            await(never);
          }
        };
    Map<Integer, TestExecutionResult> outcomes = PlugInRun.ofRule(1002, wrong, SOON);
    TestExecutionResult outcome = outcomes.getOrDefault(1002, TestExecutionResult.successful());
    assertContains(
        outcome.getThrowable().map(Throwable::getMessage).orElse("passed"),
        "rule 1002: it does not return",
        "backend  naive, FLOAT",
        "-Dtck.case=1002",
        "at nn.tck.WatchdogTest.await");
    assertEquals(
        Status.SUCCESSFUL,
        PlugInRun.ofRule(1001, wrong, SOON)
            .getOrDefault(1001, TestExecutionResult.aborted(null))
            .getStatus());
  }

  @Test
  void aTestRunsInADaemonThreadThatEnds() throws Throwable {
    List<Thread> threads = new ArrayList<>();
    TestChapter chapter = new TestChapter(new NaiveProvider(), Map.of("tck.timeout", "0"));
    Watchdog.watch(chapter, () -> threads.add(Thread.currentThread()));
    assertEquals(1, threads.size());
    assertTrue(threads.get(0).isDaemon() && !threads.get(0).isAlive());
  }
}
