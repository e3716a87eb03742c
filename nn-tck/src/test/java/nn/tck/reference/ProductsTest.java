package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole products against the oracle's loops over one element. */
class ProductsTest {
  private static final int[][] SHAPES = {
    {1, 1, 1},
    {1, 1, 300},
    {1, 40, 7},
    {40, 1, 7},
    {3, 5, 2},
    {5, 3, 64},
    {16, 16, 16},
    {17, 15, 33},
    {64, 65, 9},
    {130, 20, 31},
    {20, 130, 31},
    {300, 2, 150},
    {2, 300, 1500}
  };
  private static final Form[] FORMS = Form.values();

  static Stream<Arguments> all() {
    return Arrays.stream(DType.values())
        .flatMap(dtype -> Arrays.stream(Tier.values()).map(tier -> Arguments.of(dtype, tier)));
  }

  private static Matrix draw(Shape shape, Values kind, DType dtype, Generator random) {
    return Matrix.generate(
        shape.rows(), shape.columns(), (i, j) -> dtype.round(kind.draw(random, dtype)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachElementIsTheOraclesDotProduct(DType dtype, Tier tier) {
    Generator random = new Generator(16);
    for (Values kind : Values.values()) {
      for (int[] extents : SHAPES) {
        for (Form form : FORMS) {
          Matrix a = draw(form.aShape(extents[0], extents[2]), kind, dtype, random);
          Matrix b = draw(form.bShape(extents[1], extents[2]), kind, dtype, random);
          Bounds bounds =
              Products.product(dtype, tier, a, form == Form.TRANS_A, b, form == Form.TRANS_B);
          assertEquals(tier.exact(), bounds.exact());
          assertEquals(form.m(a), bounds.low().rows());
          assertEquals(form.n(b), bounds.high().columns());
          double[][] left = form.lefts(a);
          double[][] right = form.rights(b);
          for (int j = 0; j < right.length; j++) {
            for (int i = 0; i < left.length; i++) {
              Interval expected = Oracle.dot(dtype, tier, left[i], right[j]);
              assertNear(dtype, expected, bounds.at(j * left.length + i), extents[2]);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachSumIsTheOracles(DType dtype, Tier tier) {
    Generator random = new Generator(17);
    for (Values kind : Values.values()) {
      for (int[] extents : SHAPES) {
        Matrix a =
            Matrix.generate(
                extents[0], extents[2], (i, j) -> dtype.round(kind.draw(random, dtype)));
        Bounds records = Products.sumOverRecords(dtype, tier, a);
        Bounds units = Products.sumOverUnits(dtype, tier, a);
        assertEquals(new Shape(a.rows(), 1), records.low().shape());
        assertEquals(new Shape(1, a.columns()), units.high().shape());
        for (int i = 0; i < a.rows(); i++) {
          Interval expected = Oracle.sum(dtype, tier, Form.PLAIN.left(a, i));
          assertNear(dtype, expected, records.at(i), extents[2]);
        }
        for (int j = 0; j < a.columns(); j++) {
          assertEquals(Oracle.sum(dtype, tier, Form.PLAIN.right(a, j)), units.at(j));
        }
      }
    }
  }

  /**
   * The same interval, but that the plain sums of FLOAT32 may move an end by a float, and that half
   * of {@code MIN_VALUE} is allowed for each of an element's products where one of them is too
   * small.
   */
  private static void assertNear(DType dtype, Interval expected, Interval actual, int k) {
    if (expected.equals(actual)) {
      return;
    }
    boolean near =
        dtype == DType.FLOAT64
            ? actual.low() <= expected.low()
                && expected.high() <= actual.high()
                && expected.low() - actual.low() <= k * Double.MIN_VALUE
            : Math.abs(actual.low() - expected.low()) <= Math.ulp((float) expected.low())
                && Math.abs(actual.high() - expected.high()) <= Math.ulp((float) expected.high());
    assertTrue(near && !expected.exact(), () -> expected + " is not " + actual);
  }

  @Test
  void innerExtentsMustAgree() {
    Matrix a = Matrix.of(2, 3, 1, 2, 3, 4, 5, 6);
    assertThrows(
        IllegalArgumentException.class,
        () -> Products.product(DType.FLOAT64, Tier.BOUNDED, a, false, a, false));
  }
}
