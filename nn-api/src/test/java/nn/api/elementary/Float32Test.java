package nn.api.elementary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Float32Test {

  /** Every float in the soak test; otherwise four million of them, in every binade. */
  private static final int STEP = Boolean.getBoolean("nn.soak") ? 1 : 997;

  /** From −∞ to ∞, −0.0 left out. */
  private static final int INFINITY = 0x7f800000;

  /**
   * The oracle is {@code StrictMath} in FLOAT64. It is wrong by a few of that type's units in the
   * last place, 2⁻²⁷ of FLOAT32's, so that it may take the wrong side of a tie but gives the error
   * with eight digits.
   */
  @ParameterizedTest
  @EnumSource
  void allArgumentsAreWithinTheBoundAndInOrder(Elementary f) {
    double worst = 0;
    float at = 0;
    float before = Float.NEGATIVE_INFINITY;
    long beyond = 0;
    for (long i = -INFINITY; i <= INFINITY; i += STEP) {
      float x = Float.intBitsToFloat((int) Math.abs(i));
      x = i < 0 ? -x : x;
      float value = f.at(x);
      double exact = f.strictly(x);
      if (Float.isNaN(value) || Double.isNaN(exact)) {
        assertEquals(Double.isNaN(exact), Float.isNaN(value), f + " at " + x);
        continue;
      }
      if (value < before) {
        throw new AssertionError(f + " falls at " + x + ": from " + before + " to " + value);
      }
      before = value;
      if ((float) exact != value) { // otherwise it is correctly rounded
        beyond++;
        double error = Math.abs(exact - value) / ulp(exact);
        if (!(error <= worst)) {
          worst = error;
          at = x;
        }
      }
    }
    double ulps = worst;
    float x = at;
    assertTrue(ulps <= 0.51, () -> f + " is " + ulps + " ulp off at " + x);
    if (STEP == 1) {
      System.Logger log = System.getLogger(Float32Test.class.getName());
      String report = "{0}: {1} ulp at {2}, {3} not correctly rounded";
      log.log(System.Logger.Level.INFO, report, f, worst, Float.toHexString(at), beyond);
    }
  }

  @Test
  void edgesAreRight() {
    float inf = Float.POSITIVE_INFINITY;
    float nan = Float.NaN;
    float max = Float.MAX_VALUE;
    float min = Float.MIN_VALUE;
    float[] x = {nan, -inf, -max, -1, -min, -0.0f, 0.0f, min, 1, max, inf};
    float ln2 = (float) Math.log(2);
    float e = (float) Math.E;
    float logMax = (float) Math.log(max);
    float logMin = (float) Math.log(min);
    edges(Elementary.EXP, x, nan, 0, 0, 1 / e, 1, 1, 1, 1, e, inf, inf);
    edges(Elementary.LOG, x, nan, nan, nan, nan, nan, -inf, -inf, logMin, 0, logMax, inf);
    edges(Elementary.LOG1P, x, nan, nan, nan, -inf, -min, -0.0f, 0, min, ln2, logMax, inf);
    float tanh1 = (float) Math.tanh(1);
    edges(Elementary.TANH, x, nan, -1, -1, -tanh1, -min, -0.0f, 0, min, tanh1, 1, 1);
    float sigmoid1 = (float) (1 / (1 + 1 / Math.E));
    float sigmoidMinus1 = (float) (1 / (1 + Math.E));
    edges(Elementary.SIGMOID, x, nan, 0, 0, sigmoidMinus1, .5f, .5f, .5f, .5f, sigmoid1, 1, 1);
    float softplus1 = (float) Math.log1p(Math.E);
    edges(
        Elementary.SOFTPLUS,
        x,
        nan,
        0,
        0,
        (float) Math.log1p(1 / Math.E),
        ln2,
        ln2,
        ln2,
        ln2,
        softplus1,
        max,
        inf);
  }

  private static void edges(Elementary f, float[] x, float... expected) {
    for (int i = 0; i < x.length; i++) {
      float at = x[i];
      assertEquals(expected[i], f.at(at), () -> f + " at " + at);
    }
  }

  private static double ulp(double exact) {
    int exponent = Math.min(Math.getExponent(exact), Float.MAX_EXPONENT);
    return Math.scalb(1.0, Math.max(exponent, Float.MIN_EXPONENT) - 23);
  }
}
