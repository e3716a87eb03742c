package nn.tck;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What one rule's test has counted, and how it ended. */
final class Verdict {

  /** How a test ended. */
  enum Outcome {
    PASS,
    FAIL,
    /** The rule does not apply, or cannot be tested here. */
    SKIP,
    /** It failed, as {@value ExpectedFailures#FILE} says it does. */
    EXPECTED_FAILURE
  }

  private static final double NONE = -1;

  final int rule;
  final String chapter;
  final String test;
  private final LongAdder cases = new LongAdder();
  private final DoubleAccumulator worst = new DoubleAccumulator(Math::max, NONE);
  private final Set<String> paths = Collections.synchronizedSet(new LinkedHashSet<>());
  private volatile int signsOfLife;
  private volatile @Nullable Outcome outcome;
  private volatile @Nullable String reason;

  Verdict(int rule, String chapter, String test) {
    this.rule = rule;
    this.chapter = chapter;
    this.test = test;
  }

  void countCase() {
    cases.increment();
  }

  long cases() {
    return cases.sum();
  }

  /** A sign of life. Two at once may count as one. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // that the number changes is enough
  void heard() {
    signsOfLife++;
  }

  /** A number that changes as long as the test is heard of. */
  int signsOfLife() {
    return signsOfLife;
  }

  /** Notes which path a backend takes. */
  void path(String path) {
    paths.add(path);
  }

  List<String> paths() {
    return List.copyOf(paths);
  }

  /** Notes an error as a part of its bound. */
  void note(double ratio) {
    worst.accumulate(ratio);
  }

  /** The largest error as a part of its bound; null where nothing has a bound but equality. */
  @Nullable Double worstRatio() {
    double ratio = worst.get();
    return ratio == NONE ? null : ratio;
  }

  /** The first end counts. */
  void end(Outcome ended, @Nullable String why) {
    if (outcome == null) {
      outcome = ended;
      reason = why;
    }
  }

  /** Null while it runs. */
  @Nullable Outcome outcome() {
    return outcome;
  }

  @Nullable String reason() {
    return reason;
  }
}
