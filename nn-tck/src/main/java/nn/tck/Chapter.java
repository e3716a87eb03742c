package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import nn.api.DType;
import nn.api.Tier;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import nn.tck.reference.Generator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What the chapters for backends share: a test runs in every number type and thread count. The
 * chapters extend each other, in the order of their numbers, down to {@link BackendConformance}.
 */
abstract class Chapter extends Suite {
  private final Map<Thread, Fixture> open = new ConcurrentHashMap<>(); // by who opened it
  private volatile @Nullable TwoAtOnce atOnce;
  private volatile @Nullable Long other;

  /** For the chapters. */
  Chapter() {}

  /** The provider under test. */
  protected abstract BackendProvider provider();

  /** The thread counts with which backends are opened. */
  protected abstract int[] threadCounts();

  /** The same, unless the run asks for others. */
  final int[] threadsOfRun() {
    List<Integer> asked = run().settings().threads();
    return asked.isEmpty() ? threadCounts() : asked.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  final String name() {
    return String.valueOf(Certificate.told(provider()::name));
  }

  @Override
  final Collection<DType> counted() {
    return new TreeSet<>(provider().dtypes());
  }

  @Override
  final Map<String, @Nullable Object> description() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("backend", Certificate.backend(provider()));
    all.put("threads", Arrays.stream(threadsOfRun()).boxed().toList());
    return all;
  }

  @Override
  final Collection<Class<?>> classes() {
    Set<Class<?>> classes = new LinkedHashSet<>(List.of(provider().getClass()));
    classes.addAll(run().opened());
    return classes;
  }

  @Override
  final long seed() {
    Long fresh = other;
    return fresh == null ? super.seed() : fresh;
  }

  /** Whether the fresh seed is the second one of this run. */
  final boolean isFresh() {
    return other != null;
  }

  /**
   * Runs a check as the run's seed draws it, and, unless one case is repeated, once more as if the
   * fresh seed were the run's, if there is one; a failure of either is repeated by its seed. What
   * takes long asks {@link #isFresh} and then does a part.
   */
  final void withEachSeed(Runnable check) {
    check.run();
    Long fresh = run().settings().fresh();
    if (fresh != null && run().settings().replay() == null) {
      other = fresh;
      check.run();
      other = null;
    }
  }

  /** Runs a check in every dtype with every thread count, two at the same time if they can be. */
  final void each(Consumer<Fixture> check) {
    atOnce(counted(), any -> threadsOfRun(), check);
  }

  /** The same with numbers of threads that the seed draws besides the author's. */
  final void eachFromTheSeed(Consumer<Fixture> check) {
    atOnce(counted(), this::threadsFromTheSeed, check);
  }

  /** One after the other: for what is seen in the whole JVM, as its memory and threads. */
  final void eachInTurn(Consumer<Fixture> check) {
    counted().forEach(dtype -> each(dtype, threadsOfRun(), check));
  }

  /** The same with numbers of threads that the seed draws besides the author's. */
  final void eachFromTheSeedInTurn(Consumer<Fixture> check) {
    counted().forEach(dtype -> each(dtype, threadsFromTheSeed(dtype), check));
  }

