package nn.bench;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one contender.
 *
 * @param contender its name
 * @param times of one operation in nanoseconds, each the mean of a JMH iteration
 * @param bytes allocated on the heap by all threads, for one operation
 * @param verdict what is known of its result, or null
 * @param failure why there is nothing to show, or null
 */
record Measurement(
    String contender,
    List<Double> times,
    double bytes,
    @Nullable Verdict verdict,
    @Nullable String failure) {

  /** Sorts the times. */
  Measurement {
    times = times.stream().sorted().toList();
  }

  /** A contender that failed, for instance with a wrong result. */
  static Measurement failed(String contender, String failure) {
    return new Measurement(contender, List.of(), Double.NaN, null, failure);
  }

  /** The same contender measured again: all times of both, the lesser allocation, any failure. */
  Measurement and(Measurement again) {
    return new Measurement(
        contender,
        Stream.concat(times.stream(), again.times.stream()).toList(),
        Math.min(bytes, again.bytes),
        verdict == null ? again.verdict : verdict,
        failure == null ? again.failure : failure);
  }

  /** The same of a contender with another name. */
  Measurement of(String name) {
    return new Measurement(name, times, bytes, verdict, failure);
  }

  /** The same, but what was measured is wrong. */
  Measurement refused(String reason) {
    return new Measurement(contender, List.of(), Double.NaN, verdict, reason);
  }

  /** The median time. */
  double nanoseconds() {
    return Statistics.median(times.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The longest time less the shortest, as a share of the median. */
  double spread() {
    return (times.get(times.size() - 1) - times.get(0)) / nanoseconds();
  }

  /** Whether this is a form of a library rather than a backend. */
  boolean raw() {
    return contender.contains(Contenders.SEPARATOR);
  }

  /** Whether this is a form in brackets; see {@link RawLibrary#forms}. */
  boolean aside() {
    return contender.endsWith("]");
  }

  /** The backend, with whatever options, or that which adapts the library. */
  String backend() {
    return Contenders.backend(contender);
  }
}
