package nn.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {

  @Test
  void hasExtentsSizeAndText() {
    Shape shape = new Shape(2, 3);
    assertEquals(2, shape.rows());
    assertEquals(3, shape.columns());
    assertEquals(6, shape.size());
    assertEquals("[2, 3]", shape.toString());
    assertEquals(new Shape(2, 3), shape);
    assertTrue(shape.is(2, 3));
    assertFalse(shape.is(3, 2));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-1, 1", "1, -1", "-2, -2"})
  void refusesADimensionBelowOne(int rows, int columns) {
    assertEquals(
        "shape: each dimension must be at least 1: [" + rows + ", " + columns + "]",
        assertThrows(IllegalArgumentException.class, () -> new Shape(rows, columns)).getMessage());
  }

  @Test
  void refusesMoreElementsThanAnArrayHas() {
    assertEquals(Integer.MAX_VALUE, new Shape(1, Integer.MAX_VALUE).size());
    assertEquals(
        "shape: more than 2147483647 elements: [65536, 32768]",
        assertThrows(IllegalArgumentException.class, () -> new Shape(65536, 32768)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Shape(65536, 65536)); // 0 as an int
  }

  @Test
  void roundsToNearestWithTiesToEven() {
    assertEquals(0.1, DType.FLOAT64.round(0.1));
    assertEquals(0.1f, DType.FLOAT32.round(0.1));
    assertEquals(1.0, DType.FLOAT32.round(1 + 0x1p-24));
    assertEquals(1 + 0x1p-22, DType.FLOAT32.round(1 + 0x3p-24));
    assertEquals(Double.POSITIVE_INFINITY, DType.FLOAT32.round(1e39));
    assertTrue(Double.isNaN(DType.FLOAT32.round(Double.NaN)));
    assertEquals(8, DType.FLOAT64.bytes());
    assertEquals(4, DType.FLOAT32.bytes());
  }
}
