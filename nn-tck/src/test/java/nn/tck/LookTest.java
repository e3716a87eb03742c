package nn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import nn.api.DType;
import nn.tck.reference.Bounds;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import org.junit.jupiter.api.Test;

/** What is said of expected and actual values alone. */
class LookTest {

  private static List<String> of(double expected, double actual) {
    return Look.of(Evidence.of(DType.FLOAT64, Interval.exactly(expected), actual));
  }

  private static List<String> of(Matrix expected, Matrix actual, int at) {
    return Look.of(new Evidence(DType.FLOAT64, Bounds.exactly(expected), actual, at));
  }

  @Test
  void oneElement() {
    assertEquals(List.of(Look.FLUSHES.words), of(Double.MIN_VALUE, 0.0));
    assertEquals(List.of(Look.SIGN_OF_ZERO.words), of(-0.0, 0.0));
    assertEquals(List.of(Look.DROPS_NAN.words), of(Double.NaN, 1));
    assertEquals(List.of(Look.MAKES_NAN.words), of(1, Double.NaN));
    assertEquals(List.of(Look.OVERFLOWS.words), of(1, Double.POSITIVE_INFINITY));
    assertEquals(List.of(Look.SINGLE.words), of(0.1, 0.1f));
    assertEquals(List.of(Look.NEGATED.words), of(0.1, -0.1));
    assertEquals(List.of(Look.LAST_BITS.words), of(0.1, Math.nextUp(0.1)));
    assertEquals(List.of(), of(0.1, 0.7));
  }

  @Test
  void transposed() {
    assertEquals(
        List.of(Look.TRANSPOSED.words),
        of(Matrix.of(2, 3, 1, 2, 3, 4, 5, 6), Matrix.of(2, 3, 1, 3, 5, 2, 4, 6), 1));
  }

  @Test
  void shifted() {
    Matrix right = Matrix.of(1, 5, 1, 2, 3, 4, 5);
    assertEquals(List.of(Look.SHIFTED_UP.words), of(right, Matrix.of(1, 5, 1, 2, 2, 3, 4), 2));
    assertEquals(List.of(Look.SHIFTED_DOWN.words), of(right, Matrix.of(1, 5, 2, 3, 3, 4, 5), 0));
    assertEquals(List.of(), of(right, Matrix.of(1, 5, 1, 2, 2, 4, 5), 2));
  }
}
