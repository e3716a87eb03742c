package nn.tck;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.Workspace;
import nn.tck.ModelCalls.Way;
import nn.tck.model.ExtentClass;
import nn.tck.reference.Generator;

/**
 * Callers that call kernels of one backend at the same time: operands that are only read are shared
 * between them, destinations are each caller's own, and so is what each compares with. What one
 * caller leaves in memory that it should not share is seen by another one.
 */
final class ManyCallers {

  /** So many callers come when each calls all kernels. */
  static final int CROWD = 64;

  /** Numbers in the operands of small, middle-sized and large calls. */
  private static final int[][] SIZES = {{1, 512}, {512, 4_096}, {4_096, 65_536}, {4_096, 65_536}};

  /** In which order callers make them: large ones, which take longer, less often. */
  private static final int[] ORDER = {0, 2, 1, 0, 3, 1};

  /** Callers of the same extents with different numbers, the last in another form. */
  private static final int SIBLINGS = 3;

  /** One caller of so many has another backend, which is to share nothing with the first. */
  private static final int ELSEWHERE = 4;

  /** What each caller of a crowd has of its own. */
  private static final int OWN = 24;

  /** Callers of long calls, and how many each makes. */
  private static final int LONG_CALLERS = 8;

  private static final int LONG_CALLS = 3;

  private final Fixture f;
  private final AtOnce atOnce;
  private final int most;
  private final int turns;
  private final boolean everything;
  private final String circumstance;
  private final ModelCalls model;

  private ManyCallers(
      Fixture f, AtOnce atOnce, int most, int turns, boolean everything, String circumstance) {
    this.f = f;
    this.atOnce = atOnce;
    this.most = most;
    this.turns = turns;
    this.everything = everything;
    this.circumstance = circumstance;
    model = new ModelCalls(f);
  }

  /** In threads of their own. */
  static ManyCallers inThreads(Fixture f) {
    return new ManyCallers(
        f,
        AtOnce.inThreads(),
        f.level().isStandard() ? CROWD : CROWD / 4,
        1,
        false,
        ", many callers");
  }

  /**
   * As works of {@code inParallel}, which is called ten times as often. Each of them calls every
   * form of every kernel: the fault may be in one worker's memory.
   */
  static ManyCallers inParallel(Fixture f) {
    return new ManyCallers(
        f,
        AtOnce.inParallel(f.backend),
        Math.min(CROWD, f.backend.threads()),
        10,
        true,
        ", inside inParallel");
  }

  /** In how many rounds, each with other operands. */
  private static int rounds(Level level) {
    return level.isStandard() ? 6 : 2;
  }

  /** How often a kernel is called by every caller, in all rounds, if not more. */
  private static int repetitions(Level level) {
    return switch (level) {
      case SMOKE -> 40;
      case STANDARD, FULL -> 200;
      case SOAK -> 1_000;
    };
  }

  /** All callers call the same kernel, for each kernel. */
  void oneKernelAtATime() {
    if (most < 2) {
      return;
    }
    int rounds = rounds(f.level());
    int repetitions = Math.max(40, repetitions(f.level()) / rounds);
    for (String kernel : model.kernels()) {
      for (int round = f.share(rounds); round > 0; round--) {
        if (f.next()) {
          List<List<BoundCall>> calls = new ArrayList<>();
          for (int sibling = 0; sibling < SIBLINGS; sibling++) {
            calls.add(new ArrayList<>());
          }
          List<Way> ways = model.ways(kernel);
          for (int[] size : SIZES) {
            Way way = drawn(ways);
            BoundCall first = model.draw(way, size[0], size[1]);
            calls.get(0).add(first);
            for (List<BoundCall> sibling : calls.subList(1, SIBLINGS - 1)) {
              sibling.add(first.sibling());
            }
            calls.get(SIBLINGS - 1).add(model.inAnotherForm(ways, way, first));
          }
          try (Backend other = f.open();
              Workspace theirs = other.workspace()) {
            call(copies(calls, callers(), other, theirs), repetitions);
          }
        }
      }
    }
  }

