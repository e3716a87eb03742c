package nn.backend.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions with vectors against their definitions, bit for bit. */
class VectorFunctionsTest {

  /** Every float in the soak test; otherwise four million of them, in every binade. */
  private static final int STEP = Boolean.getBoolean("nn.soak") ? 1 : 997;

  private static final int SIZE = 1 << 12;

  private static final double[] NO_SCALARS = {};

  private static final float[] NO_FLOATS = {};

  static Stream<ElementwiseFunction> functions() {
    return Arrays.stream(ElementwiseFunction.values()).filter(f -> VectorFunctions.of(f) != f);
  }

  /** Where a definition changes its formula or its result, and the numbers on either side. */
  private static double[] edges() {
    return DoubleStream.of(
            0,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Float.MIN_VALUE,
            Float.MIN_NORMAL,
            0x1p-54,
            0x1p-53,
            0x1p-24,
            0.1,
            0.5 * Math.log(2),
            0.5 * Math.log(3),
            Math.sqrt(0.5),
            1,
            Math.sqrt(2),
            2,
            10,
            17,
            20,
            37,
            87.3,
            88.7,
            103.9,
            110,
            708.4,
            709.7,
            710,
            745.1,
            746,
            Float.MAX_VALUE,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NaN)
        .flatMap(x -> DoubleStream.of(Math.nextDown(x), x, Math.nextUp(x)))
        .flatMap(x -> DoubleStream.of(x, -x, (float) x, -(float) x))
        .toArray();
  }

  private static void compare(ElementwiseFunction function, double[] a, double[] b) {
    double[] expected = new double[a.length];
    double[] actual = new double[a.length];
    ElementwiseLoop vectors = VectorFunctions.of(function);
    function.apply(operands(function, a, b, expected), NO_SCALARS, 0, a.length);
    vectors.apply(operands(function, a, b, actual), NO_SCALARS, 0, a.length);
    for (int i = 0; i < a.length; i++) {
      if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
        assertEquals(expected[i], actual[i], function + " at " + a[i] + ", " + b[i]);
      }
    }
  }

  private static void compare(ElementwiseFunction function, float[] a, float[] b) {
    float[] expected = new float[a.length];
    float[] actual = new float[a.length];
    ElementwiseLoop vectors = VectorFunctions.of(function);
    function.apply(operands(function, a, b, expected), NO_FLOATS, 0, a.length);
    vectors.apply(operands(function, a, b, actual), NO_FLOATS, 0, a.length);
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        assertEquals(expected[i], actual[i], function + " at " + a[i] + ", " + b[i]);
      }
    }
  }

  private static double[][] operands(
      ElementwiseFunction function, double[] a, double[] b, double[] out) {
    return function.inputs() == 1 ? new double[][] {a, out} : new double[][] {a, b, out};
  }

  private static float[][] operands(
      ElementwiseFunction function, float[] a, float[] b, float[] out) {
    return function.inputs() == 1 ? new float[][] {a, out} : new float[][] {a, b, out};
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[] normal(Random random, int size, double scale) {
    return random.doubles(size).map(x -> scale * random.nextGaussian()).toArray();
  }

  @Test
  void namesAreThoseOfTheFunctionsWithVectors() {
    assertEquals(VectorFunctions.ALL, functions().collect(Collectors.toSet()));
  }

  @Test
  void thoseThatTheCompilerTurnsIntoVectorsStayPlain() {
    assertSame(ElementwiseFunction.RELU, VectorFunctions.of(ElementwiseFunction.RELU));
    assertSame(CombineOperation.ADD, VectorFunctions.of(CombineOperation.ADD));
    assertNotSame(ElementwiseFunction.EXP, VectorFunctions.of(ElementwiseFunction.EXP));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void looksLikeItsDefinition(ElementwiseFunction function) {
    ElementwiseLoop vectors = VectorFunctions.of(function);
    assertEquals(function.inputs(), vectors.inputs());
    assertEquals(function.outputs(), vectors.outputs());
    assertEquals(function.scalars(), vectors.scalars());
    assertEquals(function.toString(), vectors.toString());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void edgesHaveTheDefinitionsBits(ElementwiseFunction function) {
    double[] edges = edges();
    double[] a = new double[edges.length * edges.length];
    double[] b = new double[a.length];
    for (int i = 0; i < a.length; i++) { // each in every lane, and beside every other
      a[i] = edges[i % edges.length];
      b[i] = edges[(i + i / edges.length) % edges.length];
    }
    compare(function, a, b);
    compare(function, floats(a), floats(b));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void floatsHaveTheDefinitionsBits(ElementwiseFunction function) {
    float[] a = new float[SIZE];
    int n = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STEP) {
      a[n++] = Float.intBitsToFloat((int) bits);
      if (n == SIZE) {
        compare(function, a, a);
        n = 0;
      }
    }
    compare(function, a, a);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void doublesHaveTheDefinitionsBits(ElementwiseFunction function) {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      double[] b = normal(random, SIZE, 1);
      compare(function, random.longs(SIZE).mapToDouble(Double::longBitsToDouble).toArray(), b);
      compare(function, normal(random, SIZE, 1), b);
      compare(function, normal(random, SIZE, 300), b);
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void anyRangeIsComputedAndNothingElse(ElementwiseFunction function) {
    double[] edges = edges();
    Random random = new Random(2);
    ElementwiseLoop vectors = VectorFunctions.of(function);
    for (int length = 0; length <= 100; length++) {
      for (int from = 0; from <= 3; from++) {
        int to = from + length;
        double[] a = random.ints(110, 0, edges.length).mapToDouble(i -> edges[i]).toArray();
        double[] b = normal(random, 110, 1);
        double[] expected = normal(random, 110, 1);
        double[] actual = expected.clone();
        function.apply(operands(function, a, b, expected), NO_SCALARS, from, to);
        vectors.apply(operands(function, a, b, actual), NO_SCALARS, from, to);
        assertTrue(Arrays.equals(expected, actual), function + " of " + from + " to " + to);
        float[] floatA = floats(a);
        float[] floatB = floats(b);
        float[] expectedFloats = floats(b);
        float[] actualFloats = floats(b);
        function.apply(operands(function, floatA, floatB, expectedFloats), NO_FLOATS, from, to);
        vectors.apply(operands(function, floatA, floatB, actualFloats), NO_FLOATS, from, to);
        assertTrue(
            Arrays.equals(expectedFloats, actualFloats), function + " of " + from + " to " + to);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void anInputMayBeTheOutput(ElementwiseFunction function) {
    Random random = new Random(3);
    ElementwiseLoop vectors = VectorFunctions.of(function);
    for (int length : new int[] {1, 15, 16, 17, 33, 255, 256, 257, 1000}) {
      double[] a = normal(random, length, 3);
      double[] b = normal(random, length, 3);
      double[] expected = new double[length];
      function.apply(operands(function, a, b, expected), NO_SCALARS, 0, length);
      float[] expectedFloats = new float[length];
      float[] floatA = floats(a);
      float[] floatB = floats(b);
      function.apply(operands(function, floatA, floatB, expectedFloats), NO_FLOATS, 0, length);
      vectors.apply(operands(function, a, b, a), NO_SCALARS, 0, length);
      assertTrue(Arrays.equals(expected, a), function + " in place of " + length);
      vectors.apply(operands(function, floatA, floatB, floatA), NO_FLOATS, 0, length);
      assertTrue(Arrays.equals(expectedFloats, floatA), function + " in place of " + length);
    }
  }
}
