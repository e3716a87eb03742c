package nn.bench;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import nn.bench.Loss.State;

/**
 * Compares two builds in several works, launch by launch; works that have passed are not launched
 * again.
 *
 * <p>Builds that are the same are told apart with probability {@link #LEVEL} at most, all works
 * together (Bonferroni): whichever of two processes with the same program is faster, and for
 * whatever reason, it is as likely the one as the other, anew in each launch.
 */
final class Guard {
  /** The probability of a false alarm. */
  static final double LEVEL = 0.001;

  /** Both builds started anew. */
  @FunctionalInterface
  interface Launch {

    /**
     * How many times as fast the new build is in each of some works on one backend.
     *
     * @param number 0 for the first
     */
    Map<GuardWork, Double> ratios(List<GuardWork> works, int number);
  }

  private final Map<GuardWork, Loss> losses = new LinkedHashMap<>();
  private final int launches;
  private final int exceptions;

  /**
   * Works yet to be done.
   *
   * @param launches of each work at most
   * @throws IllegalArgumentException if no number of losses among so many would be proof enough
   */
  Guard(List<GuardWork> works, int launches) {
    this.launches = launches;
    exceptions = SignTest.most(launches, LEVEL / works.size());
    if (exceptions < 0) {
      throw new IllegalArgumentException(
          "guard: launches must be at least "
              + leastLaunches(works.size())
              + " for "
              + works.size()
              + " works, or no loss could be shown: "
              + launches);
    }
    works.forEach(work -> losses.put(work, new Loss(launches, exceptions)));
  }

  /** How many launches can show a loss in one of so many works. */
  static int leastLaunches(int works) {
    return SignTest.least(LEVEL / works);
  }

  /** In so many of the launches there may be no loss where one is shown. */
  int exceptions() {
    return exceptions;
  }

  /**
   * Launches until all is decided.
   *
   * @param out is given a line for each work as it is decided
   * @return the works in which a loss is shown
   */
  Map<GuardWork, Loss> losses(Launch launch, Consumer<String> out) {
    for (int number = 0; number < launches && !open().isEmpty(); number++) {
      if (number > 0) {
        out.accept(
            "launch " + (number + 1) + " of at most " + launches + ": " + works(open().size()));
      }
      for (List<GuardWork> works : byBackend(open())) {
        launch
            .ratios(works, number)
            .forEach(
                (work, ratio) -> {
                  Loss loss = Objects.requireNonNull(losses.get(work));
                  loss.add(ratio);
                  if (loss.state() != State.OPEN) {
                    String word = loss.state() == State.PASSED ? "passed" : "LOST";
                    out.accept(word + "  " + work + ": " + loss);
                  }
                });
      }
    }
    Map<GuardWork, Loss> shown = new LinkedHashMap<>(losses);
    shown.values().removeIf(loss -> loss.state() != State.SHOWN);
    return shown;
  }

  private List<GuardWork> open() {
    return losses.entrySet().stream()
        .filter(each -> each.getValue().state() == State.OPEN)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Collection<List<GuardWork>> byBackend(List<GuardWork> works) {
    return works.stream()
        .collect(
            Collectors.groupingBy(
                work -> work.with().backend(), LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /** A number of works, in words. */
  static String works(int number) {
    return number == 1 ? "1 work" : number + " works";
  }
}
