package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.tck.reference.Loops;
import nn.tck.reference.Throwables;
import org.junit.jupiter.api.Test;

/** Chapter 8xx: several works at the same time. */
@Title("8xx threads and lifetime")
abstract class ParallelRules extends LifetimeRules {

  /** Longer than it takes to start all works. */
  private static final long LONG_NANOS = 1_000_000;

  /** What each work throws in turn. */
  private static final int KINDS = 3;

  /** For the chapters. */
  ParallelRules() {}

  /** How often a rule is repeated, with other delays each time. */
  private static int repetitions(Fixture f) {
    return f.level().isStandard() ? 200 : 10;
  }

  /** Gives the threads that run at the same time another order. */
  private static void delay(long seed, int index) {
    int lot = (int) ((seed >>> (3 * (index % 20))) & 7);
    if (lot == 7) {
      LockSupport.parkNanos(100_000); // so that one that is not waited for is late
    } else {
      for (int spin = 0; spin < lot * 200; spin++) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  @Rule(814)
  void spec814_everyWorkIsDoneOnce() {
    eachFromTheSeed(
        f -> {
          for (int round = 0; round < repetitions(f) && f.next(); round++) {
            int most = f.backend.threads();
            int count = round <= most ? round : f.random.between(0, most);
            everyWorkIsDoneOnce(f, count, round);
          }
          for (int round = 0; round < repetitions(f) / 10 && f.next(); round++) {
            callersAtOnce(f);
          }
          if (f.next()) {
            worksThatCallIt(f);
          }
          if (f.isLast() && f.next()) {
            aWorkTakesLong(f, f.level().isStandard() ? 2_100 : 150);
          }
        });
  }

  /** Whoever waits for works waits for as long as they take. */
  private static void aWorkTakesLong(Fixture f, long milliseconds) {
    AtomicInteger ended = new AtomicInteger();
    int count = f.backend.threads();
    f.backend.inParallel(
        count,
        index -> {
          if (index == count - 1) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
          }
          ended.incrementAndGet();
        });
    f.check(
        ended.get() == count,
        "inParallel",
        "of " + count + " works, one of " + milliseconds + " ms, " + ended.get() + " have ended");
  }

  /** Each caller has works of its own. */
  private static void callersAtOnce(Fixture f) {
    long delays = f.random.next();
    int count = f.random.between(1, f.backend.threads());
    int callers = f.random.between(2, 4);
    AtomicIntegerArray ended = new AtomicIntegerArray(callers * count);
    f.callers()
        .run(
            callers,
            caller ->
                f.backend.inParallel(
                    count,
                    index -> {
                      delay(delays, caller + index);
                      ended.incrementAndGet(caller * count + index);
                    }));
    onceEach(f, ended, callers + " callers at the same time");
  }

  private static void worksThatCallIt(Fixture f) {
    int count = f.backend.threads();
    AtomicIntegerArray ended = new AtomicIntegerArray(count * count);
    f.backend.inParallel(
        count,
        outer ->
            f.backend.inParallel(count, index -> ended.incrementAndGet(outer * count + index)));
    onceEach(f, ended, count + " works that call it themselves");
  }

  private static void onceEach(Fixture f, AtomicIntegerArray ended, String whose) {
    for (int work = 0; work < ended.length(); work++) {
      f.check(
          ended.get(work) == 1,
          "inParallel",
          "of " + whose + ", a work has ended " + ended.get(work) + " times");
    }
  }

  /**
   * Works see what their caller has written before, and the caller what they have written: plain
   * numbers, which a thread that is not waited for may not have stored yet.
   */
  private static void everyWorkIsDoneOnce(Fixture f, int count, int round) {
    long delays = f.random.next();
    int[] seen = new int[f.backend.threads() + 1]; // of one work too many, too
    int[] number = {round};
    int longest = f.random.below(4) == 0 ? f.random.below(count + 1) : count; // none
    AtomicIntegerArray ended = new AtomicIntegerArray(f.backend.threads() + 1);
    boolean meanwhile = round % 8 == 7; // by a work
    boolean interrupted = round % 4 == 3;
    boolean before = interrupted && Thread.interrupted(); // a watchdog's, which is given back
    Thread caller = Thread.currentThread();
    if (interrupted && !(meanwhile && count > 0)) {
      caller.interrupt();
    }
    f.backend.inParallel(
        count,
        index -> {
          if (meanwhile && index == count - 1) {
            caller.interrupt();
          }
          if (index == longest) {
            LockSupport.parkNanos(LONG_NANOS);
          } else {
            delay(delays, index);
          }
          seen[index] = number[0] + index + 1;
          ended.incrementAndGet(index);
        });
    if (interrupted) {
      f.check(
          Thread.interrupted(), "inParallel", "the caller, who was interrupted, is so no longer");
      if (before) {
        Thread.currentThread().interrupt();
      }
    }
    for (int index = 0; index < ended.length(); index++) {
      int times = index < count ? 1 : 0;
      f.check(
          ended.get(index) == times,
          "inParallel",
          "of " + count + " works, " + index + " has ended " + ended.get(index) + " times");
    }
    for (int index = 0; index < count; index++) {
      f.check(
          seen[index] == round + index + 1,
          "inParallel",
          "what work " + index + " of " + count + " has written is not seen by the caller");
    }
  }

  @Test
  @Rule(816)
  void spec816_aWorksExceptionReachesTheCaller() {
    eachFromTheSeed(
        f -> {
          int count = f.backend.threads();
          for (int failing = 0; failing < count && f.next(); failing++) {
            for (int kind = 0; kind < KINDS; kind++) {
              aWorkFails(f, count, failing, Throwables.next(failing * KINDS + kind));
            }
          }
          if (f.next()) {
            allWorksFail(f, count);
          }
          if (f.next()) {
            worksThatCatch(f, count);
          }
        });
  }

  private static void aWorkFails(Fixture f, int count, int failing, Throwable failure) {
    long delays = f.random.next();
    boolean others = f.random.below(2) == 0; // they take long, or any time
    AtomicInteger running = new AtomicInteger();
    AtomicBoolean returned = new AtomicBoolean();
    AtomicInteger late = new AtomicInteger();
    Throwable thrown =
        f.refused(
            "inParallel",
            "a work that throws, of index " + failing + " of " + count,
            failure.getClass(),
            () ->
                f.backend.inParallel(
                    count,
                    index -> {
                      running.incrementAndGet();
                      late.addAndGet(returned.get() ? 1 : 0);
                      try {
                        if (others && index != failing) {
                          LockSupport.parkNanos(LONG_NANOS);
                        } else {
                          delay(delays, index);
                        }
                        if (index == failing) {
                          throw Throwables.<RuntimeException>rethrow(failure);
                        }
                      } finally {
                        running.decrementAndGet();
                      }
                    }));
    int stillRunning = running.get();
    returned.set(true);
    f.check(
        stillRunning == 0,
        "inParallel",
        stillRunning + " works still run when the caller hears of an exception");
    f.check(thrown == failure, "inParallel", "another exception reaches the caller: " + thrown);
    isUsable(f, count);
    f.check(
        late.get() == 0,
        "inParallel",
        late.get() + " works began when the caller had heard of an exception");
  }

  private static void allWorksFail(Fixture f, int count) {
    IntConsumer fails =
        index -> {
          throw new Loops.Refusal();
        };
    f.refused(
        "inParallel",
        "works that all throw",
        Loops.Refusal.class,
        () -> f.backend.inParallel(count, fails));
    isUsable(f, count);
    Loops.Refusal same = new Loops.Refusal();
    IntConsumer failsAlike =
        index -> {
          throw same;
        };
    Loops.Refusal thrown =
        f.refused(
            "inParallel",
            "works that all throw one exception",
            Loops.Refusal.class,
            () -> f.backend.inParallel(count, failsAlike));
    f.check(thrown == same, "inParallel", "another exception reaches the caller: " + thrown);
    isUsable(f, count);
  }

  /** Works that call it themselves, and catch what its works throw: they have not failed. */
  private static void worksThatCatch(Fixture f, int count) {
    AtomicInteger caught = new AtomicInteger();
    f.backend.inParallel(
        count,
        outer -> {
          Loops.Refusal own = new Loops.Refusal();
          try {
            f.backend.inParallel(
                count,
                index -> {
                  throw own;
                });
          } catch (Loops.Refusal thrown) {
            caught.addAndGet(thrown == own ? 1 : 0);
          }
        });
    f.check(
        caught.get() == count,
        "inParallel",
        caught.get() + " of " + count + " works have caught what their own works threw");
    isUsable(f, count);
  }

  private static void isUsable(Fixture f, int count) {
    AtomicInteger done = new AtomicInteger();
    f.backend.inParallel(count, index -> done.incrementAndGet());
    f.check(
        done.get() == count,
        "inParallel",
        "after an exception " + done.get() + " of " + count + " works were done");
  }

  @Test
  @Rule(817)
  void spec817_worksAreAtMostTheThreads() {
    eachFromTheSeed(
        f -> {
          worksAreAtMostTheThreads(f, f.backend);
          List<Backend> open = new ArrayList<>(List.of(f.backend));
          for (int threads : new int[] {1, 4, 2, 7, 3}) {
            if (f.opensWith(threads)) {
              open.add(f.anotherWith(threads));
              open.forEach(backend -> worksAreAtMostTheThreads(f, backend));
            }
          }
        });
  }

  private static void worksAreAtMostTheThreads(Fixture f, Backend backend) {
    int threads = backend.threads();
    for (int count : new int[] {-1, threads + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      f.refused(
          "inParallel",
          count + " works on " + threads + " threads",
          IllegalArgumentException.class,
          () -> backend.inParallel(count, index -> {}));
    }
    backend.inParallel(threads, index -> {});
  }
}
