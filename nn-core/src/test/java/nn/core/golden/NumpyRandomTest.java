package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;

/** NumPy's streams: uniforms, integers and orders bit for bit, normals within 4 ulp. */
class NumpyRandomTest {
  private final Golden golden = Golden.json("numpy-random.json");
  private final RandomState random = new RandomState((int) golden.get("seed").number());

  @Test
  void firstWordsAreThoseOfTheReferenceProgram() {
    // mt19937ar.c and the C++ standard, [rand.predef]: seed 5489, first five and ten-thousandth
    RandomState reference = new RandomState(5489);
    long[] expected = {3499211612L, 581869302L, 3890346734L, 3586334585L, 545404204L};
    for (long word : expected) {
      assertEquals((int) word, reference.nextInt());
    }
    for (int draw = 6; draw < 10_000; draw++) {
      reference.nextInt();
    }
    assertEquals((int) 4123659995L, reference.nextInt());
  }

  /** {@code rk_interval(0)} of NumPy's randomkit: 0, without a draw. */
  @Test
  void theOnlyWholeNumberUpToZeroTakesNoDraw() {
    RandomState other = new RandomState((int) golden.get("seed").number());
    assertEquals(0, random.integer(0));
    assertEquals(other.nextInt(), random.nextInt());
  }

  @Test
  void rand() {
    double[] expected = golden.get("rand(3,2)").numbers();
    for (double value : expected) {
      assertEquals(value, random.uniform());
    }
  }

  @Test
  void randn() {
    for (double value : golden.get("randn(3,2)").numbers()) {
      assertNormal(value, random.normal());
    }
  }

  @Test
  void permutation() {
    assertArrayEquals(whole(golden.get("permutation(10)")), random.permutation(10));
  }

  @Test
  void shuffle() {
    int[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 0};
    random.shuffle(values);
    assertArrayEquals(whole(golden.get("shuffle([1..9,0])")), values);
  }

  @Test
  void seed100() {
    RandomState seeded = new RandomState(100);
    for (double value : golden.get("seed 100: 8 draws of rand").numbers()) {
      assertEquals(value, seeded.uniform());
    }
  }

  @Test
  void sumOfThousandNormals() {
    RandomState seeded = new RandomState(100);
    double sum = 0;
    for (int draw = 0; draw < 1000; draw++) {
      sum += seeded.normal();
    }
    // 3 % of the draws differ, by at most 4 ulp of numbers below 4, and NumPy sums pairwise
    assertEquals(golden.get("seed 100: 1000 draws of randn, sum").number(), sum, 1e-12);
  }

  @Test
  void uniformsAndOrdersDoNotDisturbTheSpareNormal() {
    Golden mixed = golden.get("seed 100: rand, then randn, randn, rand, permutation(7), randn");
    RandomState seeded = new RandomState(100);
    assertEquals(mixed.get(0).number(), seeded.uniform());
    assertNormal(mixed.get(1).number(), seeded.normal());
    assertNormal(mixed.get(2).number(), seeded.normal());
    assertEquals(mixed.get(3).number(), seeded.uniform());
    assertArrayEquals(whole(mixed.get(4)), seeded.permutation(7));
    assertNormal(mixed.get(5).number(), seeded.normal());
  }

  private static void assertNormal(double expected, double actual) {
    assertTrue(
        Math.abs(expected - actual) <= 4 * Math.ulp(expected), expected + " but was " + actual);
  }

  private static int[] whole(Golden list) {
    double[] numbers = list.numbers();
    int[] whole = new int[numbers.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (int) numbers[i];
    }
    return whole;
  }

  /** {@code numpy.random.RandomState(key).permutation(10)} and {@code .rand(2)}, NumPy 2.2.4. */
  @Test
  void severalNumbersStartAStream() {
    startsWith(new int[] {3, 4, 9, 8, 1, 0, 2, 6, 7, 5}, 0.6229016948897019, 0.7417869892607294, 5);
    startsWith(
        new int[] {0, 4, 8, 1, 2, 6, 7, 5, 3, 9}, 0.6098612722867289, 0.8866970434146851, 1, 2, 3);
    startsWith(
        new int[] {9, 1, 8, 6, 2, 0, 3, 4, 5, 7},
        0.42646595639439555,
        0.2881035310345105,
        7,
        0,
        11);
    startsWith( // −1 is 2³² − 1
        new int[] {8, 1, 5, 3, 2, 4, 6, 7, 0, 9}, 0.7564507204463002, 0.9755644785711123, -1, 3, 2);
  }

  private static void startsWith(int[] permutation, double first, double second, int... key) {
    assertArrayEquals(permutation, RandomState.of(key).permutation(10));
    RandomState uniforms = RandomState.of(key);
    assertEquals(first, uniforms.uniform());
    assertEquals(second, uniforms.uniform());
  }
}
