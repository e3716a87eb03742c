package nn.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ElementwiseLoopTest {

  @Test
  void aFormulaIsALoopOfOneInput() {
    ElementwiseLoop root = ElementwiseLoop.of("cube root", Math::cbrt);
    assertEquals("cube root", root.toString());
    assertEquals(1, root.inputs());
    double[][] doubles = {{-8, 27, 5}, new double[3]};
    root.apply(doubles, new double[0], 0, 2);
    assertArrayEquals(new double[] {-2, 3, 0}, doubles[1]);
  }

  /** In float, 2²⁴ + 1 is 2²⁴, and less 2²⁴ is 0; in double it is 1. */
  @Test
  void aFormulaInFloatIsRoundedOnce() {
    ElementwiseLoop loop = ElementwiseLoop.of("sum less 2^24", (a, b) -> a + b - 0x1p24);
    assertEquals(2, loop.inputs());
    float[][] floats = {{0x1p24f}, {1}, {0}};
    loop.apply(floats, new float[0], 0, 1);
    assertEquals(1, floats[2][0]);
  }
}
