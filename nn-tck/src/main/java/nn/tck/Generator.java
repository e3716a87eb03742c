package nn.tck;

/**
 * SplitMix64 (G. L. Steele Jr., D. Lea, C. H. Flood, Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014, fig. 16), written out so that a seed means the same on every Java
 * version.
 */
final class Generator {
  private long state;

  Generator(long seed) {
    state = seed;
  }

  /** The seed of this run: the system property {@code tck.seed}, else 1, so that builds repeat. */
  static long seed() {
    return Long.getLong("tck.seed", 1);
  }

  long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Uniform in {@code 0 … bound − 1}; the bias of the remainder is below 2⁻³² here. */
  int below(int bound) {
    return (int) ((next() >>> 1) % bound);
  }

  /** One of them. */
  <T> T pick(T[] values) {
    return values[below(values.length)];
  }

  /** Uniform in {@code [−1, 1)}. */
  double uniform() {
    return (next() >> 11) * 0x1p-52;
  }
}
