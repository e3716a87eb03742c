package nn.io.array;

import nn.api.Message;

/**
 * How much a compressed file may hold, so that a small one cannot fill the memory: 4 MiB, or 64
 * times its own size where that is more. Images and weights are below 10 times.
 */
final class Inflation {

  /** What every JVM allows in one array. */
  static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private static final long ALWAYS = 4 << 20;
  private static final int RATIO = 64;

  private Inflation() {}

  /** The most bytes that a compressed file of this size may hold. */
  static long most(long size) {
    return Math.max(ALWAYS, RATIO * size);
  }

  /** The rule that failed, and what to do. */
  static String rule(String what, long most) {
    return Message.of(
        "a compressed file must hold at most 4 MiB or %d times its size, here %d bytes: %s; if you"
            + " trust it, decompress it first",
        RATIO, most, what);
  }
}
