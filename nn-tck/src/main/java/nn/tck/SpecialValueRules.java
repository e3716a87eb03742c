package nn.tck;

import java.util.List;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.tck.reference.Definitions;
import nn.tck.reference.Form;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import nn.tck.reference.Oracle;
import org.junit.jupiter.api.Test;

/** Chapter 7xx: NaN, infinities, zeros of both signs, subnormal numbers. */
@Title("7xx special values")
abstract class SpecialValueRules extends RejectionRules {

  private static final double NAN = Double.NaN;
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  @Test
  @Rule(701)
  void spec701_transferKeepsSpecialValues() {
    each(
        f -> {
          double[] special = FunctionRules.edges(f.dtype);
          Matrix values = new Matrix(new Shape(2, special.length / 2), special);
          Tensor tensor = f.tensor(values);
          f.equal("write(double[]), read(double[])", values, tensor, tensor);
          float[] floats = new float[special.length];
          f.backend.read(tensor, 0, floats.length, floats, 0);
          double[] widened = new double[special.length];
          for (int i = 0; i < floats.length; i++) {
            widened[i] = floats[i];
          }
          Matrix narrow = values.map(v -> (float) v);
          f.equal("read(float[])", narrow, new Matrix(values.shape(), widened), tensor);
          f.backend.write(floats, 0, tensor, 0, floats.length);
          f.equal("write(float[])", narrow, tensor, tensor);
        });
  }

  /**
   * A product of ones in one operand, but for one special number, with the other operand full of
   * another; either operand has the special number in turn.
   */
  private static void meets(Fixture f, double special, double other, double expected) {
    for (Form form : Form.values()) {
      for (int[] e : new int[][] {{1, 1, 1}, {3, 2, 5}, {17, 33, 13}, {65, 8, 64}}) {
        for (int at : new int[] {0, e[2] / 2, e[2] - 1}) {
          meets(f, form, e, at, true, special, other, expected);
          meets(f, form, e, at, false, special, other, expected);
        }
      }
    }
  }

  private static void meets(
      Fixture f,
      Form form,
      int[] extents,
      int at,
      boolean inA,
      double special,
      double other,
      double expected) {
    int m = extents[0];
    int n = extents[1];
    int k = extents[2];
    if (!f.next()) {
      return;
    }
    Matrix a = Matrix.filled(form.aShape(m, k), inA ? 1.0 : other);
    Matrix b = Matrix.filled(form.bShape(n, k), inA ? other : 1.0);
    if (inA) {
      a.set(form == Form.TRANS_A ? at : m / 2, form == Form.TRANS_A ? m / 2 : at, special);
    } else {
      b.set(form == Form.TRANS_B ? n / 2 : at, form == Form.TRANS_B ? at : n / 2, special);
    }
    Tensor ta = f.tensor(a);
    Tensor tb = f.tensor(b);
    Tensor out = f.tensor(Matrix.filled(new Shape(m, n), 5.0));
    form.run(f.backend, ta, tb, out);
    double plain = other * k;
    Matrix wanted =
        Matrix.generate(m, n, (i, j) -> (inA ? i == m / 2 : j == n / 2) ? expected : plain);
    String call =
        form.kernel + " with " + (inA ? special + " times " + other : other + " times " + special);
    f.equal(call, wanted, f.values(out).map(v -> v + 0.0), ta, tb, out);
  }

  @Test
  @Rule(702)
  void spec702_aNaNReachesEveryProductItIsPartOf() {
    each(
        f -> {
          meets(f, NAN, 0.0, NAN);
          meets(f, NAN, 1.0, NAN);
        });
  }

  @Test
  @Rule(703)
  void spec703_infinitiesFollowIeeeArithmeticInProducts() {
    each(
        f -> {
          meets(f, INFINITE, 1.0, INFINITE);
          meets(f, -INFINITE, 1.0, -INFINITE);
          meets(f, INFINITE, -1.0, -INFINITE);
          meets(f, INFINITE, 0.0, NAN);
          for (Form form : Form.values()) {
            Matrix a = new Matrix(form.aShape(1, 2), new double[] {INFINITE, -INFINITE});
            Tensor ta = f.tensor(a);
            Tensor tb = f.tensor(new Matrix(form.bShape(1, 2), new double[] {1, 1}));
            Tensor out = f.dirty(new Shape(1, 1));
            f.backend.fill(0, out);
            form.run(f.backend, ta, tb, out);
            f.equal(form.kernel + " of ∞ − ∞", Matrix.of(1, 1, NAN), out, ta, tb, out);
          }
        });
  }

