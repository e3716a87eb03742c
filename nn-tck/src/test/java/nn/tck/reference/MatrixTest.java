package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import nn.api.Shape;
import org.junit.jupiter.api.Test;

/** [1 3 5; 2 4 6], record after record. */
class MatrixTest {
  private final Matrix matrix = Matrix.of(2, 3, 1, 2, 3, 4, 5, 6);

  @Test
  void elementsLieRecordAfterRecord() {
    assertEquals(new Shape(2, 3), matrix.shape());
    assertEquals(2, matrix.rows());
    assertEquals(3, matrix.columns());
    assertEquals(2, matrix.get(1, 0));
    assertEquals(3, matrix.get(0, 1));
    matrix.set(1, 2, 7);
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 7}, matrix.values());
  }

  @Test
  void everyElementIsFilledOrGenerated() {
    assertArrayEquals(new double[] {4, 4}, Matrix.filled(new Shape(1, 2), 4).values());
    assertArrayEquals(
        new double[] {0, 10, 1, 11}, Matrix.generate(2, 2, (i, j) -> 10 * i + j).values());
  }

  @Test
  void mapLeavesTheOriginal() {
    Matrix twice = matrix.map(value -> 2 * value);
    assertArrayEquals(new double[] {2, 4, 6, 8, 10, 12}, twice.values());
    assertSame(matrix.shape(), twice.shape());
    assertEquals(1, matrix.get(0, 0));
  }
}
