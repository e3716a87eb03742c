package nn.core.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import nn.api.ElementwiseLoop;
import nn.api.network.Optimiser;
import nn.core.Numbered;
import nn.core.optimiser.Adam;
import nn.core.optimiser.GradientDescent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeanUpdateTest {
  private static final int SIZE = 5000;
  private static final int RECORDS = 7;

  private static double[] numbers(long seed) {
    return new Random(seed).doubles(SIZE, 0, 1).toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Pieces below, of and above a block, from anywhere: as threads would have them. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itIsADivisionThenTheUpdateOnEachElementOfTheRange(boolean adam) {
    Optimiser optimiser = adam ? new Adam(0.01) : new GradientDescent(0.1);
    ElementwiseLoop update = optimiser.update();
    double[] scalars = new double[update.scalars() + 1];
    optimiser.scalars(new Numbered(3), scalars);
    scalars[update.scalars()] = RECORDS;
    for (int from : new int[] {0, 1, 2048}) {
      for (int to : new int[] {from, from + 1, 2048, 2049, 4096, SIZE}) {
        double[][] expected = new double[update.outputs() + 1][];
        double[][] actual = new double[update.outputs() + 1][];
        float[][] expectedFloats = new float[expected.length][];
        float[][] actualFloats = new float[expected.length][];
        for (int p = 0; p < expected.length; p++) {
          expected[p] = numbers(p);
          actual[p] = numbers(p);
          expectedFloats[p] = floats(expected[p]);
          actualFloats[p] = floats(actual[p]);
        }
        for (int i = from; i < to; i++) {
          expected[0][i] /= RECORDS;
          expectedFloats[0][i] /= RECORDS;
        }
        update.apply(expected, scalars, from, to);
        update.apply(expectedFloats, floats(scalars), from, to);
        ElementwiseLoop mean = new MeanUpdate(update);
        mean.apply(actual, scalars, from, to);
        mean.apply(actualFloats, floats(scalars), from, to);
        for (int p = 0; p < expected.length; p++) {
          assertArrayEquals(expected[p], actual[p]);
          assertArrayEquals(expectedFloats[p], actualFloats[p]);
        }
      }
    }
  }

  @Test
  void saysWhatItDoes() {
    ElementwiseLoop update = new GradientDescent(0.1).update();
    assertEquals("mean over records, then " + update, new MeanUpdate(update).toString());
  }
}