  @Test
  @Rule(704)
  void spec704_productsKeepSubnormalNumbers() {
    each(
        f -> {
          double least = f.dtype.bytes() == 8 ? Double.MIN_VALUE : Float.MIN_VALUE;
          for (Form form : Form.values()) {
            for (int[] e : new int[][] {{1, 1, 1}, {3, 5, 2}, {33, 17, 8}}) {
              if (!f.next()) {
                continue;
              }
              Tensor a = f.tensor(Matrix.filled(form.aShape(e[0], e[2]), 3 * least));
              Tensor b = f.tensor(Matrix.filled(form.bShape(e[1], e[2]), 1.0));
              Tensor out = f.dirty(new Shape(e[0], e[1]));
              form.run(f.backend, a, b, out);
              f.equal(form.kernel, Matrix.filled(out.shape(), 3 * least * e[2]), out, a, b, out);
            }
          }
        });
  }

  @Test
  @Rule(705)
  void spec705_everyOtherKernelKeepsSubnormalNumbers() {
    each(
        f -> {
          double least = f.dtype.bytes() == 8 ? Double.MIN_VALUE : Float.MIN_VALUE;
          Shape shape = new Shape(5, 3);
          Matrix five = Matrix.filled(shape, 5 * least);
          Tensor a = f.tensor(five);
          Tensor out = f.dirty(shape);
          f.backend.copy(a, out);
          f.equal("copy", five, out, a, out);
          f.backend.fill(5 * least, out);
          f.equal("fill", five, out, out);
          f.backend.apply(ElementwiseFunction.RELU, a, out);
          f.equal("apply RELU", five, out, a, out);
          f.backend.apply(ElementwiseFunction.TANH, a, out);
          f.equal("apply TANH", five, out, a, out);
          f.backend.combine(CombineOperation.ADD, a, a, out);
          f.equal("combine", Matrix.filled(shape, 10 * least), out, a, a, out);
          Tensor column = f.tensor(Matrix.filled(new Shape(5, 1), 2 * least));
          f.backend.combine(CombineOperation.SUBTRACT, a, column, out);
          f.equal("combine", Matrix.filled(shape, 3 * least), out, a, column, out);
          Tensor sums = f.dirty(new Shape(5, 1));
          f.backend.sumOverRecords(a, sums);
          f.equal("sumOverRecords", Matrix.filled(sums.shape(), 15 * least), sums, a, sums);
          Tensor row = f.dirty(new Shape(1, 3));
          f.backend.sumOverUnits(a, row);
          f.equal("sumOverUnits", Matrix.filled(row.shape(), 25 * least), row, a, row);
          f.backend.maxOverUnits(a, row);
          f.equal("maxOverUnits", Matrix.filled(row.shape(), 5 * least), row, a, row);
        });
  }

  @Test
  @Rule(706)
  void spec706_aSumOfZerosIsPositiveZeroWhereBitsArePromised() {
    eachOf(
        Tier::exact,
        f -> {
          for (int length : new int[] {1, 2, 3, 8, 33, 65}) {
            if (!f.next()) {
              continue;
            }
            for (Form form : Form.values()) {
              Tensor a = f.tensor(Matrix.filled(form.aShape(3, length), -0.0));
              Tensor b = f.tensor(Matrix.filled(form.bShape(2, length), 1.0));
              Tensor out = f.dirty(new Shape(3, 2));
              form.run(f.backend, a, b, out);
              f.equal(form.kernel, Matrix.filled(out.shape(), 0.0), out, a, b, out);
            }
            Tensor zeros = f.tensor(Matrix.filled(new Shape(length, length), -0.0));
            Tensor column = f.dirty(new Shape(length, 1));
            f.backend.sumOverRecords(zeros, column);
            f.equal("sumOverRecords", Matrix.filled(column.shape(), 0.0), column, zeros, column);
            Tensor row = f.dirty(new Shape(1, length));
            f.backend.sumOverUnits(zeros, row);
            f.equal("sumOverUnits", Matrix.filled(row.shape(), 0.0), row, zeros, row);
          }
        });
  }

