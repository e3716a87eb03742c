package nn.tck;

import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.reference.Definitions;
import nn.tck.reference.Form;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import nn.tck.reference.Oracle;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Test;

/** Chapter 4xx: the named functions, and fill, copy, softmax and its gradient. */
@Title("4xx named functions")
abstract class FunctionRules extends ElementwiseRules {

  private static final double[] SCALARS = {0.1, 3.0, -0.0, 1e300};

  /** Where functions saturate, overflow, lose digits, change formula, or meet a zero's sign. */
  static double[] edges(DType dtype) {
    double[] positive = {
      0.0,
      dtype == DType.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE,
      dtype.minNormal(),
      dtype == DType.FLOAT64 ? 1e-160 : 1e-22, // its square is subnormal
      1e-20,
      0x1p-28,
      0x1p-54, // from here on, seams of the elementary functions' definitions
      Math.nextDown(0x1p-54),
      0x1.257d8666758fep-2, // 1 − √½
      0x1.62e42fefa39efp-2, // ½·ln 2
      0x1.62e42fefa39f0p-2,
      0x1.a827999fcef32p-2, // √2 − 1
      0x1.193ea7aad030ap-1, // ½·ln 3
      0x1.193ea7aad030bp-1,
      0x1.193ea7aad030ap0,
      0x1.193ea7aad030bp0,
      0x1.6a09e667f3bccp-1, // √½
      0x1.6a09e667f3bcdp-1,
      Math.nextDown(1.0),
      0x1.6a09e667f3bcdp0, // √2
      20.0,
      1e-5,
      0.1,
      0.5,
      0.55,
      1.0,
      1.5,
      2.0,
      17.3,
      22.0,
      36.7,
      37.5,
      88.0,
      88.7,
      89.0,
      103.9,
      104.1,
      709.7,
      709.8,
      745.1,
      745.2,
      1e10,
      dtype.maxValue(),
      Double.POSITIVE_INFINITY,
      Double.NaN
    };
    double[] both = new double[2 * positive.length];
    for (int i = 0; i < positive.length; i++) {
      both[2 * i] = dtype.round(positive[i]);
      both[2 * i + 1] = dtype.round(-positive[i]);
    }
    return both;
  }

  /** Every pair of edges, then random numbers. */
  private void named(ElementwiseFunction function) {
    each(
        f -> {
          double[] edges = edges(f.dtype);
          int n = edges.length;
          Matrix edgesA = Matrix.generate(n, n, (i, j) -> edges[i]);
          Matrix edgesB = Matrix.generate(n, n, (i, j) -> edges[j]);
          named(f, function, edgesA, edgesB);
          Values[] kinds = Values.values();
          Shape shape = new Shape(33, 65);
          int rounds = f.level().points / (ElementwiseFunction.values().length * shape.size());
          for (int round = 0; round < Math.max(kinds.length, f.share(rounds)); round++) {
            if (!f.next()) {
              continue;
            }
            Values kind = kinds[round % kinds.length];
            Matrix a = f.draw(shape, kind);
            named(f, function, a.map(x -> f.dtype.round(8 * x)), f.draw(shape, kind));
          }
        });
  }

  private static void named(Fixture f, ElementwiseFunction function, Matrix a, Matrix b) {
    for (double s : function.scalars() == 0 ? new double[] {Double.NaN} : SCALARS) {
      Matrix expected =
          Matrix.generate(
              a.rows(),
              a.columns(),
              (i, j) -> Definitions.value(function, f.dtype, a.get(i, j), b.get(i, j), s));
      Tensor out = f.dirty(a.shape());
      Tensor ta = f.tensor(a);
      Tensor tb = f.tensor(b);
      Tensor[] operands =
          switch (function.inputs()) {
            case 0 -> new Tensor[] {out};
            case 1 -> new Tensor[] {ta, out};
            default -> new Tensor[] {ta, tb, out};
          };
      f.backend.apply(function, new double[] {s}, operands);
      Matrix actual = f.values(out);
      f.count(Counted.POINTS, a.shape().size());
      for (int at = 0; at < a.shape().size(); at++) {
        Interval wanted = Interval.exactly(expected.values()[at]);
        if (!wanted.contains(actual.values()[at])) {
          String call = function + "(" + a.values()[at] + ", " + b.values()[at] + "), scalar " + s;
          f.within(call, wanted, actual.values()[at], at, a.shape(), operands);
        }
      }
    }
  }

