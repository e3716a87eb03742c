package nn.tck;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import nn.api.Backend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.tck.reference.Generator;
import nn.tck.reference.Loops;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Chapter 8xx, of memory: what is left when something is closed, and what reused memory holds. */
@Title("8xx threads and lifetime")
abstract class MemoryRules extends ParallelRules {

  /** Of so many cycles one has large tensors. */
  private static final int LARGE_EVERY = 50;

  /** Of so many cycles of all kernels one has operands of some hundred elements. */
  private static final int MIDDLE_EVERY = 4;

  /** Of so many cycles of all kernels one is in a thread that ends; of workspaces, the close. */
  private static final int THREAD_EVERY = 10;

  /** One cycle of so many calls all kernels in another shape. */
  private static final int SHAPE_EVERY = 8;

  /** Of so many workspaces one is closed without a tensor. */
  private static final int EMPTY_EVERY = 3;

  /** Of so many backends one has threads, which take longer to make than all else. */
  private static final int THREADED_EVERY = 5;

  private static final Shape LARGE = new Shape(257, 250);

  private static final Shape SMALL = new Shape(5, 7);

  /** Extents of operands of some tens of elements, and of some hundreds. */
  private static final int[] FEW = {13, 9, 7};

  private static final int[] MIDDLE = {37, 29, 11};

  private static final int HISTORIES = 3;

  // ---- growth

  @Test
  @Rule(813)
  void spec813_openingAndClosingLeavesNoMemoryBehind() {
    eachInTurn(
        f -> leavesNothing(f, "open, use, close", block(), cycles -> openAndClose(f, cycles)));
    assumeNativeMemoryIsKnown();
  }

  @Test
  @Rule(818)
  void spec818_workspacesLeaveNoMemoryBehind() {
    eachInTurn(
        f ->
            leavesNothing(
                f, "workspace, use, close", 2 * block(), cycles -> workspaces(f, cycles)));
    assumeNativeMemoryIsKnown();
  }

  @Test
  @Rule(823)
  void spec823_kernelsLeaveNoMemoryBehind() {
    eachInTurn(
        f ->
            search(f, 2 * block(), cycles -> calls(f, Kernel.all(), cycles))
                .ifPresent(leak -> f.fail(leaking(f), leak)));
    assumeNativeMemoryIsKnown();
  }

  /** How many samples that do not rise are enough. */
  private int samples() {
    return level().isStandard() ? 5 : 4;
  }

  /** Cycles between two samples, one of these blocks coming before the first. */
  private int block() {
    return level().cycles / samples();
  }

  private static void assumeNativeMemoryIsKnown() {
    Assumptions.assumeTrue(
        MemoryKind.ALLOCATED.bytes().isPresent() || MemoryKind.ADDRESSES.bytes().isPresent(),
        "native memory cannot be told from the heap here");
  }

  private void leavesNothing(Fixture f, String what, int block, IntConsumer work) {
    search(f, block, work).ifPresent(leak -> f.fail(what, leak));
  }

  /** Up to standard with the last thread count alone, at smoke in the first number type alone. */
  private Optional<String> search(Fixture f, int block, IntConsumer work) {
    boolean firstType = f.dtype == counted().iterator().next();
    return level().compareTo(Level.STANDARD) > 0
            || (f.isLast() && (level().isStandard() || firstType))
        ? new LeakSearch(block, samples(), level().isStandard() ? 12 : 9, work, f::heard).leak()
        : Optional.empty();
  }

  /**
   * Kernels on temporaries, of some tens of elements and of some hundreds, here and in threads that
   * end, now and then with large operands; and with loops that throw.
   */
  private void calls(Fixture f, List<Kernel> kernels, int cycles) {
    List<Kernel> large = KernelCalls.large(kernels);
    List<Kernel> middle = KernelCalls.scaled(kernels, MIDDLE[0], MIDDLE[1], MIDDLE[2]);
    List<Kernel> small = KernelCalls.scaled(kernels, FEW[0], FEW[1], FEW[2]);
    int largeEvery = block();
    for (int cycle = 0; cycle < cycles; cycle++) {
      f.heard();
      List<Kernel> some = cycle % MIDDLE_EVERY == 0 ? middle : small;
      some.forEach(kernel -> KernelCalls.call(kernel, f.backend));
      if (cycle % MIDDLE_EVERY == 0) {
        kernels.forEach(kernel -> KernelCalls.throwingCall(kernel, f.backend));
      }
      if (cycle % THREAD_EVERY == 0) {
        AtOnce.runAll(List.of(() -> callsOfAThread(f, kernels)));
      }
      if (cycle % SHAPE_EVERY == 0) { // mostly in a shape that there was never before
        int number = f.random.below(1 << 20);
        KernelCalls.scaled(kernels, 3 + number % 31, 3 + number / 31 % 29, 3 + number % 23)
            .forEach(kernel -> KernelCalls.call(kernel, f.backend));
      }
      if (cycle % largeEvery == 0) {
        large.forEach(kernel -> KernelCalls.call(kernel, f.backend));
      }
    }
  }

