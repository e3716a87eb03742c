package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.DoublePredicate;
import nn.api.DType;
import nn.api.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each class of operands has what it is named for. */
class ValuesTest {
  private static final int COUNT = 20_000;

  private static double[] draw(Values kind, DType dtype) {
    Generator random = new Generator(kind.name().hashCode());
    double[] drawn = new double[COUNT];
    Arrays.setAll(drawn, i -> dtype.round(kind.draw(random, dtype)));
    return drawn;
  }

  private static double part(double[] drawn, DoublePredicate which) {
    return Arrays.stream(drawn).filter(which).count() / (double) COUNT;
  }

  private static boolean bits(double value, double expected) {
    return Double.doubleToLongBits(value) == Double.doubleToLongBits(expected);
  }

  /** Six standard deviations of a count of that probability. */
  private static void assertPart(double expected, double[] drawn, DoublePredicate which) {
    double deviation = Math.sqrt(expected * (1 - expected) / COUNT);
    assertEquals(expected, part(drawn, which), 6 * deviation);
  }

  @ParameterizedTest
  @EnumSource
  void integersAreThoseFromMinusEightToEight(DType dtype) {
    double[] drawn = draw(Values.INTEGERS, dtype);
    for (int value = -8; value <= 8; value++) {
      int wanted = value;
      assertPart(1 / 17.0, drawn, x -> x == wanted);
    }
  }

  @ParameterizedTest
  @EnumSource
  void uniformNumbersFillTheirRange(DType dtype) {
    double[] drawn = draw(Values.UNIFORM, dtype);
    DoubleSummaryStatistics all = Arrays.stream(drawn).summaryStatistics();
    assertTrue(all.getMin() >= -1 && all.getMax() <= 1);
    assertTrue(all.getMin() < -0.99 && all.getMax() > 0.99);
    assertPart(0.5, drawn, x -> x > 0);
  }

  @ParameterizedTest
  @EnumSource
  void exponentsAreWide(DType dtype) {
    double[] drawn = draw(Values.WIDE_EXPONENTS, dtype);
    assertPart(1 / 162.0, drawn, x -> Math.abs(x) >= 0x1p39); // half of the highest exponent
    assertTrue(part(drawn, x -> Math.abs(x) < 0x1p-40) > 0);
    assertEquals(1, part(drawn, x -> Math.abs(x) <= 0x1p40 && Math.abs(x) > 0x1p-60));
  }

  @ParameterizedTest
  @EnumSource
  void zerosHaveBothSigns(DType dtype) {
    double[] drawn = draw(Values.SIGNED_ZEROS, dtype);
    assertPart(0.4, drawn, x -> bits(x, -0.0));
    assertPart(0.2, drawn, x -> bits(x, 0.0));
    assertPart(0.2, drawn, x -> x == -1);
    assertPart(0.2, drawn, x -> x == 1);
  }

  @ParameterizedTest
  @EnumSource
  void specialsAreRareAndAllThere(DType dtype) {
    double[] drawn = draw(Values.SPECIALS, dtype);
    assertPart(1 / 128.0, drawn, Double::isNaN);
    assertPart(1 / 128.0, drawn, x -> x == Double.POSITIVE_INFINITY);
    assertPart(1 / 128.0, drawn, x -> x == Double.NEGATIVE_INFINITY);
    assertPart(4 / 128.0, drawn, x -> bits(x, 0.0));
    assertPart(2 / 128.0, drawn, x -> bits(x, -0.0));
    assertPart(119 / 128.0, drawn, x -> Math.abs(x) <= 1 && x != 0);
  }

  @ParameterizedTest
  @EnumSource
  void halfAreSubnormal(DType dtype) {
    double[] drawn = draw(Values.SUBNORMALS, dtype);
    assertPart(0.5, drawn, x -> Math.abs(x) < dtype.minNormal());
    assertPart(0.5, drawn, x -> Math.abs(x) > 1e-9 && Math.abs(x) <= 1);
  }

  /** {@code 4096 · (√max / 64)² = max}: with less than 1 as factor no sum of so many overflows. */
  @ParameterizedTest
  @EnumSource
  void sumsOfProductsNearOverflowStayBelow(DType dtype) {
    double[] drawn = draw(Values.NEAR_OVERFLOW, dtype);
    double most = Arrays.stream(drawn).map(Math::abs).max().orElseThrow();
    double limit = dtype.maxValue();
    assertTrue(most * most <= limit / 0x1p18 * (1 + 1e-6));
    assertTrue(most * most >= limit / 0x1p18 * 0.98);
  }

  @ParameterizedTest
  @EnumSource
  void someProductsOverflow(DType dtype) {
    double[] drawn = draw(Values.OVERFLOW, dtype);
    double[] products = new double[COUNT];
    Arrays.setAll(products, i -> dtype.round(drawn[i] * drawn[(i + 1) % COUNT]));
    // |4·u·v| > 1 for u, v uniform in [0, 1): 3/4 − ¼·ln 4
    assertPart(0.75 - 0.25 * Math.log(4), products, Double::isInfinite);
    assertEquals(0, part(drawn, Double::isInfinite));
  }

  @ParameterizedTest
  @EnumSource
  void largeNumbersCancel(DType dtype) {
    double[] drawn = draw(Values.CANCELLATION, dtype);
    assertEquals(1, part(drawn, x -> Math.abs(Math.abs(x) - 0x1p20) <= 1));
    assertPart(0.5, drawn, x -> x > 0);
    assertTrue(part(drawn, x -> x != Math.rint(x)) > 0.9);
  }

  @Test
  void overflowIsForExactTiersAlone() {
    for (Tier tier : Tier.values()) {
      List<Values> kinds = List.of(Values.of(tier));
      assertEquals(tier.exact(), kinds.contains(Values.OVERFLOW));
      assertEquals(Values.values().length - (tier.exact() ? 0 : 1), kinds.size());
    }
    assertFalse(Values.OVERFLOW.isFor(Tier.BOUNDED));
  }
}
