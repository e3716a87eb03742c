package nn.core.data;

/**
 * A hash of numbers, by their bits as doubles: four interleaved sums, so that the processor can
 * compute them side by side, each {@code h ← (h ⊕ bits) · p} with the prime of FNV-1a (G. Fowler,
 * L. C. Noll, K.-P. Vo: The FNV Non-Cryptographic Hash Algorithm), then mixed as by SplitMix64 (G.
 * L. Steele, D. Lea, C. H. Flood, OOPSLA 2014).
 */
final class Fingerprint {
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Fingerprint() {}

  static long of(Features values) {
    long[] sums = {BASIS, BASIS + 1, BASIS + 2, BASIS + 3};
    int width = values.width();
    values.forEach((record, count, numbers) -> add(sums, numbers, count * width));
    long hash = (long) values.records() * width;
    for (long sum : sums) {
      hash = mix(hash, sum);
    }
    return hash;
  }

  /** Adds numbers, as many as can be divided by four, but for the last time. */
  private static void add(long[] sums, double[] numbers, int count) {
    long a = sums[0];
    long b = sums[1];
    long c = sums[2];
    long d = sums[3];
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      a = step(a, numbers[i]);
      b = step(b, numbers[i + 1]);
      c = step(c, numbers[i + 2]);
      d = step(d, numbers[i + 3]);
    }
    for (; i < count; i++) {
      a = step(a, numbers[i]);
    }
    sums[0] = a;
    sums[1] = b;
    sums[2] = c;
    sums[3] = d;
  }

  private static long step(long sum, double value) {
    long bits = Double.doubleToRawLongBits(value);
    return (sum ^ (bits ^ (bits >>> 32))) * PRIME;
  }

  private static long mix(long hash, long sum) {
    long mixed = (hash ^ sum) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
