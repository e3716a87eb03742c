package nn.core.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.core.Matrices;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bounds are those of Higham's lemmas, on numbers small enough for paper. */
class BoundTest {

  private static double u(DType dtype) {
    return dtype == DType.FLOAT64 ? Math.ulp(1.0) / 2 : Math.ulp(1.0f) / 2;
  }

  private static double leastPositive(DType dtype) {
    return dtype == DType.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE;
  }

  /** {@code γ_k}. */
  private static double gamma(DType dtype, int k) {
    return k * u(dtype) / (1 - k * u(dtype));
  }

  private static double of(Bound bound, int at, Tensor... operands) {
    double[][] values = new double[operands.length][];
    for (int p = 0; p < operands.length; p++) {
      values[p] = new double[operands[p].shape().size()];
      operands[p].backend().read(operands[p], values[p]);
    }
    return bound.of(values, operands, at);
  }

  /** The product of [1 −2 3; −4 5 6] and [1 2; −1 3; 2 −2]: |A|·|B| = [9 14; 21 11]. */
  @ParameterizedTest
  @EnumSource
  void productsInAllThreeForms(DType dtype) {
    double[][] a = {{1, -2, 3}, {-4, 5, 6}};
    double[][] b = {{1, 2}, {-1, 3}, {2, -2}};
    double[][] transposedA = {{1, -4}, {-2, 5}, {3, 6}};
    double[][] transposedB = {{1, -1, 2}, {2, 3, -2}};
    double[] magnitudes = {9, 21, 14, 35}; // [0, 0], [1, 0], [0, 1], [1, 1]
    try (Backend backend = Matrices.naive(dtype);
        Workspace workspace = backend.workspace()) {
      Tensor out = workspace.tensor(2, 2);
      for (int at = 0; at < 4; at++) {
        double expected = 2 * (gamma(dtype, 3) * magnitudes[at] + 3 * leastPositive(dtype));
        Tensor left = Matrices.of(workspace, a);
        Tensor right = Matrices.of(workspace, b);
        assertEquals(expected, of(Bound.product(dtype, false, false), at, left, right, out));
        left = Matrices.of(workspace, transposedA);
        assertEquals(expected, of(Bound.product(dtype, true, false), at, left, right, out));
        left = Matrices.of(workspace, a);
        right = Matrices.of(workspace, transposedB);
        assertEquals(expected, of(Bound.product(dtype, false, true), at, left, right, out));
      }
    }
  }

  /** Where all products underflow, the least positive number for each is what is left. */
  @ParameterizedTest
  @EnumSource
  void productsThatVanishKeepABound(DType dtype) {
    try (Backend backend = Matrices.naive(dtype);
        Workspace workspace = backend.workspace()) {
      Tensor zeros = workspace.tensor(1, 5);
      Bound bound = Bound.product(dtype, false, true);
      assertEquals(10 * leastPositive(dtype), of(bound, 0, zeros, zeros, workspace.tensor(1, 1)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sumsInBothDirections(DType dtype) {
    try (Backend backend = Matrices.naive(dtype);
        Workspace workspace = backend.workspace()) {
      Tensor a = Matrices.of(workspace, new double[][] {{1, -2, 3}, {-4, 5, 6}});
      Bound overRecords = Bound.sumOverRecords(dtype);
      Tensor column = workspace.tensor(2, 1);
      assertEquals(2 * gamma(dtype, 2) * 6, of(overRecords, 0, a, column));
      assertEquals(2 * gamma(dtype, 2) * 15, of(overRecords, 1, a, column));
      Bound overUnits = Bound.sumOverUnits(dtype);
      Tensor row = workspace.tensor(1, 3);
      assertEquals(2 * gamma(dtype, 1) * 5, of(overUnits, 0, a, row));
      assertEquals(2 * gamma(dtype, 1) * 7, of(overUnits, 1, a, row));
      assertEquals(2 * gamma(dtype, 1) * 9, of(overUnits, 2, a, row));
    }
  }
}
