package nn.core.random;

/**
 * The counter-based generator Philox4x32-10: a keyed function of a counter, without state, so that
 * any number of a stream is computed on any thread in any order. An object has working space, and
 * so belongs to one thread.
 *
 * <p>J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel random numbers: as easy as 1, 2,
 * 3. SC '11, 2011, section 3.3.
 */
public final class Philox {
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9; // the golden ratio
  private static final int W1 = 0xBB67AE85; // √3 − 1
  private static final int ROUNDS = 10;

  private final int key0;
  private final int key1;

  private final int[] block = new int[4]; // of one call of uniform

  /** The generator of a key. */
  public Philox(long key) {
    key0 = (int) key;
    key1 = (int) (key >>> 32);
  }

  /**
   * Four words of 32 random bits.
   *
   * @param counter four words; not modified
   * @param out four words; overwritten; may be {@code counter}
   */
  public void generate(int[] counter, int[] out) {
    int c0 = counter[0];
    int c1 = counter[1];
    int c2 = counter[2];
    int c3 = counter[3];
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = M0 * (c0 & 0xffffffffL);
      long p1 = M1 * (c2 & 0xffffffffL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
  }

  /**
   * Fills {@code values} with the stream of a training step and a layer: uniform in {@code [0, 1)},
   * multiples of 2⁻²⁴ (the 24 high bits of each word), which both number types hold exactly.
   *
   * @param from index in the stream of the first number, from 0 to 2³⁴ less {@code count}
   * @param count how many, from the start of {@code values}
   */
  public void uniform(long step, int layer, long from, double[] values, int count) {
    int word = (int) (from & 3);
    long counter = from >>> 2;
    for (int i = 0; i < count; counter++) {
      block[0] = (int) counter;
      block[1] = layer;
      block[2] = (int) step;
      block[3] = (int) (step >>> 32);
      generate(block, block);
      for (; word < 4 && i < count; word++) {
        values[i++] = (block[word] >>> 8) * 0x1p-24;
      }
      word = 0;
    }
  }
}
