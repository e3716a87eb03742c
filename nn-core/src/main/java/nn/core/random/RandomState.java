package nn.core.random;

import java.util.Arrays;
import nn.api.Message;
import nn.api.network.RandomStream;

/**
 * The Mersenne Twister MT19937 with the streams of NumPy's {@code RandomState}, so that a seed
 * means here what it means in a Python program.
 *
 * <p>Uniforms, integers, {@link #shuffle} and {@link #permutation} agree with NumPy bit for bit.
 * {@link #normal} takes its logarithm from {@code StrictMath} where NumPy asks the C library, and
 * may differ by 4 ulp. Belongs to one thread.
 *
 * <p>M. Matsumoto, T. Nishimura: Mersenne Twister. ACM Trans. Model. Comput. Simul. 8(1), 1998; the
 * seeding is {@code init_genrand} of their program of 2002.
 */
public final class RandomState implements RandomStream {
  private static final int N = 624;
  private static final int M = 397;

  private final int[] state = new int[N];
  private int next = N;
  private double spareNormal;
  private boolean hasSpareNormal;

  /** Starts the stream of a seed, as {@code numpy.random.RandomState(seed)} does. */
  public RandomState(int seed) {
    state[0] = seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /**
   * The stream of several numbers, as {@code numpy.random.RandomState([first, …])} starts it: by
   * {@code init_by_array} of the program of 2002.
   *
   * @throws IllegalArgumentException if there is no number
   */
  public static RandomState of(int... key) {
    if (key.length == 0) {
      throw new IllegalArgumentException("random: at least one number is needed: none given");
    }
    RandomState random = new RandomState(19650218);
    random.mix(key);
    return random;
  }

  private void mix(int[] key) {
    int i = 1;
    for (int k = 0; k < Math.max(N, key.length); k++) {
      int number = key[k % key.length] + k % key.length;
      state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1664525)) + number;
      i = next(i);
    }
    for (int k = 0; k < N - 1; k++) {
      state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1566083941)) - i;
      i = next(i);
    }
    state[0] = 0x80000000;
  }

  /** The next position, where the last number takes the place of the first. */
  private int next(int i) {
    if (i + 1 < N) {
      return i + 1;
    }
    state[0] = state[N - 1];
    return 1;
  }

  /** The next 32 random bits. */
  public int nextInt() {
    if (next == N) {
      twist();
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void twist() {
    for (int i = 0; i < N; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
    }
  }

  /** The next number of {@code rand()}: 53 random bits, uniform in {@code [0, 1)}. */
  @Override
  public double uniform() {
    int high = nextInt() >>> 5;
    int low = nextInt() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /**
   * The next number of {@code randn()}, by the polar method (G. Marsaglia, T. A. Bray, SIAM Review
   * 6(3), 1964), which makes two at a time.
   */
  @Override
  public double normal() {
    if (hasSpareNormal) {
      hasSpareNormal = false;
      return spareNormal;
    }
    double x1;
    double x2;
    double r2;
    do {
      x1 = 2.0 * uniform() - 1.0;
      x2 = 2.0 * uniform() - 1.0;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1.0 || r2 == 0.0);
    double f = Math.sqrt(-2.0 * StrictMath.log(r2) / r2);
    spareNormal = f * x1;
    hasSpareNormal = true;
    return f * x2;
  }

  /**
   * A whole number, uniform in {@code 0 … max}, by rejection under the smallest mask of ones.
   *
   * @throws IllegalArgumentException if {@code max} is negative
   */
  public int integer(int max) {
    if (max < 0) {
      throw new IllegalArgumentException("integer: max must not be negative: " + max);
    }
    if (max == 0) {
      return 0;
    }
    int mask = -1 >>> Integer.numberOfLeadingZeros(max);
    int value;
    do {
      value = nextInt() & mask;
    } while (value > max);
    return value;
  }

  /**
   * A whole number, uniform in {@code low … high − 1}: the next of {@code randint(low, high)}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int integer(int low, int high) {
    if (low >= high || high - (long) low > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          Message.of(
              "integer: low must be below high, by at most %d: %d and %d",
              Integer.MAX_VALUE, low, high));
    }
    return low + integer(high - low - 1);
  }

  /** The next number of {@code uniform(low, high)}: {@code low + (high − low)·u}. */
  public double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** The next number of {@code normal(mean, deviation)}. */
  public double normal(double mean, double deviation) {
    return mean + deviation * normal();
  }

  /**
   * Numbers of {@code 0 … n − 1}, as {@code choice(n, count, replace)} draws them: with replacement
   * {@code count} times {@code randint(n)}, without the first of a permutation.
   *
   * @throws IllegalArgumentException if a number is negative, or there are too few
   */
  public int[] choice(int n, int count, boolean replace) {
    if (n < 0 || count < 0 || count > (replace ? (n == 0 ? 0 : Integer.MAX_VALUE) : n)) {
      throw new IllegalArgumentException(
          Message.of(
              "choice: there must be enough numbers to draw from: %d from %d, %s replacement",
              count, n, replace ? "with" : "without"));
    }
    if (!replace) {
      return Arrays.copyOf(permutation(n), count);
    }
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = integer(0, n);
    }
    return drawn;
  }

  /** Reorders {@code values} as {@code numpy.random.RandomState.shuffle} does. */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = integer(i);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }

  /** The numbers {@code 0 … n − 1} in random order. */
  public int[] permutation(int n) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = i;
    }
    shuffle(values);
    return values;
  }
}
