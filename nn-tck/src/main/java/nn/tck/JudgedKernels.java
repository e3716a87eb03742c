package nn.tck;

import java.util.concurrent.atomic.AtomicInteger;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.RequiredKernelsBackend;
import nn.api.Tensor;
import nn.tck.reference.Definitions;
import nn.tck.reference.Form;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import nn.tck.reference.Oracle;

/**
 * A backend whose every required kernel is judged on the spot, for the operands it was given: in a
 * training run these are what no generator draws. Derived kernels run as their defaults.
 */
class JudgedKernels extends RequiredKernelsBackend {
  final Fixture fixture;
  private final AtomicInteger judged = new AtomicInteger();

  /** Judges the backend of a fixture. */
  JudgedKernels(Fixture fixture) {
    super(fixture.backend);
    this.fixture = fixture;
  }

  /** How many results have been judged. */
  int judged() {
    return judged.get();
  }

  /** Counts a result that has been judged; in any thread. */
  final void count() {
    judged.incrementAndGet();
  }

  private void product(Form form, Tensor a, Tensor b, Tensor out) {
    Matrix left = fixture.values(a);
    Matrix right = fixture.values(b);
    form.run(delegate(), a, b, out);
    ProductRules.verify(
        fixture, form, left, right, fixture.values(out), "a training run", a, b, out);
    count();
  }

  @Override
  public void matmul(Tensor a, Tensor b, Tensor out) {
    product(Form.PLAIN, a, b, out);
  }

  @Override
  public void matmulTransA(Tensor a, Tensor b, Tensor out) {
    product(Form.TRANS_A, a, b, out);
  }

  @Override
  public void matmulTransB(Tensor a, Tensor b, Tensor out) {
    product(Form.TRANS_B, a, b, out);
  }

  @Override
  public void apply(ElementwiseLoop loop, double[] scalars, Tensor[] operands) {
    double[][] values = new double[operands.length][];
    for (int p = 0; p < operands.length; p++) {
      int first = first(operands, p);
      values[p] = first == p ? fixture.values(operands[p]).values() : values[first];
    }
    delegate().apply(loop, scalars, operands);
    if (dtype() == DType.FLOAT64) {
      loop.apply(values, scalars, 0, values[0].length);
    } else {
      applyFloats(loop, scalars, operands, values);
    }
    for (int p = loop.inputs(); p < operands.length; p++) {
      Matrix expected = new Matrix(operands[p].shape(), values[p]);
      fixture.equal("apply " + loop + " in a training run", expected, operands[p], operands);
      count();
    }
  }

  /** The first operand that is the same tensor as operand {@code p}. */
  static int first(Tensor[] operands, int p) {
    int first = 0;
    while (operands[first] != operands[p]) {
      first++;
    }
    return first;
  }

  private static void applyFloats(
      ElementwiseLoop loop, double[] scalars, Tensor[] operands, double[][] values) {
    float[][] floats = new float[values.length][];
    for (int p = 0; p < values.length; p++) {
      int first = first(operands, p);
      floats[p] = first == p ? floats(values[p]) : floats[first];
    }
    loop.apply(floats, floats(scalars), 0, values[0].length);
    for (int p = loop.inputs(); p < values.length; p++) {
      for (int at = 0; at < values[p].length; at++) {
        values[p][at] = floats[p][at];
      }
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int at = 0; at < values.length; at++) {
      floats[at] = (float) values[at];
    }
    return floats;
  }

  @Override
  public void combine(CombineOperation op, Tensor a, Tensor b, Tensor out) {
    Matrix left = fixture.values(a);
    Matrix right = fixture.values(b);
    delegate().combine(op, a, b, out);
    Matrix expected =
        Matrix.generate(
            left.rows(),
            left.columns(),
            (i, j) ->
                Definitions.value(
                    op,
                    dtype(),
                    left.get(i, j),
                    right.get(right.rows() == 1 ? 0 : i, right.columns() == 1 ? 0 : j)));
    fixture.equal("combine in a training run", expected, out, a, b, out);
    count();
  }

  @Override
  public void sumOverRecords(Tensor a, Tensor out) {
    Matrix values = fixture.values(a);
    delegate().sumOverRecords(a, out);
    sums("sumOverRecords", values, true, a, out);
  }

  @Override
  public void sumOverUnits(Tensor a, Tensor out) {
    Matrix values = fixture.values(a);
    delegate().sumOverUnits(a, out);
    sums("sumOverUnits", values, false, a, out);
  }

  private void sums(String kernel, Matrix values, boolean overRecords, Tensor a, Tensor out) {
    Matrix found = fixture.values(out);
    for (int at = 0; at < found.values().length; at++) {
      double[] terms = terms(values, overRecords, at);
      Interval expected = Oracle.sum(fixture.dtype, fixture.tier, terms);
      fixture.within(
          kernel + " in a training run", expected, found.values()[at], at, out.shape(), a, out);
    }
    count();
  }

  private static double[] terms(Matrix values, boolean overRecords, int at) {
    double[] terms = new double[overRecords ? values.columns() : values.rows()];
    for (int t = 0; t < terms.length; t++) {
      terms[t] = overRecords ? values.get(at, t) : values.get(t, at);
    }
    return terms;
  }

  @Override
  public void maxOverUnits(Tensor a, Tensor out) {
    Matrix values = fixture.values(a);
    delegate().maxOverUnits(a, out);
    Matrix expected =
        Matrix.generate(1, values.columns(), (i, j) -> Definitions.max(terms(values, false, j)));
    fixture.equal("maxOverUnits in a training run", expected, out, a, out);
    count();
  }

  @Override
  public void close() {
    // the fixture closes its backend
  }
}