  private static Void callsOfAThread(Fixture f, List<Kernel> kernels) {
    kernels.forEach(kernel -> KernelCalls.call(kernel, f.backend));
    kernels.forEach(kernel -> KernelCalls.refusedCall(kernel, f.backend));
    return null;
  }

  /** The first kernel that leaks alone. */
  private String leaking(Fixture f) {
    List<String> names = Kernel.all().stream().map(Kernel::name).distinct().toList();
    for (String name : names) {
      List<Kernel> alone =
          Kernel.all().stream().filter(kernel -> kernel.name().equals(name)).toList();
      if (search(f, 2 * block(), cycles -> calls(f, alone, cycles)).isPresent()) {
        return name;
      }
    }
    return "kernels, one after the other";
  }

  /** Opens and uses workspaces, some of which are open at a time, and closes them in any order. */
  private static void workspaces(Fixture f, int cycles) {
    List<Workspace> open = new ArrayList<>();
    for (int cycle = 0; cycle < cycles; cycle++) {
      f.heard();
      Workspace workspace = f.backend.workspace();
      open.add(workspace);
      if (cycle % EMPTY_EVERY != 1) {
        use(f, workspace, cycle % LARGE_EVERY == 0 ? LARGE : SMALL);
      }
      if (open.size() > f.random.below(4)) {
        Workspace closed = open.remove(f.random.below(open.size()));
        if (cycle % THREAD_EVERY == 0) {
          f.callers().run(1, any -> closed.close());
        } else {
          closed.close();
        }
      }
    }
    open.forEach(Workspace::close);
  }

  private static void use(Fixture f, Workspace workspace, Shape shape) {
    Tensor a = workspace.tensor(shape.rows(), shape.columns());
    f.backend.fill(0.5, a);
    Tensor few = workspace.tensor(3, 5);
    f.backend.softmax(few, few); // whose default form opens a workspace, too
  }

