package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import org.junit.jupiter.api.Test;

/** The formulas against the numbers of a pocket calculator, and against float arithmetic. */
class DefinitionsTest {
  private static final Set<ElementwiseFunction> ELEMENTARY =
      EnumSet.of(
          ElementwiseFunction.EXP,
          ElementwiseFunction.LOG,
          ElementwiseFunction.LOG1P,
          ElementwiseFunction.TANH,
          ElementwiseFunction.SIGMOID,
          ElementwiseFunction.SOFTPLUS);

  private static double value(ElementwiseFunction function, double a, double b, double s) {
    return Definitions.value(function, DType.FLOAT64, a, b, s);
  }

  @Test
  void functionsHaveTheirValues() {
    assertEquals(3, value(ElementwiseFunction.COPY, 3, 5, 7));
    assertEquals(9, value(ElementwiseFunction.SQUARE, 3, 5, 7));
    assertEquals(1.5, value(ElementwiseFunction.SQRT, 2.25, 5, 7));
    assertEquals(5 * (1 - 0.25), value(ElementwiseFunction.TANH_GRADIENT, 0.5, 5, 7));
    assertEquals(5 * (0.75 * 0.25), value(ElementwiseFunction.SIGMOID_GRADIENT, 0.75, 5, 7));
    assertEquals(7, value(ElementwiseFunction.FILL, 3, 5, 7));
    assertEquals(21, value(ElementwiseFunction.SCALE, 3, 5, 7));
    assertEquals(1.5, value(ElementwiseFunction.DIVIDE_BY, 3, 5, 2));
  }

  /** e, ln 2, tanh 1, σ(1) and ln(1 + e), to 16 digits (DLMF 4). */
  @Test
  void elementaryFunctionsHaveTheirPublishedValues() {
    double[] at = {1, 2, 1, 1, 1, 1};
    double[] published = {
      2.718281828459045,
      0.6931471805599453,
      0.6931471805599453,
      0.7615941559557649,
      0.7310585786300049,
      1.3132616875182228
    };
    int next = 0;
    for (ElementwiseFunction function : ELEMENTARY) {
      double a = at[next];
      double expected = published[next++];
      assertEquals(expected, value(function, a, 5, 7), 2 * Math.ulp(expected), function.name());
      double single = Definitions.value(function, DType.FLOAT32, a, 5, 7);
      assertEquals(expected, single, Math.ulp((float) expected), function.name());
      assertEquals((float) single, single);
    }
  }

  @Test
  void reluSelects() {
    ElementwiseFunction relu = ElementwiseFunction.RELU;
    assertEquals(3, value(relu, 3, 5, 7));
    assertEquals(Double.MIN_VALUE, value(relu, Double.MIN_VALUE, 5, 7));
    assertEquals(0.0, value(relu, -0.0, 5, 7));
    assertEquals(0.0, value(relu, -3, 5, 7));
    assertEquals(Double.NaN, value(relu, Double.NaN, 5, 7));
    ElementwiseFunction gradient = ElementwiseFunction.RELU_GRADIENT;
    assertEquals(5, value(gradient, 3, 5, 7));
    assertEquals(0.0, value(gradient, 0, -5, 7));
    assertEquals(0.0, value(gradient, -3, Double.NaN, 7));
    assertEquals(5, value(gradient, Double.NaN, 5, 7));
  }

  /** Rounding each double operation to float is what float arithmetic does. */
  @Test
  void floatsAreRoundedOperationByOperation() {
    SplittableRandom random = new SplittableRandom(3);
    for (int repeat = 0; repeat < 1000; repeat++) {
      float a = (float) random.nextDouble();
      float b = (float) (random.nextDouble() - 0.5);
      float s = (float) (1 + random.nextDouble());
      assertFloat(a * a, ElementwiseFunction.SQUARE, a, b, s);
      assertFloat(b * (1 - a * a), ElementwiseFunction.TANH_GRADIENT, a, b, s);
      assertFloat(b * (a * (1 - a)), ElementwiseFunction.SIGMOID_GRADIENT, a, b, s);
      assertFloat(a * s, ElementwiseFunction.SCALE, a, b, s);
      assertFloat(a / s, ElementwiseFunction.DIVIDE_BY, a, b, s);
      assertFloat(s, ElementwiseFunction.FILL, a, b, s);
      assertFloat(a + b, CombineOperation.ADD, a, b);
      assertFloat(a - b, CombineOperation.SUBTRACT, a, b);
      assertFloat(a * b, CombineOperation.MULTIPLY, a, b);
      assertFloat(a / b, CombineOperation.DIVIDE, a, b);
    }
    double third = 1 / 3.0; // scalars are rounded first
    assertFloat((float) third, ElementwiseFunction.FILL, 0, 0, third);
  }

  private static void assertFloat(
      float expected, ElementwiseFunction function, double a, double b, double s) {
    assertEquals(
        (double) expected, Definitions.value(function, DType.FLOAT32, a, b, s), function.name());
  }

  private static void assertFloat(float expected, CombineOperation operation, double a, double b) {
    assertEquals(
        (double) expected, Definitions.value(operation, DType.FLOAT32, a, b), operation.name());
  }

  @Test
  void theMaximumKeepsNotANumberAndPositiveZero() {
    assertEquals(3, Definitions.max(new double[] {1, 3, 2}));
    assertEquals(-1, Definitions.max(new double[] {-3, -1, -2}));
    assertEquals(0.0, Definitions.max(new double[] {-0.0, 0.0, -0.0}));
    assertEquals(-0.0, Definitions.max(new double[] {-1, -0.0}));
    assertEquals(Double.NaN, Definitions.max(new double[] {Double.NaN, 1}));
    assertEquals(Double.NaN, Definitions.max(new double[] {1, Double.NaN, 2}));
  }
}
