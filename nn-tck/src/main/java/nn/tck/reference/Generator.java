package nn.tck.reference;

/**
 * SplitMix64 (G. L. Steele Jr., D. Lea, C. H. Flood, Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014, fig. 16), written out so that a seed means the same on every Java
 * version.
 */
public final class Generator {
  private long state;

  public Generator(long seed) {
    state = seed;
  }

  /** Starts the sequence that belongs to these numbers: other numbers, another sequence. */
  public void restart(long... numbers) {
    long hash = 0;
    for (long number : numbers) {
      state = hash ^ number;
      hash = next();
    }
    state = hash;
  }

  public long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Uniform in {@code 0 … bound − 1}; the bias of the remainder is below 2⁻³² here. */
  public int below(int bound) {
    return (int) ((next() >>> 1) % bound);
  }

  /** Uniform in {@code least … most}. */
  public int between(int least, int most) {
    return least + below(most - least + 1);
  }

  /** One of them. */
  public int pick(int... values) {
    return values[below(values.length)];
  }

  /** One of them. */
  public <T> T pick(T[] values) {
    return values[below(values.length)];
  }

  /** Uniform in {@code [−1, 1)}. */
  public double uniform() {
    return (next() >> 11) * 0x1p-52;
  }
}