  private void openAndClose(Fixture f, int cycles) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int before = threads.getThreadCount();
    int most = before + 100;
    boolean alone = f.opensAlone();
    double[] values = new double[33 * 17];
    for (int cycle = 0; cycle < cycles; cycle++) {
      f.heard();
      f.check(
          threads.getThreadCount() < most,
          "open, use, close",
          "100 threads more than before are alive after " + cycle + " cycles");
      boolean threaded = !alone || cycle % THREADED_EVERY == 0;
      try (Backend backend = threaded ? f.open() : f.openAlone()) {
        Workspace workspace = backend.workspace();
        Tensor a = workspace.tensor(33, 17);
        Tensor out = workspace.tensor(33, 33);
        backend.write(values, a);
        backend.matmulTransB(a, a, out);
        backend.softmax(out, out);
        backend.read(a, values);
      }
    }
    letThreadsEnd(threads, before);
  }

  /** On a busy machine the last backends' threads, each with its stack, take a while to end. */
  private static void letThreadsEnd(ThreadMXBean threads, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (threads.getThreadCount() > count && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  // ---- references

  @Test
  @Rule(819)
  void spec819_whatAKernelWasGivenIsForgotten() {
    each(
        f -> {
          List<Kernel> all = Kernel.all();
          givenIsForgotten(f, all);
          if (level().isStandard()) {
            // what keeps the last it was given forgets it at the next call
            all.forEach(kernel -> givenIsForgotten(f, List.of(kernel)));
          }
        });
  }

  private static void givenIsForgotten(Fixture f, List<Kernel> kernels) {
    References given = new References();
    ExecutorService callers = Executors.newFixedThreadPool(2, AtOnce::daemon);
    try {
      callFromEverywhere(f, given, kernels, callers);
      forgets(f, "a kernel that has returned, and the workspace is closed", given);
    } finally {
      callers.shutdownNow();
    }
  }

  /** From this thread, from two that live on, and from the backend's own, in the other order. */
  private static void callFromEverywhere(
      Fixture f, References given, List<Kernel> kernels, ExecutorService callers) {
    call(f, given, "", kernels);
    call(f, given, ", large operands", KernelCalls.large(kernels));
    List<Callable<Void>> calls = new ArrayList<>();
    for (String caller : List.of(", one of two callers", ", the other caller")) {
      calls.add(
          () -> {
            call(f, given, caller, kernels);
            return null;
          });
    }
    try {
      for (Future<Void> call : callers.invokeAll(calls)) {
        call.get();
      }
    } catch (ExecutionException | InterruptedException failed) {
      throw new AssertionError("a kernel threw in one of several threads", failed);
    }
    List<Kernel> reversed = new ArrayList<>(kernels);
    Collections.reverse(reversed);
    f.backend.inParallel(
        f.backend.threads(), index -> call(f, given, ", inside inParallel", reversed));
  }

  private static void call(Fixture f, References given, String where, List<Kernel> kernels) {
    Backend named = Recorder.of(f.backend, given, where, false);
    Backend unknown = Recorder.of(f.backend, given, where + ", a loop of no name", true);
    for (Kernel kernel : kernels) {
      f.heard();
      KernelCalls.call(kernel, named);
      KernelCalls.call(kernel, unknown);
      KernelCalls.refusedCall(kernel, unknown);
    }
  }

  private static void forgets(Fixture f, String what, References given) {
    List<String> kept = given.kept();
    f.check(kept.isEmpty(), what, "somebody still refers to " + some(kept));
  }

  private static String some(List<String> kept) {
    return String.join("; ", kept.subList(0, Math.min(5, kept.size())))
        + (kept.size() > 5 ? "; and " + (kept.size() - 5) + " more" : "");
  }

  @Test
  @Rule(820)
  void spec820_aClosedBackendIsForgotten() {
    each(
        f -> {
          for (Before closing : Before.values()) {
            References given = new References();
            useAndClose(f, given, closing);
            forgets(f, "a backend that is closed, " + closing, given);
          }
        });
  }

  /** What becomes of a backend's workspaces before it is closed. */
  private enum Before {
    OPEN("not so its workspaces"),
    CLOSED("after its workspaces"),
    CLOSED_ELSEWHERE("after its workspaces, which another thread closed");

    private final String text;

    Before(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private void useAndClose(Fixture f, References given, Before closing) {
    List<Workspace> open = new ArrayList<>();
    Backend earlier = f.open();
    try (Backend backend = f.open()) {
      given.add("a backend that was opened earlier", earlier);
      given.add("the backend", backend);
      Backend recorder = Recorder.of(backend, given, "", true);
      int workspaces = f.random.between(1, 40);
      for (int number = 0; number < workspaces; number++) {
        Workspace workspace = backend.workspace();
        given.add("a workspace", workspace);
        open.add(workspace);
        List<Kernel> kernels = number == 0 ? Kernel.all() : Kernel.transfers();
        for (Kernel kernel : kernels) {
          f.heard();
          kernel.call().run(recorder, KernelCalls.operands(kernel, workspace));
        }
      }
      if (closing == Before.CLOSED) {
        open.forEach(Workspace::close);
      } else if (closing == Before.CLOSED_ELSEWHERE) {
        f.callers().run(1, any -> open.forEach(Workspace::close));
      }
      earlier.close(); // others move up in a list of all
    } finally {
      earlier.close(); // also if something was thrown
    }
  }

  @Test
  @Rule(821)
  void spec821_aTaskThatHasEndedIsForgotten() {
    each(
        f -> {
          References given = new References();
          ExecutorService caller = Executors.newFixedThreadPool(1, AtOnce::daemon);
          try {
            caller.submit(() -> runTasks(f, given, " of another thread")).get();
            runTasks(f, given, "");
            forgets(f, "inParallel that has returned", given);
          } catch (ExecutionException | InterruptedException failed) {
            throw new AssertionError("inParallel threw in another thread", failed);
          } finally {
            caller.shutdownNow();
          }
        });
  }

  /** Tasks for each number of calls, which return or throw. */
  private static void runTasks(Fixture f, References given, String where) {
    for (int count = 0; count <= f.backend.threads(); count++) {
      for (int failing = -1; failing < count; failing++) {
        IntConsumer task = task(failing);
        given.add("the task of " + count + " calls" + where, task);
        try {
          f.backend.inParallel(count, task);
        } catch (Loops.Refusal thrown) {
          // and the task is forgotten all the same
        }
      }
    }
  }

  private static IntConsumer task(int failing) {
    return index -> {
      if (index == failing) {
        throw new Loops.Refusal();
      }
    };
  }

  // ---- reused memory

  @Test
  @Rule(822)
  void spec822_workspacesAreOpenedAndClosedInAnyOrder() {
    each(
        f -> {
          List<Callable<Void>> histories = new ArrayList<>();
          for (int history = 0; history < HISTORIES; history++) {
            Generator random = new Generator(f.random.next());
            histories.add(
                () -> {
                  history(f, random);
                  return null;
                });
          }
          AtOnce.runAll(histories.subList(0, 1));
          AtOnce.runAll(histories.subList(1, HISTORIES));
          TensorLifetimes lifetimes = new TensorLifetimes(f);
          lifetimes.withoutAWorkspace();
          lifetimes.usedOtherwiseBefore();
          lifetimes.openedByWorks();
        });
  }

  /** Tensors of each class of sizes, drawn inside it, for kernels in turn. */
  private void history(Fixture f, Generator random) {
    List<Kernel> kernels = Kernel.all().stream().filter(Kernel::writes).toList();
    WorkspaceHistory history = new WorkspaceHistory(f, random);
    int classes = level().isStandard() ? 20 : 17;
    int calls = level().isStandard() ? f.share(kernels.size()) : 2;
    for (int exponent = 0; exponent < classes; exponent++) {
      int first = random.below(kernels.size());
      int size = random.between(1 << exponent, 2 << exponent);
      int some = exponent < 14 ? calls : Math.min(calls, 4);
      for (int call = 0; call < some; call++) {
        history.step(kernels.get((first + call) % kernels.size()), size);
      }
    }
    history.end();
  }
}
