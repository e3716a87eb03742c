package nn.api.elementary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The normal distribution against 40 digits of mpmath 1.3.0, rounded to double. */
class NormalTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** {@code x, Φ(x), φ(x)}. */
  private static final double[][] EXACT = {
    {-38.0, 2.88542835e-316, 1.097221052e-314},
    {-37.0, 5.725571222524577e-300, 2.1200065515246056e-298},
    {-30.0, 4.906713927148187e-198, 1.4736461348785476e-196},
    {-20.0, 2.7536241186062337e-89, 5.520948362159764e-88},
    {-12.5, 3.732564298877713e-36, 4.695195357975146e-35},
    {-8.0, 6.220960574271784e-16, 5.052271083536892e-15},
    {-5.0, 2.866515718791939e-07, 1.4867195147342977e-06},
    {-3.0, 0.0013498980316300946, 0.0044318484119380075},
    {-2.0, 0.02275013194817921, 0.05399096651318805},
    {-1.0, 0.15865525393145705, 0.24197072451914334},
    {-0.5, 0.3085375387259869, 0.35206532676429947},
    {-0.125, 0.4502617751698871, 0.39583768694474947},
    {0.0, 0.5, 0.3989422804014327},
    {0.25, 0.5987063256829237, 0.3866681168028492},
    {0.75, 0.7733726476231318, 0.30113743215480443},
    {1.0, 0.8413447460685429, 0.24197072451914334},
    {1.959963984540054, 0.975, 0.05844506980503538},
    {3.0, 0.9986501019683699, 0.0044318484119380075},
    {6.0, 0.9999999990134123, 6.075882849823285e-09},
    {9.0, 1.0, 1.0279773571668915e-18},
  };

  @Test
  void doublesAreWithinTheirBounds() {
    for (double[] row : EXACT) {
      double x = row[0];
      double u = 0x1p-53;
      double below = Math.min(x, 0); // and half an ulp, since the number of the table is rounded
      assertEquals(row[1], Normal64.cdf(x), (6 + below * below) * u * row[1], "cdf of " + x);
      assertEquals(row[2], Normal64.density(x), (5 + x * x) * u * row[2], "density of " + x);
    }
  }

  @Test
  void floatsAreRoundedOnce() {
    for (double[] row : EXACT) {
      float x = (float) row[0];
      if (x == row[0]) {
        double ulp = Math.ulp((float) row[1]);
        assertEquals(row[1], Normal32.cdf(x), 0.51 * ulp, "cdf of " + x);
        assertEquals(
            row[2], Normal32.density(x), 0.51 * Math.ulp((float) row[2]), "density of " + x);
      }
    }
  }

  @Test
  void limitsAndNothingElseAtInfinity() {
    double[] x = {INFINITY, -INFINITY, Double.NaN, Double.MAX_VALUE, -Double.MAX_VALUE, 40, -40};
    double[] cdf = {1, 0, Double.NaN, 1, 0, 1, 0};
    double[] density = {0, 0, Double.NaN, 0, 0, 0, 0};
    assertArrayEquals(cdf, Arrays.stream(x).map(Normal64::cdf).toArray());
    assertArrayEquals(density, Arrays.stream(x).map(Normal64::density).toArray());
    assertArrayEquals(cdf, Arrays.stream(x).map(v -> Normal32.cdf((float) v)).toArray());
    assertArrayEquals(density, Arrays.stream(x).map(v -> Normal32.density((float) v)).toArray());
  }

  @Test
  void probabilitiesOfBothSidesAddUpToOne() {
    for (int i = 1; i < 4000; i++) {
      double x = i * 0x1p-7;
      assertEquals(1, Normal64.cdf(x) + Normal64.cdf(-x), 0x1p-52);
      assertTrue(Normal64.cdf(-x) <= 0.5 && Normal64.cdf(x) >= 0.5);
    }
  }

  /** Trained networks depend on each bit, so none may change. */
  @Test
  void theBitsAreTheFrozenOnes() {
    double[] doubles = new double[1 << 15];
    float[] floats = new float[1 << 15];
    for (int i = 0; i < doubles.length; i += 2) {
      double x = (i - (1 << 14)) * 0x1.23456789p-9;
      doubles[i] = Normal64.cdf(x);
      doubles[i + 1] = Normal64.density(x);
      floats[i] = Normal32.cdf((float) x);
      floats[i + 1] = Normal32.density((float) x);
    }
    assertEquals(-1653804772, Arrays.hashCode(doubles));
    assertEquals(525927724, Arrays.hashCode(floats));
  }
}
