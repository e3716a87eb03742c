package nn.core.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import nn.api.elementary.Logarithm32;
import nn.api.elementary.Logarithm64;
import org.junit.jupiter.api.Test;

class WeightedLogTest {
  private static final double[] TARGETS = {0.0, -0.0, 1, 0.25, Double.MIN_VALUE, Double.NaN};
  private static final double[] OUTPUTS = {
    0.0,
    -0.0,
    1,
    0.3,
    -2,
    3,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Double.MAX_VALUE,
    Float.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  /** What a loss is made of: {@code 0 − y · ln a}, by its definition. */
  @Test
  void lossesAreThoseOfTheDefinitionBitForBit() {
    for (double y : TARGETS) {
      for (double a : OUTPUTS) {
        String place = y + " · ln " + a;
        double loss = 0.0 - y * Logarithm64.log(Math.max(a, Double.MIN_NORMAL));
        assertEquals(loss, 0.0 - WeightedLog.of(y, a), place);
        float floatY = (float) y;
        float floatA = (float) a;
        float floatLoss = 0.0f - floatY * Logarithm32.log(Math.max(floatA, Float.MIN_NORMAL));
        assertEquals(floatLoss, 0.0f - WeightedLog.of(floatY, floatA), place);
      }
    }
  }
}
