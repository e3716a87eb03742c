package nn.core.initialiser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import nn.api.Shape;
import nn.api.network.Initialiser;
import nn.api.network.RandomStream;
import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitialiserTest {
  private static final Shape SHAPE = new Shape(300, 200); // [units, inputs]
  private static final int SEED = 11;

  /**
   * Kurtosis of the two distributions: a variance estimated from n numbers has the relative
   * deviation √((kurtosis − 1) / n).
   */
  private static final double UNIFORM = 1.8;

  private static final double NORMAL = 3;

  /** Five standard deviations: a right initialiser fails for one seed in 1.7 million. */
  private static final double SIGMAS = 5;

  private static double[] draw(Initialiser initialiser) {
    double[] values = new double[SHAPE.size()];
    initialiser.fill(values, SHAPE, new RandomState(SEED));
    return values;
  }

  private static void hasMoments(
      Initialiser initialiser, double mean, double variance, double kurtosis) {
    double[] values = draw(initialiser);
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    int n = values.length;
    String where = initialiser + ", seed " + SEED;
    assertEquals(mean, sum / n, SIGMAS * Math.sqrt(variance / n), where);
    double relative = SIGMAS * Math.sqrt((kurtosis - 1) / n);
    assertEquals(1, squares / n / variance, relative, where);
  }

  /** All in the range, and so near its ends as 60,000 numbers surely come. */
  private static void fillsRange(Initialiser initialiser, double from, double to) {
    double least = Arrays.stream(draw(initialiser)).min().orElseThrow();
    double most = Arrays.stream(draw(initialiser)).max().orElseThrow();
    double near = (to - from) / 1000; // missed with probability (1 − 1/1000)^60000 = 10^−26
    assertTrue(least >= from && least < from + near, () -> initialiser + ": least " + least);
    assertTrue(most < to && most > to - near, () -> initialiser + ": most " + most);
  }

  @Test
  void heHasTheVarianceTwoOverFanIn() { // He et al. 2015, eq. 10
    hasMoments(new HeNormal(), 0, 2.0 / 200, NORMAL);
    hasMoments(new HeUniform(), 0, 2.0 / 200, UNIFORM);
    fillsRange(new HeUniform(), -Math.sqrt(6.0 / 200), Math.sqrt(6.0 / 200));
  }

  @Test
  void lecunHasTheVarianceOneOverFanIn() { // LeCun et al. 1998, eq. 16
    hasMoments(new LecunNormal(), 0, 1.0 / 200, NORMAL);
  }

  @Test
  void xavierHasTheVarianceTwoOverFanInPlusFanOut() { // Glorot and Bengio 2010, eq. 12 and 16
    hasMoments(new XavierNormal(), 0, 2.0 / 500, NORMAL);
    hasMoments(new XavierUniform(), 0, 2.0 / 500, UNIFORM);
    fillsRange(new XavierUniform(), -Math.sqrt(6.0 / 500), Math.sqrt(6.0 / 500));
  }

  @Test
  void uniformStartsAtZero() {
    hasMoments(new Uniform(0.1), 0.05, 0.01 / 12, UNIFORM);
    fillsRange(new Uniform(0.1), 0, 0.1);
  }

  @Test
  void normalHasItsDeviation() {
    hasMoments(new Normal(0.3), 0, 0.09, NORMAL);
  }

  /** Gives 1/8, 2/8, … and normals 1, 2, …, and counts. */
  private static final class Counting implements RandomStream {
    int uniforms;
    int normals;

    @Override
    public double uniform() {
      return ++uniforms / 8.0;
    }

    @Override
    public double normal() {
      return ++normals;
    }
  }

  private static void drawsInOrder(Initialiser initialiser, DoubleFunction<Double> value) {
    Shape shape = new Shape(2, 3);
    double[] values = new double[6];
    Counting stream = new Counting();
    initialiser.fill(values, shape, stream);
    assertEquals(6, stream.uniforms + stream.normals, initialiser.kind());
    for (int i = 0; i < 6; i++) {
      double drawn = stream.uniforms > 0 ? (i + 1) / 8.0 : i + 1;
      assertEquals(value.apply(drawn), values[i], 1e-15, initialiser.kind());
    }
  }

  @Test
  void oneNumberIsDrawnForEachValueInOrder() {
    drawsInOrder(new Uniform(0.1), u -> 0.1 * u);
    drawsInOrder(new Normal(0.3), n -> 0.3 * n);
    drawsInOrder(new HeNormal(), n -> Math.sqrt(2 / 3.0) * n);
    drawsInOrder(new HeUniform(), u -> Math.sqrt(2) * (2 * u - 1)); // 6 / 3 inputs
    drawsInOrder(new XavierNormal(), n -> Math.sqrt(2 / 5.0) * n);
    drawsInOrder(new XavierUniform(), u -> Math.sqrt(6 / 5.0) * (2 * u - 1));
  }

  @Test
  void uniformIsTheArticlesRandTimesScaleRowByRow() {
    double[] values = new double[50];
    new Uniform(0.1).fill(values, new Shape(25, 2), new RandomState(99));
    RandomState random = new RandomState(99);
    for (int unit = 0; unit < 25; unit++) {
      for (int input = 0; input < 2; input++) {
        assertEquals(random.uniform() * 0.1, values[unit * 2 + input]);
      }
    }
  }

  @Test
  void zerosDrawNothingAndOverwrite() {
    double[] values = {1, -2, Double.NaN};
    Counting stream = new Counting();
    new Zeros().fill(values, new Shape(3, 1), stream);
    assertArrayEquals(new double[] {0, 0, 0}, values);
    assertEquals(0, stream.uniforms + stream.normals);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, Double.NaN, Double.POSITIVE_INFINITY})
  void scalesThatAreNotPositiveAndFiniteAreRefused(double scale) {
    assertEquals(
        "uniform: scale must be a positive finite number: " + scale,
        assertThrows(IllegalArgumentException.class, () -> new Uniform(scale)).getMessage());
    assertEquals(
        "normal: deviation must be a positive finite number: " + scale,
        assertThrows(IllegalArgumentException.class, () -> new Normal(scale)).getMessage());
  }
}
