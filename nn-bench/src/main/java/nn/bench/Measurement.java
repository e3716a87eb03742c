package nn.bench;

import org.jspecify.annotations.Nullable;

/**
 * What was measured of one contender.
 *
 * @param contender its name
 * @param nanoseconds of one operation, the median of JMH's iterations
 * @param spread the slowest iteration's time less the fastest's, as a share of the median
 * @param bytes allocated on the heap by all threads, for one operation
 * @param failure why there is nothing to show, or null
 */
record Measurement(
    String contender, double nanoseconds, double spread, double bytes, @Nullable String failure) {

  /** A contender that failed, for instance with a wrong result. */
  static Measurement failed(String contender, String failure) {
    return new Measurement(contender, Double.NaN, Double.NaN, Double.NaN, failure);
  }

  /** Whether this is a form of a library rather than a backend. */
  boolean raw() {
    return contender.contains(": ");
  }

  /** The backend, or the backend that adapts the library. */
  String backend() {
    return raw() ? contender.substring(0, contender.indexOf(": ")) : contender;
  }
}
