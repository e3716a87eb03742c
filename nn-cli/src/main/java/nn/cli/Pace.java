package nn.cli;

import java.util.function.LongSupplier;

/**
 * How fast a count grows: over the last quarter of the time so far, so that a slow start, while the
 * JVM compiles, is soon forgotten. Allocates nothing once it is made.
 */
final class Pace {
  private static final int ROOM = 64;
  private static final long FIRST_SPACING = 10_000_000; // nanoseconds
  private static final double NANOS = 1e9;

  /** Seconds before which nothing is said. */
  private static final double LEAST = 1;

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
    if (size == 0 || time - times[0] < LEAST * NANOS) {
      return Double.NaN;
    }
    long quarter = (time - times[0]) / 4;
    int from = size - 1;
    while (time - times[from] < quarter) {
      from--;
    }
    return (count - counts[from]) / ((time - times[from]) / NANOS);
  }

  /** Seconds until the count is this; NaN as long as that is not known. */
  double secondsTo(long end) {
    return (end - count) / perSecond();
  }
}
