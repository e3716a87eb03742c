package nn.core.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PhiloxTest {

  /** Of the file {@code kat_vectors} of Random123, the authors' library. */
  @Test
  void generatesTheKnownAnswers() {
    known(0, new int[] {0, 0, 0, 0}, new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    known(
        -1, new int[] {-1, -1, -1, -1}, new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    known( // digits of π
        0x299f31d0_a4093822L,
        new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
        new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
  }

  private static void known(long key, int[] counter, int[] expected) {
    int[] before = counter.clone();
    int[] out = new int[4];
    new Philox(key).generate(counter, out);
    assertArrayEquals(expected, out);
    assertArrayEquals(before, counter);
    new Philox(key).generate(counter, counter);
    assertArrayEquals(expected, counter);
  }

  @Test
  void uniformsAreTheHighBitsOfTheBlocks() {
    Philox philox = new Philox(42);
    long step = 0x1_0000_0007L;
    double[] values = new double[10];
    philox.uniform(step, 3, 0, values, 10);
    int[] out = new int[4];
    for (int i = 0; i < 10; i++) {
      philox.generate(new int[] {i / 4, 3, 7, 1}, out);
      assertEquals((out[i % 4] >>> 8) / 16777216.0, values[i]);
    }
  }

  @Test
  void uniformsAreMultiplesOfTheSmallestStepBelowOne() {
    int count = 100_000;
    double[] values = new double[count];
    new Philox(5).uniform(1, 0, 0, values, count);
    double sum = 0;
    for (double value : values) {
      assertTrue(value >= 0 && value < 1);
      assertEquals(value, (float) value);
      assertEquals(Math.rint(value * 0x1p24), value * 0x1p24);
      sum += value;
    }
    assertEquals(0.5, sum / count, 5 * Math.sqrt(1 / 12.0 / count)); // five deviations
  }

  @Test
  void aPartOfAStreamIsThereWithoutTheRest() {
    double[] all = new double[17];
    new Philox(5).uniform(2, 1, 0, all, 17);
    for (int from = 0; from <= 8; from++) {
      for (int count = 0; count <= 9; count++) {
        double[] part = new double[9];
        new Philox(5).uniform(2, 1, from, part, count);
        for (int i = 0; i < 9; i++) {
          assertEquals(i < count ? all[from + i] : 0, part[i]);
        }
      }
    }
  }

  @Test
  void aStreamGoesOnBeyondTheIndicesOfAnArray() {
    Philox philox = new Philox(5);
    double[] values = new double[2];
    philox.uniform(2, 1, (1L << 34) - 6, values, 2);
    int[] out = new int[4];
    philox.generate(new int[] {-2, 1, 2, 0}, out);
    assertEquals((out[2] >>> 8) / 16777216.0, values[0]);
    assertEquals((out[3] >>> 8) / 16777216.0, values[1]);
  }

  @Test
  void seedStepAndLayerEachGiveAnotherStream() {
    double base = first(1, 1, 1);
    assertEquals(base, first(1, 1, 1));
    for (double other : new double[] {first(2, 1, 1), first(1, 2, 1), first(1, 1, 2)}) {
      assertTrue(other != base);
    }
    assertTrue(first(1L << 32, 1, 1) != first(0, 1, 1));
    assertTrue(first(1, 1L << 32, 1) != first(1, 0, 1));
  }

  private static double first(long seed, long step, int layer) {
    double[] value = new double[1];
    new Philox(seed).uniform(step, layer, 0, value, 1);
    return value[0];
  }
}