  @Test
  @Rule(411)
  void spec411_copy() {
    named(ElementwiseFunction.COPY);
  }

  @Test
  @Rule(412)
  void spec412_square() {
    named(ElementwiseFunction.SQUARE);
  }

  @Test
  @Rule(413)
  void spec413_sqrt() {
    named(ElementwiseFunction.SQRT);
  }

  @Test
  @Rule(414)
  void spec414_exp() {
    named(ElementwiseFunction.EXP);
  }

  @Test
  @Rule(415)
  void spec415_log() {
    named(ElementwiseFunction.LOG);
  }

  @Test
  @Rule(416)
  void spec416_tanh() {
    named(ElementwiseFunction.TANH);
  }

  @Test
  @Rule(417)
  void spec417_tanhGradient() {
    named(ElementwiseFunction.TANH_GRADIENT);
  }

  @Test
  @Rule(418)
  void spec418_sigmoid() {
    named(ElementwiseFunction.SIGMOID);
  }

  @Test
  @Rule(419)
  void spec419_sigmoidGradient() {
    named(ElementwiseFunction.SIGMOID_GRADIENT);
  }

  @Test
  @Rule(420)
  void spec420_relu() {
    named(ElementwiseFunction.RELU);
  }

  @Test
  @Rule(421)
  void spec421_reluGradient() {
    named(ElementwiseFunction.RELU_GRADIENT);
  }

  @Test
  @Rule(422)
  void spec422_fill() {
    named(ElementwiseFunction.FILL);
  }

  @Test
  @Rule(423)
  void spec423_scale() {
    named(ElementwiseFunction.SCALE);
  }

  @Test
  @Rule(424)
  void spec424_divideBy() {
    named(ElementwiseFunction.DIVIDE_BY);
  }

  @Test
  @Rule(425)
  void spec425_log1p() {
    named(ElementwiseFunction.LOG1P);
  }

  @Test
  @Rule(426)
  void spec426_softplus() {
    named(ElementwiseFunction.SOFTPLUS);
  }

  @Test
  @Rule(431)
  void spec431_fillRoundsItsValue() {
    each(
        f -> {
          for (Shape shape : new Shape[] {new Shape(1, 1), new Shape(5, 3), new Shape(257, 521)}) {
            for (double value : new double[] {0.1, -0.0, 0.0, 1e300, Double.NaN, 1e-320}) {
              if (!f.next()) {
                continue;
              }
              Tensor out = f.dirty(shape);
              f.backend.fill(value, out);
              f.equal("fill " + value, Matrix.filled(shape, f.dtype.round(value)), out, out);
            }
          }
        });
  }

  @Test
  @Rule(432)
  void spec432_copyKeepsEveryValue() {
    each(
        f -> {
          for (Shape shape : new Shape[] {new Shape(1, 1), new Shape(5, 3), new Shape(257, 521)}) {
            if (!f.next()) {
              continue;
            }
            Matrix a = f.draw(shape, Values.SPECIALS);
            Tensor ta = f.tensor(a);
            Tensor out = f.dirty(shape);
            f.backend.copy(ta, out);
            f.equal("copy", a, out, ta, out);
            f.unchanged("copy", "a", a, ta);
            f.backend.copy(ta, ta);
            f.equal("copy of itself", a, ta, ta);
          }
        });
  }

  private static final Shape[] SOFTMAX_SHAPES = {
    new Shape(1, 1),
    new Shape(1, 17),
    new Shape(17, 1),
    new Shape(2, 3),
    new Shape(5, 33),
    new Shape(65, 8),
    new Shape(257, 13)
  };

  /** Logits of a size that matters to exp, and large ones. */
  private static Matrix logits(Fixture f, Shape shape) {
    double scale = f.random.below(2) == 0 ? 4 : 400;
    return f.draw(shape, Values.UNIFORM).map(z -> f.dtype.round(scale * z));
  }

  @Test
  @Rule(433)
  void spec433_softmax() {
    each(
        f -> {
          for (int round = 0; round < 4; round++) {
            for (Shape shape : SOFTMAX_SHAPES) {
              if (!f.next()) {
                continue;
              }
              Matrix z = logits(f, shape);
              Tensor tz = f.tensor(z);
              Tensor out = f.dirty(shape);
              f.backend.softmax(tz, out);
              softmax(f, z, f.values(out), tz, out);
              f.unchanged("softmax", "z", z, tz);
              f.backend.softmax(tz, tz);
              f.equal("softmax in place", f.values(out), tz, tz);
            }
          }
        });
  }

