package nn.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nn.api.Shape;
import org.jspecify.annotations.Nullable;

/** Runs one drawn sequence of calls. If it fails, says by which shortest sequence it does. */
final class SequenceSearch {

  /** How often a sequence is run of which it is asked whether it fails. */
  private static final int TRIES = 5;

  private final Fixture f;

  /** Threads may meet in one run and not in the next. */
  private boolean always = true;

  SequenceSearch(Fixture f) {
    this.f = f;
  }

  void run() {
    List<Step> steps = SequenceGenerator.draw(f.dtype, f.tier, f.threads(), f.random);
    SequenceTrial.Failure failure = SequenceTrial.run(f, steps);
    if (failure != null) {
      fail(steps, failure);
    }
  }

  private void fail(List<Step> steps, SequenceTrial.Failure first) {
    List<Step> begin = List.copyOf(steps.subList(0, first.step() + 1));
    always = count(begin) == TRIES;
    List<Step> shortest = SequenceShrinker.shrink(begin, candidate -> failure(candidate) != null);
    SequenceTrial.Failure last = failure(shortest);
    throw new AssertionError(
        "rule 1901: a sequence of "
            + begin.size()
            + " steps: "
            + (last == null
                ? text(first, begin, count(shortest))
                : text(last, shortest, count(shortest)))
            + f.circumstances());
  }

  private int count(List<Step> steps) {
    int count = 0;
    for (int run = 0; run < TRIES; run++) {
      if (SequenceTrial.run(f, steps) != null) {
        count++;
      }
    }
    return count;
  }

  /** How a sequence fails; null if it does not, in several runs where one is not enough. */
  private SequenceTrial.@Nullable Failure failure(List<Step> steps) {
    SequenceTrial.Failure failure = null;
    for (int run = 0; run < (always ? 1 : TRIES) && failure == null; run++) {
      failure = SequenceTrial.run(f, steps);
    }
    return failure;
  }

  private static String text(SequenceTrial.Failure failure, List<Step> steps, int failed) {
    return String.format(
        "%s%n  shortest sequence; w1, w2, w3 are workspaces of backend, v1, v2, v3 of another%n"
            + "    %s%n  repeated %s",
        failure.what(),
        String.join(String.format("%n    "), lines(steps, failure.trace())),
        repeated(steps, failed));
  }

  /** Whether it fails again, and whose fault it then is. */
  private static String repeated(List<Step> steps, int failed) {
    if (failed < TRIES) {
      return String.format(
          Locale.ROOT, "it fails %d times in %d, not every time: threads disagree", failed, TRIES);
    }
    boolean atOnce =
        steps.stream().anyMatch(step -> step instanceof Step.Calls c && c.calls().size() > 1);
    return atOnce
        ? "it fails each time, but not with one call after the other: threads disagree"
        : "it fails each time";
  }

  /** A line for each step; for tensors of one shape that are allocated together, one. */
  static List<String> lines(List<Step> steps, List<String> trace) {
    List<String> lines = new ArrayList<>();
    StringBuilder names = new StringBuilder();
    for (int at = 0; at < steps.size(); at++) {
      String said = at < trace.size() ? trace.get(at) : steps.get(at).toString();
      if (steps.get(at) instanceof Step.Allocate one) {
        names.append(names.isEmpty() ? "t" : ", t").append(one.tensor());
        if (at + 1 == steps.size() || !isAlike(one, steps.get(at + 1))) {
          lines.add(names + " = " + one.value());
          names.setLength(0);
        }
      } else {
        lines.add(said);
      }
    }
    return lines;
  }

  private static boolean isAlike(Step.Allocate one, Step next) {
    Shape shape = one.shape();
    return next instanceof Step.Allocate other
        && other.shape().equals(shape)
        && other.place().equals(one.place());
  }
}