  /**
   * The run's numbers of threads, 2, and two more that the seed draws, at smoke one that it draws,
   * if they can be had.
   */
  final int[] threadsFromTheSeed(DType dtype) {
    Generator random = new Generator(0);
    random.restart(seed(), dtype.bytes());
    List<Integer> all = new ArrayList<>(Arrays.stream(threadsOfRun()).boxed().toList());
    all.addAll(
        level().isStandard()
            ? List.of(2, random.between(4, 8), random.between(9, 17))
            : List.of(random.between(2, 6)));
    return all.stream()
        .distinct()
        .filter(count -> run().accepts(provider(), new BackendOptions(dtype, count)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Runs a check in each dtype with each thread count, two of all these at the same time if that
   * can be: the parts of a rule know nothing of each other, and on two processors it takes a little
   * more than half the time.
   */
  private void atOnce(
      Collection<DType> types, Function<DType, int[]> threads, Consumer<Fixture> check) {
    if (!canBeAtOnce(List.copyOf(types))) {
      types.forEach(dtype -> each(dtype, threads.apply(dtype), check));
      return;
    }
    List<List<Runnable>> parts =
        types.stream().map(dtype -> parts(dtype, threads.apply(dtype), false, check)).toList();
    TwoAtOnce two = new TwoAtOnce(this, inTurns(parts));
    atOnce = two;
    try {
      two.run();
    } finally {
      atOnce = null;
    }
  }

  /**
   * Not when a case is repeated, nor where a dtype is listed as failing, nor if the provider does
   * not open the fewest and the most threads that a rule may ask for at the same time.
   */
  private boolean canBeAtOnce(List<DType> types) {
    if (run().settings().replay() != null
        || types.stream().anyMatch(dtype -> run().expected().of(rule(), dtype) != null)) {
      return false;
    }
    DType first = types.get(0);
    DType last = types.get(types.size() - 1);
    IntSummaryStatistics ofFirst = Arrays.stream(threadsFromTheSeed(first)).summaryStatistics();
    IntSummaryStatistics ofLast = Arrays.stream(threadsFromTheSeed(last)).summaryStatistics();
    return ofFirst.getCount() > 0
        && ofLast.getCount() > 0
        && run()
            .acceptsAtOnce(
                provider(),
                List.of(
                    new BackendOptions(first, ofFirst.getMin()),
                    new BackendOptions(last, ofLast.getMax())));
  }

  /** The first of each list, then the second of each. */
  private static <T> List<T> inTurns(List<List<T>> lists) {
    List<T> all = new ArrayList<>();
    int most = lists.stream().mapToInt(List::size).max().orElse(0);
    for (int at = 0; at < most; at++) {
      for (List<T> list : lists) {
        if (at < list.size()) {
          all.add(list.get(at));
        }
      }
    }
    return all;
  }

  /** Before each case. */
  final void goOn() {
    TwoAtOnce two = atOnce;
    if (two != null) {
      two.goOn();
    }
  }

  /** Runs a check in every dtype whose tier is this one; says so where there is none. */
  final void eachOf(Predicate<Tier> tiers, Consumer<Fixture> check) {
    eachOf(tiers, threadsOfRun(), check);
  }

  /** The same with other thread counts. */
  final void eachOf(Predicate<Tier> tiers, int[] threadCounts, Consumer<Fixture> check) {
    List<DType> types =
        counted().stream().filter(dtype -> tiers.test(provider().tier(dtype))).toList();
    Assumptions.assumeFalse(types.isEmpty(), "rule " + rule() + " is for another tier");
    atOnce(types, any -> threadCounts, check);
  }

  /** Runs a check in one dtype with every thread count that can be had. */
  final void each(DType dtype, int[] threadCounts, Consumer<Fixture> check) {
    weighed(dtype, () -> parts(dtype, threadCounts, false, check).forEach(Runnable::run));
  }

  /** The same for a check that compares one thread count with another: it is repeated as one. */
  final void together(DType dtype, int[] threadCounts, Consumer<Fixture> check) {
    weighed(dtype, () -> parts(dtype, threadCounts, true, check).forEach(Runnable::run));
  }

  /** A check with each thread count that can be had, of a repeated case with its own alone. */
  private List<Runnable> parts(
      DType dtype, int[] threadCounts, boolean together, Consumer<Fixture> check) {
    List<BackendOptions> accepted = accepted(dtype, threadCounts);
    Assertions.assertFalse(
        accepted.isEmpty(), "no thread count was accepted; override threadCounts()");
    CaseId replay = run().settings().replay();
    List<Runnable> parts = new ArrayList<>();
    for (int part = 0; part < accepted.size(); part++) {
      int number = part;
      int threads = accepted.get(part).threads();
      if (replay == null || replay.isIn(dtype, together ? replay.threads() : threads)) {
        parts.add(() -> check(accepted, number, together, check));
      }
    }
    return parts;
  }

  private void check(
      List<BackendOptions> accepted, int part, boolean together, Consumer<Fixture> check) {
    Fixture fixture = new Fixture(this, accepted.get(part), part, accepted.size(), together);
    open.put(Thread.currentThread(), fixture);
    fixture.begin();
    check.accept(fixture);
    // after a failure the fixture is still needed, to say what was open
    fixture.close();
    open.remove(Thread.currentThread());
  }

  /** Those that are not refused because the JVM's threads are set to another count. */
  private List<BackendOptions> accepted(DType dtype, int[] threadCounts) {
    List<BackendOptions> accepted = new ArrayList<>();
    for (int threads : threadCounts) {
      BackendOptions options = new BackendOptions(dtype, threads);
      if (run().accepts(provider(), options)) {
        accepted.add(options);
      }
    }
    return accepted;
  }

  @Override
  final String replay(CaseId id) {
    return super.replay(id)
        + (level() == Level.STANDARD ? "" : " -Dtck.level=" + level())
        + run().threads();
  }

  @Override
  final String circumstances() {
    Fixture mine = open.get(Thread.currentThread());
    return mine != null
        ? mine.circumstances()
        : open.values().stream()
            .findAny()
            .map(Fixture::circumstances)
            .orElseGet(this::replayOfTheRule);
  }

  @Override
  final void end() {
    Fixture left = open.remove(Thread.currentThread());
    if (left != null) {
      try {
        left.close();
      } catch (RuntimeException alsoWrong) {
        // the test has failed already, and that is what is reported
      }
    }
  }

  @Override
  final void abandon() {
    open.clear();
  }
}