  @Test
  @Rule(707)
  void spec707_noKernelReadsItsDestination() {
    each(
        f -> {
          for (Kernel kernel : Kernel.all()) {
            if (!kernel.writes() || kernel.name().equals("write")) {
              continue; // a write to a range keeps the rest
            }
            Tensor[] operands = kernel.operands(f);
            int last = kernel.last();
            Tensor clean = operands[last];
            f.backend.fill(0.0, clean);
            kernel.call().run(f.backend, operands);
            for (double left : new double[] {NAN, INFINITE, -1e30, -0.0}) {
              Tensor dirty = f.tensor(Matrix.filled(clean.shape(), left));
              operands[last] = dirty;
              kernel.call().run(f.backend, operands);
              f.equal(kernel.name() + " over " + left, f.values(clean), dirty, operands);
            }
          }
        });
  }

  private static void max(Fixture f, double expected, double... x) {
    int n = x.length;
    for (int shift = 0; shift < n; shift++) { // in every place, in every record
      int by = shift;
      Matrix a = Matrix.generate(n, 3, (i, j) -> x[(i + by + j) % n]);
      Tensor ta = f.tensor(a);
      Tensor out = f.dirty(new Shape(1, 3));
      f.backend.fill(1.0, out);
      f.backend.maxOverUnits(ta, out);
      f.equal("maxOverUnits", Matrix.filled(out.shape(), expected), out, ta, out);
    }
  }

  @Test
  @Rule(708)
  void spec708_aMaximumWithANaNIsNaN() {
    each(
        f -> {
          max(f, NAN, NAN);
          max(f, NAN, NAN, 1);
          max(f, NAN, NAN, INFINITE, 1, -INFINITE);
          max(f, NAN, NAN, NAN, -1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12, -13, -14, -15);
          max(f, INFINITE, INFINITE, 1, 2);
          max(f, -INFINITE, -INFINITE, -INFINITE);
          max(f, -f.dtype.maxValue(), -INFINITE, -f.dtype.maxValue());
        });
  }

  @Test
  @Rule(709)
  void spec709_aMaximumPutsPositiveZeroAboveNegativeZero() {
    each(
        f -> {
          max(f, 0.0, 0.0, -0.0);
          max(f, -0.0, -0.0, -0.0, -1);
          max(f, 0.0, 0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0);
        });
  }

  @Test
  @Rule(710)
  void spec710_reluKeepsNaN() {
    each(f -> function(f, ElementwiseFunction.RELU, NAN, NAN, NAN));
  }

  @Test
  @Rule(711)
  void spec711_reluOfNegativeZeroIsPositiveZero() {
    each(f -> function(f, ElementwiseFunction.RELU, -0.0, NAN, 0.0));
  }

  @Test
  @Rule(712)
  void spec712_reluGradientSelects() {
    each(
        f -> {
          for (double a : new double[] {-1, 0.0, -0.0, -INFINITE}) {
            for (double da : new double[] {INFINITE, -INFINITE, NAN, -3, -0.0}) {
              function(f, ElementwiseFunction.RELU_GRADIENT, a, da, 0.0);
            }
          }
          function(f, ElementwiseFunction.RELU_GRADIENT, 2, NAN, NAN);
          function(f, ElementwiseFunction.RELU_GRADIENT, 2, -0.0, -0.0);
          function(f, ElementwiseFunction.RELU_GRADIENT, NAN, 3, 3);
        });
  }

  private static void function(
      Fixture f, ElementwiseFunction function, double a, double da, double expected) {
    for (Shape shape : new Shape[] {new Shape(1, 1), new Shape(17, 3)}) {
      Tensor ta = f.tensor(Matrix.filled(shape, a));
      Tensor tda = f.tensor(Matrix.filled(shape, da));
      Tensor out = f.tensor(Matrix.filled(shape, 9.0));
      if (function.inputs() == 1) {
        f.backend.apply(function, ta, out);
      } else {
        f.backend.apply(function, ta, tda, out);
      }
      String call = function + "(" + a + ", " + da + ")";
      f.equal(call, Matrix.filled(shape, expected), out, ta, tda, out);
    }
  }

