package nn.tck.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** [1 2 3; 4 5 6] · [1 0; 0 1; 2 3] in each form. */
class FormTest {
  private static final double[][] LEFT = {{1, 2, 3}, {4, 5, 6}};
  private static final double[][] RIGHT = {{1, 0, 2}, {0, 1, 3}};

  private static Matrix a(Form form) {
    return form == Form.TRANS_A
        ? Matrix.generate(3, 2, (k, i) -> LEFT[i][k])
        : Matrix.generate(2, 3, (i, k) -> LEFT[i][k]);
  }

  private static Matrix b(Form form) {
    return form == Form.TRANS_B
        ? Matrix.generate(2, 3, (j, k) -> RIGHT[j][k])
        : Matrix.generate(3, 2, (k, j) -> RIGHT[j][k]);
  }

  @ParameterizedTest
  @EnumSource
  void factorsAreThoseOfTheElement(Form form) {
    assertArrayEquals(LEFT, form.lefts(a(form)));
    assertArrayEquals(RIGHT, form.rights(b(form)));
    assertArrayEquals(LEFT[1], form.left(a(form), 1));
    assertArrayEquals(RIGHT[0], form.right(b(form), 0));
  }

  @ParameterizedTest
  @EnumSource
  void shapesAreThoseOfTheForm(Form form) {
    assertEquals(a(form).shape(), form.aShape(2, 3));
    assertEquals(b(form).shape(), form.bShape(2, 3));
    Matrix wide = Matrix.filled(form.aShape(4, 7), 0);
    assertEquals(4, form.m(wide));
    assertEquals(5, form.n(Matrix.filled(form.bShape(5, 7), 0)));
  }

  @ParameterizedTest
  @EnumSource
  void theKernelComputesTheProduct(Form form) {
    try (Backend backend = Backends.open("naive", new BackendOptions(DType.FLOAT64, 1));
        Workspace workspace = backend.workspace()) {
      Tensor left = tensor(workspace, a(form));
      Tensor right = tensor(workspace, b(form));
      Tensor out = workspace.tensor(new Shape(2, 2));
      form.run(backend, left, right, out);
      double[] values = new double[4];
      backend.read(out, values);
      assertArrayEquals(new double[] {7, 16, 11, 23}, values); // [7 11; 16 23], column by column
    }
  }

  private static Tensor tensor(Workspace workspace, Matrix matrix) {
    Tensor tensor = workspace.tensor(matrix.shape());
    workspace.backend().write(matrix.values(), tensor);
    return tensor;
  }
}
