package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The suite's generator against the Java library's of the same algorithm. */
class GeneratorTest {

  @Test
  void numbersAreSplitMix64s() {
    for (long seed : new long[] {0, 1, -1, 1234567, Long.MIN_VALUE}) {
      Generator ours = new Generator(seed);
      SplittableRandom theirs = new SplittableRandom(seed);
      for (int i = 0; i < 100; i++) {
        assertEquals(theirs.nextLong(), ours.next());
      }
    }
  }

  @Test
  void belowAndBetweenReachTheirEndsAndNoFurther() {
    Generator random = new Generator(5);
    boolean[] seen = new boolean[7];
    boolean[] between = new boolean[4];
    for (int i = 0; i < 1000; i++) {
      seen[random.below(7)] = true; // beyond would be an exception
      between[random.between(-1, 2) + 1] = true;
    }
    for (boolean each : seen) {
      assertTrue(each);
    }
    for (boolean each : between) {
      assertTrue(each);
    }
  }

  @Test
  void uniformFillsItsRange() {
    Generator random = new Generator(6);
    double least = 1;
    double most = -1;
    double sum = 0;
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      double value = random.uniform();
      assertTrue(-1 <= value && value < 1);
      least = Math.min(least, value);
      most = Math.max(most, value);
      sum += value;
    }
    assertTrue(least < -0.999 && most > 0.999);
    // the mean of so many has a standard deviation of 1/√3/√count
    assertTrue(Math.abs(sum / count) < 6 / Math.sqrt(3 * count));
  }

  @Test
  void pickTakesEach() {
    Generator random = new Generator(7);
    int ints = 0;
    int letters = 0;
    String[] some = {"1", "2", "4"};
    for (int i = 0; i < 100; i++) {
      ints |= random.pick(1, 2, 4);
      letters |= Integer.parseInt(random.pick(some));
    }
    assertEquals(7, ints);
    assertEquals(7, letters);
  }

  @Test
  void everyNumberOfARestartMatters() {
    long first = restarted(1, 305, 8, 3, 417);
    assertEquals(first, restarted(1, 305, 8, 3, 417));
    assertNotEquals(first, restarted(2, 305, 8, 3, 417));
    assertNotEquals(first, restarted(1, 306, 8, 3, 417));
    assertNotEquals(first, restarted(1, 305, 4, 3, 417));
    assertNotEquals(first, restarted(1, 305, 8, 1, 417));
    assertNotEquals(first, restarted(1, 305, 8, 3, 418));
    assertNotEquals(first, restarted(305, 1, 8, 3, 417));
  }

  private static long restarted(long... numbers) {
    Generator random = new Generator(99);
    random.next();
    random.restart(numbers);
    return random.next();
  }
}
