package nn.tck;

import java.util.OptionalInt;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.model.ExtentClass;
import nn.tck.model.Plan;
import nn.tck.reference.Form;
import nn.tck.reference.Freivalds;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import nn.tck.reference.Oracle;
import nn.tck.reference.Samples;
import nn.tck.reference.Values;

/**
 * Products beyond the model's limits, where every element to the bit would take too long: integers
 * as a whole by Freivalds' check, any numbers at the edges of blocks and at drawn elements.
 */
final class LargeProducts {

  /** The largest product is so many times larger than the model's. */
  private static final int TIMES = 8;

  private final Fixture f;

  LargeProducts(Fixture fixture) {
    f = fixture;
  }

  /** {m, n, k} beyond the multiplications of the model, log-uniform, and within the elements. */
  private int[] extents() {
    long least = Plan.Limits.ALL.multiplications();
    while (true) {
      int[] e = {draw(), draw(), draw()};
      long multiplications = (long) e[0] * e[1] * e[2];
      long elements = (long) e[0] * e[2] + (long) e[1] * e[2] + (long) e[0] * e[1];
      if (multiplications > least
          && multiplications <= TIMES * least
          && elements <= Plan.Limits.ALL.elements()) {
        return e;
      }
    }
  }

  private int draw() {
    return ExtentClass.logUniform(16, 70_000, f.random);
  }

  /** The same where both operands are one tensor. */
  private int[] extentsOfOneTensor(Form form) {
    long least = Plan.Limits.ALL.multiplications();
    while (true) {
      int n = draw();
      int k = form == Form.PLAIN ? n : draw();
      long multiplications = (long) n * n * k;
      if (multiplications > least
          && multiplications <= TIMES * least
          && (long) n * (n + k) <= Plan.Limits.ALL.elements()) {
        return new int[] {n, n, k};
      }
    }
  }

  void integers(Form form) {
    int[] e = extents();
    // sums stay below half of the prime and within the integers of a float
    Matrix a = f.draw(form.aShape(e[0], e[2]), Values.INTEGERS);
    Matrix b = f.draw(form.bShape(e[1], e[2]), Values.INTEGERS);
    integers(form, a, f.tensor(a), b, f.tensor(b));
  }

  void integersOfOneTensor(Form form) {
    int[] e = extentsOfOneTensor(form);
    Matrix a = f.draw(form.aShape(e[0], e[2]), Values.INTEGERS);
    Tensor ta = f.tensor(a);
    integers(form, a, ta, a, ta);
  }

  private void integers(Form form, Matrix a, Tensor ta, Matrix b, Tensor tb) {
    Tensor out = f.dirty(new Shape(form.m(a), form.n(b)));
    form.run(f.backend, ta, tb, out);
    Matrix c = f.values(out);
    boolean transA = form == Form.TRANS_A;
    boolean transB = form == Form.TRANS_B;
    OptionalInt row = Freivalds.wrongRow(a, transA, b, transB, c, f.random);
    if (row.isPresent()) {
      int i = row.getAsInt();
      int j = Freivalds.wrongColumn(a, transA, b, transB, c, i).orElseThrow();
      compare(form.kernel + " of large integers", form, a, b, c, j * c.rows() + i, ta, tb, out);
    }
    f.unchanged(form.kernel, "a", a, ta);
    f.unchanged(form.kernel, "b", b, tb);
  }

  void samples(Form form) {
    int[] e = extents();
    Matrix a = f.draw(form.aShape(e[0], e[2]), Values.UNIFORM);
    Matrix b = f.draw(form.bShape(e[1], e[2]), Values.UNIFORM);
    Tensor ta = f.tensor(a);
    Tensor tb = f.tensor(b);
    Tensor out = f.dirty(new Shape(e[0], e[1]));
    form.run(f.backend, ta, tb, out);
    Matrix c = f.values(out);
    for (int at : Samples.of(c.rows(), c.columns(), f.random)) {
      compare(form.kernel + " of many numbers", form, a, b, c, at, ta, tb, out);
    }
  }

  private void compare(
      String what, Form form, Matrix a, Matrix b, Matrix c, int at, Tensor... operands) {
    double[] left = form.left(a, at % c.rows());
    double[] right = form.right(b, at / c.rows());
    Interval expected = Oracle.dot(f.dtype, f.tier, left, right);
    f.within(what, expected, c.values()[at], at, c.shape(), operands);
  }
}
