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
    int length = values.length();
    long a = BASIS;
    long b = BASIS + 1;
    long c = BASIS + 2;
    long d = BASIS + 3;
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      a = step(a, values.get(i));
      b = step(b, values.get(i + 1));
      c = step(c, values.get(i + 2));
      d = step(d, values.get(i + 3));
    }
    for (; i < length; i++) {
      a = step(a, values.get(i));
    }
    return mix(mix(mix(mix(length, a), b), c), d);
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