  @Test
  @Rule(713)
  void spec713_combineFollowsIeeeArithmetic() {
    each(
        f -> {
          double[] edges = FunctionRules.edges(f.dtype);
          int n = edges.length;
          Matrix a = Matrix.generate(n, n, (i, j) -> edges[j]);
          Matrix column = Matrix.generate(n, 1, (i, j) -> edges[i]);
          Matrix row = Matrix.generate(1, n, (i, j) -> edges[(j + 1) % n]);
          Matrix same = Matrix.generate(n, n, (i, j) -> edges[i]);
          for (CombineOperation op : CombineOperation.values()) {
            for (Matrix b : List.of(same, column, row)) {
              if (!f.next()) {
                continue;
              }
              Tensor ta = f.tensor(a);
              Tensor tb = f.tensor(b);
              Tensor out = f.dirty(a.shape());
              f.backend.combine(op, ta, tb, out);
              Matrix expected =
                  Matrix.generate(
                      n,
                      n,
                      (i, j) ->
                          Definitions.value(
                              op,
                              f.dtype,
                              a.get(i, j),
                              b.get(b.rows() == 1 ? 0 : i, b.columns() == 1 ? 0 : j)));
              f.equal("combine " + op, expected, out, ta, tb, out);
            }
          }
        });
  }

  @Test
  @Rule(714)
  void spec714_softmaxNeitherOverflowsNorMixesRecords() {
    each(
        f -> {
          double most = f.dtype.maxValue();
          Matrix z =
              Matrix.of(
                  2, 8, most, 0, 0, -most, 700, 700, NAN, 1, INFINITE, 1, -INFINITE, 0, -INFINITE,
                  -INFINITE, 3, 3);
          Matrix a =
              Matrix.of(2, 8, 1, 0, 1, 0, 0.5, 0.5, NAN, NAN, NAN, NAN, 0, 1, NAN, NAN, 0.5, 0.5);
          Tensor tz = f.tensor(z);
          Tensor out = f.tensor(Matrix.filled(z.shape(), 5.0));
          f.backend.softmax(tz, out);
          f.equal("softmax", a, out, tz, out);
        });
  }

  @Test
  @Rule(715)
  void spec715_productsNeitherLoseNorInventANaN() {
    each(
        f -> {
          int cases = f.share(level().specials);
          for (int c = 0; c < cases; c++) {
            if (f.next()) {
              nanForNaN(f, f.random.pick(Form.values()));
            }
          }
        });
  }

  /** The oracle's NaN is one in every order, as no finite number of these overflows. */
  private static void nanForNaN(Fixture f, Form form) {
    int[] e = {f.random.between(1, 70), f.random.between(1, 70), f.random.between(1, 70)};
    int every = f.random.pick(2, 8, 64, 512);
    Matrix a = sprinkled(f, form.aShape(e[0], e[2]), f.random.below(4) == 0 ? 0 : every);
    Matrix b = sprinkled(f, form.bShape(e[1], e[2]), f.random.below(4) == 0 ? 0 : every);
    Tensor ta = f.tensor(a);
    Tensor tb = f.tensor(b);
    Tensor out = f.tensor(Matrix.filled(new Shape(e[0], e[1]), f.random.below(2) == 0 ? NAN : 1));
    form.run(f.backend, ta, tb, out);
    Matrix actual = f.values(out);
    double[][] left = form.lefts(a);
    double[][] right = form.rights(b);
    for (int j = 0; j < e[1]; j++) {
      for (int i = 0; i < e[0]; i++) {
        double plain = Oracle.separate(f.dtype, left[i], right[j]);
        if (!Double.isFinite(plain) || !Double.isFinite(actual.get(i, j))) {
          f.within(
              form.kernel + " of special values",
              Interval.exactly(plain),
              actual.get(i, j),
              j * e[0] + i,
              out.shape(),
              ta,
              tb,
              out);
        }
      }
    }
    f.count(Counted.SPECIALS, 1);
  }

  /** Zeros and numbers in [−1, 1), and one NaN or infinity in so many; none if that is 0. */
  private static Matrix sprinkled(Fixture f, Shape shape, int every) {
    double[] specials = {NAN, INFINITE, -INFINITE};
    return Matrix.filled(shape, 0.0)
        .map(
            zero -> {
              if (every > 0 && f.random.below(every) == 0) {
                return specials[f.random.below(3)];
              }
              return f.random.below(8) == 0 ? zero : f.dtype.round(f.random.uniform());
            });
  }
}