  /**
   * Every step but the sum is one rounded operation and therefore monotone, so what the sum may be
   * gives what the result may be.
   */
  static void softmax(Fixture f, Matrix z, Matrix actual, Tensor... operands) {
    DType d = f.dtype;
    for (int j = 0; j < z.columns(); j++) {
      double[] e = Form.PLAIN.right(z, j);
      double max = Definitions.max(e);
      for (int i = 0; i < e.length; i++) {
        e[i] = Definitions.value(ElementwiseFunction.EXP, d, d.round(e[i] - max), 0, 0);
      }
      Interval sum = Oracle.sum(d, f.tier, e);
      for (int i = 0; i < e.length; i++) {
        Interval expected = new Interval(d.round(e[i] / sum.high()), d.round(e[i] / sum.low()));
        int at = j * z.rows() + i;
        f.within("softmax", expected, actual.get(i, j), at, z.shape(), operands);
      }
    }
  }

  @Test
  @Rule(434)
  void spec434_softmaxGradient() {
    each(
        f -> {
          for (int round = 0; round < 4; round++) {
            for (Shape shape : SOFTMAX_SHAPES) {
              if (!f.next()) {
                continue;
              }
              Matrix a = f.draw(shape, Values.UNIFORM);
              Matrix da = f.draw(shape, round == 3 ? Values.SPECIALS : Values.UNIFORM);
              Tensor ta = f.tensor(a);
              Tensor tda = f.tensor(da);
              Tensor out = f.dirty(shape);
              f.backend.softmaxGradient(ta, tda, out);
              softmaxGradient(f, a, da, f.values(out), ta, tda, out);
              f.unchanged("softmaxGradient", "a", a, ta);
              f.unchanged("softmaxGradient", "da", da, tda);
              f.backend.softmaxGradient(ta, tda, tda);
              f.equal("softmaxGradient, dz is da", f.values(out), tda, ta, tda);
              Tensor same = f.dirty(shape);
              f.backend.softmaxGradient(ta, ta, same);
              softmaxGradient(f, a, a, f.values(same), ta, ta, same);
            }
          }
        });
  }

  private static void softmaxGradient(
      Fixture f, Matrix a, Matrix da, Matrix actual, Tensor... operands) {
    DType d = f.dtype;
    for (int j = 0; j < a.columns(); j++) {
      double[] products = new double[a.rows()];
      for (int i = 0; i < products.length; i++) {
        products[i] = d.round(a.get(i, j) * da.get(i, j));
      }
      Interval sum = Oracle.sum(d, f.tier, products);
      for (int i = 0; i < products.length; i++) {
        double p = d.round(a.get(i, j) * d.round(da.get(i, j) - sum.low()));
        double q = d.round(a.get(i, j) * d.round(da.get(i, j) - sum.high()));
        Interval expected = p <= q ? new Interval(p, q) : new Interval(q, p);
        int at = j * a.rows() + i;
        f.within("softmaxGradient", expected, actual.get(i, j), at, a.shape(), operands);
      }
    }
  }

  @Test
  @Rule(435)
  void spec435_divideByDivides() {
    each(
        f -> {
          for (Shape shape : new Shape[] {new Shape(1, 1), new Shape(5, 3), new Shape(257, 521)}) {
            for (double divisor : new double[] {3, 0.1, 0.0, -0.0, 1e300, Double.NaN}) {
              if (!f.next()) {
                continue;
              }
              Matrix a = f.draw(shape, Values.SPECIALS);
              Tensor ta = f.tensor(a);
              Tensor out = f.dirty(shape);
              double rounded = f.dtype.round(divisor);
              Matrix expected = a.map(x -> f.dtype.round(x / rounded));
              f.backend.divideBy(ta, divisor, out);
              f.equal("divideBy " + divisor, expected, out, ta, out);
              f.unchanged("divideBy", "a", a, ta);
              f.backend.divideBy(ta, divisor, ta);
              f.equal("divideBy in place", expected, ta, ta);
            }
          }
        });
  }
}
