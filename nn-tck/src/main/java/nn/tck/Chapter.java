package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
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
  private volatile @Nullable TypesAtOnce types;
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

  /** Runs a check in every dtype with every thread count. */
  final void each(Consumer<Fixture> check) {
    for (DType dtype : counted()) {
      each(dtype, threadsOfRun(), check);
    }
  }

  /** The same with numbers of threads that the seed draws besides the author's. */
  final void eachFromTheSeed(Consumer<Fixture> check) {
    for (DType dtype : counted()) {
      each(dtype, threadsFromTheSeed(dtype), check);
    }
  }

  /** The same, as {@link #eachTypeAtOnce} runs it. */
  final void eachFromTheSeedAtOnce(Consumer<Fixture> check) {
    eachTypeAtOnce(dtype -> each(dtype, threadsFromTheSeed(dtype), check));
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
   * Runs a check for every dtype, two at the same time if both can be open: for rules whose cases
   * are many and know nothing of each other. What the check does goes through {@link #each(DType,
   * int[], Consumer)}.
   */
  final void eachTypeAtOnce(Consumer<DType> check) {
    List<DType> all = List.copyOf(counted());
    if (run().settings().replay() != null || !run().acceptsAtOnce(provider(), options(all))) {
      all.forEach(check);
      return;
    }
    TypesAtOnce atOnce = new TypesAtOnce(this, check);
    types = atOnce;
    try {
      atOnce.run(all);
    } finally {
      types = null;
    }
  }

  /** One backend for each type, with the fewest and the most threads that a rule may ask for. */
  private List<BackendOptions> options(List<DType> types) {
    List<BackendOptions> options = new ArrayList<>();
    for (DType dtype : types) {
      int[] threads = threadsFromTheSeed(dtype);
      Arrays.sort(threads);
      options.add(new BackendOptions(dtype, threads[options.isEmpty() ? 0 : threads.length - 1]));
    }
    return options;
  }

  /** Before each case. */
  final void goOn() {
    TypesAtOnce atOnce = types;
    if (atOnce != null) {
      atOnce.goOn();
    }
  }

  /** Runs a check in every dtype whose tier is this one; says so where there is none. */
  final void eachOf(Predicate<Tier> tiers, Consumer<Fixture> check) {
    eachOf(tiers, threadsOfRun(), check);
  }

  /** The same with other thread counts. */
  final void eachOf(Predicate<Tier> tiers, int[] threadCounts, Consumer<Fixture> check) {
    boolean any = false;
    for (DType dtype : counted()) {
      if (tiers.test(provider().tier(dtype))) {
        any = true;
        each(dtype, threadCounts, check);
      }
    }
    Assumptions.assumeTrue(any, "rule " + rule() + " is for another tier");
  }

  /** Runs a check in one dtype with every thread count that can be had. */
  final void each(DType dtype, int[] threadCounts, Consumer<Fixture> check) {
    weighed(dtype, () -> run(dtype, threadCounts, false, check));
  }

  /** The same for a check that compares one thread count with another: it is repeated as one. */
  final void together(DType dtype, int[] threadCounts, Consumer<Fixture> check) {
    weighed(dtype, () -> run(dtype, threadCounts, true, check));
  }

  private void run(DType dtype, int[] threadCounts, boolean together, Consumer<Fixture> check) {
    List<BackendOptions> accepted = accepted(dtype, threadCounts);
    Assertions.assertFalse(
        accepted.isEmpty(), "no thread count was accepted; override threadCounts()");
    CaseId replay = run().settings().replay();
    for (int part = 0; part < accepted.size(); part++) {
      int threads = accepted.get(part).threads();
      if (replay == null || replay.isIn(dtype, together ? replay.threads() : threads)) {
        Fixture fixture = new Fixture(this, accepted.get(part), part, accepted.size(), together);
        open.put(Thread.currentThread(), fixture);
        fixture.begin();
        check.accept(fixture);
        // after a failure the fixture is still needed, to say what was open
        fixture.close();
        open.remove(Thread.currentThread());
      }
    }
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
