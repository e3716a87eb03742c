package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import nn.api.DType;
import nn.api.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite's judges against decimal arithmetic without rounding. */
class OracleTest {
  private static final long SEED = 20;
  private static final int CASES = 300;
  private static final double[] NONE = {};

  /** Numbers of a dtype, between 2⁻²⁰ and 2²⁰ so that no product underflows. */
  private static double[] draw(SplittableRandom random, DType dtype, int count) {
    double[] values = new double[count];
    for (int k = 0; k < count; k++) {
      values[k] = dtype.round(Math.scalb(random.nextDouble() - 0.5, random.nextInt(41) - 20));
    }
    return values;
  }

  private static BigDecimal big(double value) {
    return new BigDecimal(value);
  }

  private static double rounded(DType dtype, BigDecimal exact) {
    return dtype == DType.FLOAT64 ? exact.doubleValue() : exact.floatValue();
  }

  @ParameterizedTest
  @EnumSource
  void exactTiersRoundEachStepOnceOrTwice(DType dtype) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int repeat = 0; repeat < CASES; repeat++) {
      double[] x = draw(random, dtype, random.nextInt(12));
      double[] y = draw(random, dtype, x.length);
      double separate = 0;
      double fused = 0;
      double sum = 0;
      for (int k = 0; k < x.length; k++) {
        BigDecimal product = big(x[k]).multiply(big(y[k]));
        separate = rounded(dtype, big(separate).add(big(rounded(dtype, product))));
        fused = rounded(dtype, big(fused).add(product));
        sum = rounded(dtype, big(sum).add(big(x[k])));
      }
      assertEquals(Interval.exactly(separate), Oracle.dot(dtype, Tier.EXACT_SEPARATE, x, y));
      assertEquals(Interval.exactly(fused), Oracle.dot(dtype, Tier.EXACT_FUSED, x, y));
      assertEquals(Interval.exactly(sum), Oracle.sum(dtype, Tier.EXACT_SEPARATE, x));
      assertEquals(Interval.exactly(sum), Oracle.sum(dtype, Tier.EXACT_FUSED, x));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sumsStartFromPositiveZero(DType dtype) {
    for (Tier tier : new Tier[] {Tier.EXACT_SEPARATE, Tier.EXACT_FUSED}) {
      assertEquals(Interval.exactly(0.0), Oracle.dot(dtype, tier, NONE, NONE));
      assertEquals(
          Interval.exactly(0.0), Oracle.dot(dtype, tier, new double[] {-0.0}, new double[] {1}));
      assertEquals(Interval.exactly(0.0), Oracle.sum(dtype, tier, new double[] {-0.0}));
    }
  }

  /** {@code k·u / (1 − k·u)}, to 40 digits. */
  private static BigDecimal gamma(DType dtype, int k) {
    BigDecimal u = big(dtype == DType.FLOAT64 ? Math.ulp(1.0) / 2 : Math.ulp(1.0f) / 2);
    BigDecimal ku = u.multiply(BigDecimal.valueOf(k));
    return ku.divide(BigDecimal.ONE.subtract(ku), new MathContext(40));
  }

  private static double least(DType dtype) {
    return dtype == DType.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE;
  }

  /** The number of the dtype next to {@code value}, upwards or downwards. */
  private static double next(DType dtype, double value, double direction) {
    return dtype == DType.FLOAT64
        ? Math.nextAfter(value, direction)
        : Math.nextAfter((float) value, direction);
  }

  private static double inwards(DType dtype, BigDecimal value, RoundingMode mode) {
    double nearest = rounded(dtype, value);
    boolean above = big(nearest).compareTo(value) > 0;
    boolean below = big(nearest).compareTo(value) < 0;
    if (mode == RoundingMode.FLOOR && above) {
      return next(dtype, nearest, Double.NEGATIVE_INFINITY);
    }
    if (mode == RoundingMode.CEILING && below) {
      return next(dtype, nearest, Double.POSITIVE_INFINITY);
    }
    return nearest;
  }

  /** The interval has every number within the bound, and hardly one beyond. */
  private static void assertBound(
      DType dtype, BigDecimal exact, BigDecimal bound, Interval interval) {
    assertTrue(interval.contains(inwards(dtype, exact.add(bound), RoundingMode.FLOOR)));
    assertTrue(interval.contains(inwards(dtype, exact.subtract(bound), RoundingMode.CEILING)));
    // computing the bound may enlarge it by 2⁻⁵¹ for each term, by 2⁻²⁸ and the rounding of its
    // ends
    double part = dtype == DType.FLOAT64 ? 0x1p-44 : 0x1p-27;
    BigDecimal beyond = bound.multiply(BigDecimal.ONE.add(big(part)));
    double above = inwards(dtype, exact.add(beyond), RoundingMode.CEILING);
    double below = inwards(dtype, exact.subtract(beyond), RoundingMode.FLOOR);
    for (int step = 0; step < 2; step++) {
      above = next(dtype, above, Double.POSITIVE_INFINITY);
      below = next(dtype, below, Double.NEGATIVE_INFINITY);
    }
    assertFalse(interval.contains(above));
    assertFalse(interval.contains(below));
  }

  @ParameterizedTest
  @EnumSource
  void boundedProductsAreWithinTheBoundOfTheExactOnes(DType dtype) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int repeat = 0; repeat < CASES; repeat++) {
      double[] x = draw(random, dtype, 1 + random.nextInt(60));
      double[] y = draw(random, dtype, x.length);
      if (repeat % 3 == 0 && x.length > 1) { // most of it cancels
        x[1] = x[0];
        y[1] = -y[0];
      }
      BigDecimal exact = BigDecimal.ZERO;
      BigDecimal magnitude = BigDecimal.ZERO;
      for (int k = 0; k < x.length; k++) {
        BigDecimal product = big(x[k]).multiply(big(y[k]));
        exact = exact.add(product);
        magnitude = magnitude.add(product.abs());
      }
      BigDecimal bound =
          gamma(dtype, x.length)
              .multiply(magnitude)
              .add(big(least(dtype)).multiply(BigDecimal.valueOf(x.length)));
      assertBound(dtype, exact, bound, Oracle.dot(dtype, Tier.BOUNDED, x, y));
    }
  }

  @ParameterizedTest
  @EnumSource
  void boundedSumsAreWithinTheBoundOfTheExactOnes(DType dtype) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int repeat = 0; repeat < CASES; repeat++) {
      double[] x = draw(random, dtype, 2 + random.nextInt(60));
      BigDecimal exact = BigDecimal.ZERO;
      BigDecimal magnitude = BigDecimal.ZERO;
      for (double value : x) {
        exact = exact.add(big(value));
        magnitude = magnitude.add(big(value).abs());
      }
      BigDecimal bound = gamma(dtype, x.length - 1).multiply(magnitude);
      assertBound(dtype, exact, bound, Oracle.sum(dtype, Tier.BOUNDED, x));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSumOfOneNumberHasNoRounding(DType dtype) {
    assertEquals(Interval.exactly(3), Oracle.sum(dtype, Tier.BOUNDED, new double[] {3}));
    Interval zero = Oracle.sum(dtype, Tier.BOUNDED, new double[] {0});
    assertTrue(zero.contains(0.0) && zero.contains(-0.0));
    assertFalse(zero.contains(least(dtype)) || zero.contains(-least(dtype)));
  }

  /** Where products underflow, each may lose up to the least positive number. */
  @ParameterizedTest
  @EnumSource
  void productsThatVanishHaveABound(DType dtype) {
    double[] zeros = new double[3];
    Interval interval = Oracle.dot(dtype, Tier.BOUNDED, zeros, zeros);
    assertTrue(interval.contains(3 * least(dtype)) && interval.contains(-3 * least(dtype)));
    assertFalse(interval.contains(6 * least(dtype)) || interval.contains(-6 * least(dtype)));
  }

  @ParameterizedTest
  @EnumSource
  void zerosOfABoundedTierHaveAnySign(DType dtype) {
    Interval nothing = Oracle.dot(dtype, Tier.BOUNDED, NONE, NONE);
    assertTrue(nothing.contains(0.0) && nothing.contains(-0.0));
    assertFalse(nothing.contains(least(dtype)));
  }

  @ParameterizedTest
  @EnumSource
  void specialValuesAreExactOnABoundedTier(DType dtype) {
    double[] infinite = {1, Double.POSITIVE_INFINITY, 2};
    double[] ones = {1, 1, 1};
    assertEquals(
        Interval.exactly(Double.POSITIVE_INFINITY),
        Oracle.dot(dtype, Tier.BOUNDED, infinite, ones));
    assertEquals(
        Interval.exactly(Double.POSITIVE_INFINITY), Oracle.sum(dtype, Tier.BOUNDED, infinite));
    assertEquals(
        Interval.exactly(Double.NEGATIVE_INFINITY),
        Oracle.dot(dtype, Tier.BOUNDED, infinite, new double[] {1, -1, 1}));
    double[] both = {Double.POSITIVE_INFINITY, 0, Double.NEGATIVE_INFINITY};
    assertEquals(Interval.exactly(Double.NaN), Oracle.dot(dtype, Tier.BOUNDED, both, ones));
    assertEquals(Interval.exactly(Double.NaN), Oracle.sum(dtype, Tier.BOUNDED, both));
  }

  /** Beyond the largest number the order of the terms decides, and the tier says nothing. */
  @ParameterizedTest
  @EnumSource
  void anythingMayComeOfTermsThatOverflowInSomeOrder(DType dtype) {
    double large = dtype.round(0.75 * dtype.maxValue());
    double[] x = {large, -large, large};
    assertEquals(Interval.ANYTHING, Oracle.sum(dtype, Tier.BOUNDED, x));
    assertEquals(Interval.ANYTHING, Oracle.dot(dtype, Tier.BOUNDED, x, new double[] {1, 1, 1}));
    assertEquals(Interval.ANYTHING, Oracle.dot(dtype, Tier.BOUNDED, x, x));
    assertEquals(
        Interval.exactly(Double.POSITIVE_INFINITY),
        Oracle.sum(dtype, Tier.BOUNDED, new double[] {large, large, Double.POSITIVE_INFINITY}));
  }

  @Test
  void boundedSaysNothingOfAnInfinityThatOverflowingTermsMayMeet() {
    double huge = Float.MAX_VALUE;
    double[] x = {Double.POSITIVE_INFINITY, huge, -huge};
    double[] y = {1, huge, huge};
    for (DType dtype : DType.values()) {
      boolean overflows = dtype == DType.FLOAT32;
      Interval infinite = Interval.exactly(Double.POSITIVE_INFINITY);
      Interval expected = overflows ? Interval.ANYTHING : infinite;
      assertEquals(expected, Oracle.dot(dtype, Tier.BOUNDED, x, y));
      Matrix a = Matrix.of(1, 3, x);
      Matrix b = Matrix.of(3, 1, y);
      Bounds product = Products.product(dtype, Tier.BOUNDED, a, false, b, false);
      assertEquals(expected, product.at(0));
    }
  }

  @Test
  void boundedKeepsANanWhateverElseOverflows() {
    double[] x = {Double.NaN, Float.MAX_VALUE, Float.MAX_VALUE};
    assertEquals(Interval.exactly(Double.NaN), Oracle.sum(DType.FLOAT32, Tier.BOUNDED, x));
    Matrix row = Matrix.of(1, 3, x);
    assertEquals(
        Interval.exactly(Double.NaN),
        Products.sumOverRecords(DType.FLOAT32, Tier.BOUNDED, row).at(0));
  }

  @Test
  void gammaIsHighams() {
    for (DType dtype : DType.values()) {
      for (int k : new int[] {1, 2, 100, 4096}) {
        double expected = gamma(dtype, k).doubleValue();
        assertEquals(expected, Oracle.gamma(dtype, k), 4 * Math.ulp(expected));
      }
    }
  }
}
