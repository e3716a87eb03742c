package nn.cli;

import java.util.function.LongSupplier;

/**
 * How fast a count grows: over the last eighth of the time so far, so that a slow start, while the
 * JVM compiles, is soon forgotten. Nothing is said in the first seconds, and for some more as long
 * as it gets faster. Allocates nothing once it is made.
 */
final class Pace {
  private static final int ROOM = 64;
  private static final long FIRST_SPACING = 10_000_000; // nanoseconds
  private static final double NANOS = 1e9;

  /** Seconds before which nothing is said. */
  private static final double LEAST = 3;

  /** Seconds before which nothing is said while it gets faster. */
  private static final double SETTLED = 10;

  /** What one eighth of the time must exceed the one before by, to be faster. */
  private static final double FASTER = 1.5;

  private final LongSupplier clock; // nanoseconds
  private final long[] times = new long[ROOM];
  private final long[] counts = new long[ROOM];
  private int size;
  private long spacing = FIRST_SPACING; // of the times
  private long time; // the last
  private long count;

  Pace(LongSupplier clock) {
    this.clock = clock;
  }

  /** The count is this now. What it is at the first call was there before. */
  void reached(long newCount) {
    time = clock.getAsLong();
    count = newCount;
    if (size == 0 || time - times[size - 1] >= spacing) {
      if (size == ROOM) {
        thin();
      }
      times[size] = time;
      counts[size] = count;
      size++;
    }
  }

  /** Drops every second time, so that few are enough however long it takes. */
  private void thin() {
    size = ROOM / 2;
    spacing *= 2;
    for (int i = 0; i < size; i++) {
      times[i] = times[2 * i];
      counts[i] = counts[2 * i];
    }
  }

  /** By how much it grows in a second; NaN as long as that is not known. */
  double perSecond() {
    double seconds = size == 0 ? 0 : (time - times[0]) / NANOS;
    if (seconds < LEAST) {
      return Double.NaN;
    }
    long eighth = (time - times[0]) / 8;
    int from = before(eighth);
    double recent = perSecond(from, time, count);
    double former = perSecond(before(2 * eighth), times[from], counts[from]); // NaN if it is none
    return seconds < SETTLED && recent > FASTER * former ? Double.NaN : recent;
  }

  /** The last time that is at least this long ago. */
  private int before(long nanos) {
    int index = size - 1;
    while (time - times[index] < nanos) {
      index--;
    }
    return index;
  }

  private double perSecond(int from, long untilTime, long untilCount) {
    return (untilCount - counts[from]) / ((untilTime - times[from]) / NANOS);
  }

  /** Seconds until the count is this; NaN as long as that is not known. */
  double secondsTo(long end) {
    return (end - count) / perSecond();
  }
}