  /** One time in two one with a scalar, if there is any: callers have different ones. */
  private Way drawn(List<Way> ways) {
    List<Way> some = ways.stream().filter(way -> way.form().scalar()).toList();
    List<Way> from = some.isEmpty() || f.random.below(2) == 0 ? ways : some;
    return from.get(f.random.below(from.size()));
  }

  private int callers() {
    return most <= 2 ? most : ExtentClass.logUniform(2, most, f.random);
  }

  /**
   * Every caller calls other kernels, in all forms between them or each, as often as one kernel.
   */
  void allKernels() {
    allKernels(f.share(repetitions(f.level())));
  }

  /** The same with so many calls of each caller. */
  void allKernels(int repetitions) {
    if (repetitions > 0 && f.next()) {
      List<BoundCall> calls = new ArrayList<>();
      model.ways().forEach(way -> calls.add(model.draw(way, 1, 400)));
      int callers = most;
      int some = Math.max(OWN, (calls.size() + callers - 1) / callers);
      int own = everything ? calls.size() : some;
      List<List<BoundCall>> all = nothingYet(callers);
      for (int at = 0; at < own; at++) {
        for (int caller = 0; caller < callers; caller++) {
          all.get(caller).add(calls.get((caller * some + at) % calls.size()).forAnother());
        }
      }
      call(all, everything ? Math.max(own, repetitions) : repetitions);
    }
  }

  /**
   * A few callers of large calls, which in plain loops last longer than a time slice: several are
   * in the kernel at a time, even on one processor.
   */
  void longCalls() {
    int number = 0;
    for (Way way : model.first()) {
      if (f.isMine(number++) && f.next()) {
        BoundCall first = model.drawLong(way);
        List<List<BoundCall>> all = new ArrayList<>();
        for (int caller = 0; caller < Math.min(most, LONG_CALLERS); caller++) {
          all.add(List.of(first.forAnother()));
        }
        call(all, LONG_CALLS * turns);
      }
    }
  }

  /**
   * What each caller calls, in order, with destinations of its own, beside which are those of other
   * callers.
   */
  private static List<List<BoundCall>> copies(
      List<List<BoundCall>> siblings, int callers, Backend other, Workspace theirs) {
    List<List<BoundCall>> all = nothingYet(callers);
    for (int size : ORDER) {
      for (int caller = 0; caller < callers; caller++) {
        BoundCall call = siblings.get(caller % SIBLINGS).get(size);
        boolean elsewhere = caller % ELSEWHERE == ELSEWHERE - 1;
        all.get(caller).add(elsewhere ? call.on(other, theirs) : call.forAnother());
      }
    }
    return all;
  }

  private static List<List<BoundCall>> nothingYet(int callers) {
    List<List<BoundCall>> all = new ArrayList<>();
    while (all.size() < callers) {
      all.add(new ArrayList<>());
    }
    return all;
  }

  /** Each caller makes so many calls; then everything is looked at. */
  private void call(List<List<BoundCall>> own, int repetitions) {
    long seed = f.random.next();
    own.get(0).forEach(BoundCall::run); // threads may inherit something of the one that starts them
    for (int turn = 0; turn < turns; turn++) {
      int first = repetitions * turn / turns;
      int end = repetitions * (turn + 1) / turns;
      atOnce.run(own.size(), caller -> calls(own.get(caller), seed + caller, caller, first, end));
    }
    for (List<BoundCall> calls : own) {
      for (BoundCall call : calls) {
        call.restore();
        call.run();
        call.check(circumstance + ", afterwards");
      }
    }
  }

  private void calls(List<BoundCall> own, long seed, int caller, int first, int end) {
    Generator delays = new Generator(seed);
    int size = own.size();
    for (int number = first; number < end; number++) {
      // in every other turn all callers have the same extents
      int which = number + (number / size % 2 == 0 ? 0 : caller);
      BoundCall call = own.get(which % size);
      call.restore();
      delay(delays);
      call.run();
      call.checkResults(circumstance);
    }
  }

  /** Nothing, or up to some microseconds. */
  private static void delay(Generator random) {
    int spins = random.below(2) == 0 ? 0 : random.below(1 << random.below(8));
    for (int spin = 0; spin < spins; spin++) {
      Thread.onSpinWait();
    }
  }
}
