package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Whether work that is done again and again leaves memory behind.
 *
 * <p>A JVM takes memory of its own all the while: it compiles, which takes megabytes for a moment
 * and a little for good, it gives threads their stacks, and the system takes pages back when it
 * likes. On a busy machine all that happens late. Three things tell a leak from it: it goes on, it
 * grows with the number of cycles, and it stops with them. So memory is sampled after each block of
 * cycles until it no longer rises; where it rises on and on, blocks without a cycle, of one length
 * and of twice that length are done in turns, and a leak is what grows more with each.
 */
final class LeakSearch {

  /** In so many samples a rise is a suspicion. */
  private static final int SUSPICIOUS = 8;

  private static final int ROUNDS = 5;

  private static final int RETAKES = 1;

  private static final long[] NOTHING = {0, 0, 0};

  private final int block;
  private final int fewest;
  private final int most;
  private final IntConsumer work;
  private final Runnable heard;
  private final Map<MemoryKind, List<Long>> samples = new EnumMap<>(MemoryKind.class);

  /**
   * Prepares a search.
   *
   * @param block how many cycles are done between two samples
   * @param fewest after how many samples that do not rise it is sure enough that none will
   * @param most after how many it is none: what goes up and down for so long is no leak
   * @param work does so many cycles
   * @param heard is told now and then that this goes on
   */
  LeakSearch(int block, int fewest, int most, IntConsumer work, Runnable heard) {
    this.block = block;
    this.fewest = fewest;
    this.most = most;
    this.work = work;
    this.heard = heard;
  }

  /** What is left behind, in words; empty if nothing is. */
  Optional<String> leak() {
    work.accept(block); // what is made once, the first time
    Map<MemoryKind, Long> last = reading();
    add(last);
    for (int taken = 1; taken < most; taken++) {
      work.accept(block);
      last = sample(last);
      add(last);
      if (clean()) {
        return Optional.empty();
      }
      List<MemoryKind> suspects = length() >= SUSPICIOUS ? rising(SUSPICIOUS) : List.of();
      if (!suspects.isEmpty()) {
        Optional<String> leak = confirmed(suspects);
        if (leak.isPresent()) {
          return leak;
        }
        samples.clear();
        last = reading();
        add(last);
      }
    }
    return Optional.empty();
  }

  private void add(Map<MemoryKind, Long> sample) {
    sample.forEach(
        (kind, bytes) -> samples.computeIfAbsent(kind, any -> new ArrayList<>()).add(bytes));
  }

  private int length() {
    return samples.values().stream().mapToInt(List::size).max().orElse(0);
  }

  /**
   * Whether the last samples do not rise. Where some fall, as when a compiler gives back what it
   * had, a leak may hide behind that; then more are taken, and all are looked at.
   */
  private boolean clean() {
    int length = length();
    if (length < fewest) {
      return false;
    }
    boolean quiet =
        samples.keySet().stream()
            .noneMatch(kind -> Trend.falls(last(kind, fewest), kind.leastGrowth(block)));
    return quiet ? rising(fewest).isEmpty() : length >= 3 * fewest && rising(length).isEmpty();
  }

  /** The kinds of which the last samples rise. */
  private List<MemoryKind> rising(int last) {
    return samples.keySet().stream()
        .filter(kind -> Trend.rise(last(kind, last)) >= kind.leastGrowth(block))
        .toList();
  }

  private List<Long> last(MemoryKind kind, int length) {
    List<Long> all = samples.getOrDefault(kind, List.of());
    return all.subList(Math.max(0, all.size() - length), all.size());
  }

  /**
   * What there is after a collection; where that is more than before, the least of several
   * readings, since a compiler gives back what it took.
   */
  private Map<MemoryKind, Long> sample(Map<MemoryKind, Long> before) {
    Map<MemoryKind, Long> least = reading();
    for (int retake = 0; retake < RETAKES && grown(before, least); retake++) {
      heard.run();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      reading().forEach((kind, bytes) -> least.merge(kind, bytes, Math::min));
    }
    return least;
  }

  private boolean grown(Map<MemoryKind, Long> before, Map<MemoryKind, Long> now) {
    return now.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getValue() - before.getOrDefault(entry.getKey(), 0L)
                    >= entry.getKey().leastGrowth(block));
  }

  private static Map<MemoryKind, Long> reading() {
    letCompilersEnd();
    System.gc();
    Map<MemoryKind, Long> reading = new EnumMap<>(MemoryKind.class);
    for (MemoryKind kind : MemoryKind.values()) {
      OptionalLong bytes = kind.bytes();
      bytes.ifPresent(known -> reading.put(kind, known));
    }
    return reading;
  }

  /** They are given a quarter of a second, which is not always enough. */
  private static void letCompilersEnd() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(250);
    while (NativeMemory.compiling() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  /** Of kinds that rise, the one that rises with the cycles and not with time. */
  private Optional<String> confirmed(List<MemoryKind> suspects) {
    if (suspects.isEmpty()) {
      return Optional.empty();
    }
    List<Map<MemoryKind, long[]>> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      rounds.add(round());
    }
    return suspects.stream()
        .filter(kind -> proportional(medians(kind, rounds), kind.leastGrowth(block)))
        .findFirst()
        .map(kind -> describe(kind, medians(kind, rounds)));
  }

  /** Nothing to speak of without a cycle, enough by a block, and about as much by a second one. */
  private static boolean proportional(long[] growth, long least) {
    long first = growth[1];
    long second = growth[2] - growth[1];
    return Math.abs(growth[0]) < Math.min(first, second)
        && Math.min(first, second) >= least
        && Math.max(first, second) <= 2 * Math.min(first, second);
  }

  /** Of several rounds, the median growth without a cycle, by a block, and by two. */
  private static long[] medians(MemoryKind kind, List<Map<MemoryKind, long[]>> rounds) {
    long[] medians = new long[3];
    Arrays.setAll(
        medians,
        blocks ->
            Trend.median(
                rounds.stream().map(round -> round.getOrDefault(kind, NOTHING)[blocks]).toList()));
    return medians;
  }

  /** The growth without a cycle, by a block, and by two. */
  private Map<MemoryKind, long[]> round() {
    Map<MemoryKind, long[]> growths = new EnumMap<>(MemoryKind.class);
    Map<MemoryKind, Long> before = sample(Map.of());
    long nanos = 0;
    for (int blocks : new int[] {1, 2, 0}) {
      long start = System.nanoTime();
      if (blocks == 0) {
        rest(nanos);
      } else {
        work.accept(blocks * block);
      }
      nanos = blocks == 1 ? System.nanoTime() - start : nanos;
      Map<MemoryKind, Long> after = sample(Map.of());
      Map<MemoryKind, Long> from = before;
      after.forEach(
          (kind, bytes) ->
              growths.computeIfAbsent(kind, any -> new long[3])[blocks] =
                  bytes - from.getOrDefault(kind, 0L));
      before = after;
    }
    return growths;
  }

  private void rest(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      heard.run();
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(250)));
    }
  }

  private String describe(MemoryKind kind, long[] growth) {
    return String.format(
        Locale.ROOT,
        "%s grows by %d bytes a cycle: by %d in %d cycles, by %d in %d, by %d in the same time"
            + " without any",
        kind.title,
        (growth[2] - growth[1]) / block,
        growth[1],
        block,
        growth[2],
        2 * block,
        growth[0]);
  }
}
