package nn.tck.faults;

import java.util.Locale;
import nn.api.Message;

/**
 * What came of running the suite on one fault.
 *
 * @param threshold that was drawn
 * @param result how it ended
 * @param detail which rule failed first and why, or what else is known
 * @param seconds how long it took
 */
record Outcome(Fault fault, int threshold, Result result, String detail, double seconds) {

  /** How a run of the suite can end. */
  enum Result {
    /** A rule failed. */
    CAUGHT,
    /** All rules passed. */
    MISSED,
    /** It had not ended at the time limit. */
    HUNG,
    /** The JVM ended without a result. */
    CRASHED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One of a JVM that has ended, from what it wrote. */
  static Outcome read(Fault fault, int threshold, String output, double seconds) {
    String last =
        output
            .lines()
            .filter(line -> line.contains(FaultRun.RESULT))
            .reduce((first, second) -> second)
            .map(line -> line.substring(line.indexOf(FaultRun.RESULT) + FaultRun.RESULT.length()))
            .orElse("");
    if (last.startsWith("caught ")) {
      return new Outcome(
          fault, threshold, Result.CAUGHT, last.substring("caught ".length()), seconds);
    }
    if (last.startsWith("missed ")) {
      return new Outcome(
          fault, threshold, Result.MISSED, last.substring("missed ".length()), seconds);
    }
    String why = last.isEmpty() ? output.lines().reduce((a, b) -> b).orElse("no output") : last;
    return new Outcome(fault, threshold, Result.CRASHED, why, seconds);
  }

  /** Name, kernel, threshold, number type, result and seconds, parted by tabs. */
  String line() {
    return Message.of(
        "%s\t%s\t%s\t%s %s\t%s %s\t%.1f",
        fault.name(),
        fault.kernel(),
        fault.threshold().equals(Threshold.NONE) ? "-" : "T=" + threshold,
        fault.tier(),
        fault.dtype(),
        result,
        detail,
        seconds);
  }
}
