package nn.tck;

import java.util.List;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.tck.reference.Definitions;
import nn.tck.reference.Form;
import nn.tck.reference.Interval;
import nn.tck.reference.Loops;
import nn.tck.reference.Matrix;
import nn.tck.reference.Oracle;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Test;

/** Chapter 3xx: the three products, and dense. */
@Title("3xx products")
abstract class ProductRules extends TransferRules {

  /**
   * {m, n, k} that hurt: 1×1, single rows and columns, inner and outer products, extents that all
   * differ, and both sides of the edges of tiles of 4, 8, 16, 32, 64, 128 and 256.
   */
  private static final int[][] EXTENTS = {
    {1, 1, 1},
    {1, 1, 2},
    {1, 1, 257},
    {1, 5, 3},
    {5, 1, 3},
    {1, 257, 31},
    {257, 1, 31},
    {33, 17, 1},
    {64, 65, 1},
    {1, 64, 1},
    {65, 1, 1},
    {2, 3, 5},
    {3, 2, 8},
    {5, 8, 13},
    {8, 13, 5},
    {13, 5, 8},
    {7, 9, 4},
    {9, 7, 8},
    {15, 16, 128},
    {16, 15, 129},
    {17, 31, 33},
    {31, 33, 17},
    {33, 17, 31},
    {32, 32, 32},
    {63, 8, 64},
    {64, 17, 65},
    {65, 33, 64},
    {100, 2, 127},
    {2, 100, 128},
    {127, 5, 129},
    {5, 127, 100},
    {128, 3, 257},
    {65, 100, 31},
    {255, 13, 17},
    {256, 8, 13},
    {13, 257, 33},
    {64, 127, 33},
    {127, 65, 100},
    {65, 257, 64},
    {257, 100, 127}
  };

  private void integers(Form form) {
    each(
        f -> {
          for (int[] extents : EXTENTS) {
            if (f.next()) {
              integers(f, form, extents);
            }
          }
          int forms = Form.values().length;
          int cases = f.share((level().integers + forms - 1) / forms);
          for (int c = 0; c < cases; c++) {
            if (f.next()) {
              integers(f, form, Stratum.of(c).draw(f.random));
            }
          }
        });
  }

  private static void integers(Fixture f, Form form, int[] e) {
    Matrix a = f.draw(form.aShape(e[0], e[2]), Values.INTEGERS);
    Matrix b = f.draw(form.bShape(e[1], e[2]), Values.INTEGERS);
    double[][] left = form.lefts(a);
    double[][] right = form.rights(b);
    Matrix expected =
        Matrix.generate(e[0], e[1], (i, j) -> Oracle.separate(DType.FLOAT64, left[i], right[j]));
    Tensor out = f.dirty(expected.shape());
    Tensor ta = f.tensor(a);
    Tensor tb = f.tensor(b);
    form.run(f.backend, ta, tb, out);
    // adding +0.0 makes a bounded backend's −0.0 equal, and == is what integers promise
    Matrix actual = f.tier.exact() ? f.values(out) : f.values(out).map(v -> v + 0.0);
    f.equal(form.kernel, expected, actual, ta, tb, out);
    f.count(Counted.INTEGERS, 1);
  }

  @Test
  @Rule(301)
  void spec301_matmulIsExactOnIntegers() {
    integers(Form.PLAIN);
  }

  @Test
  @Rule(302)
  void spec302_neverReadsTheDestination() {
    each(
        f -> {
          for (Form form : Form.values()) {
            for (double left : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e30, -0.0}) {
              for (int[] e : new int[][] {{1, 1, 1}, {5, 3, 2}, {65, 33, 17}, {127, 65, 100}}) {
                if (!f.next()) {
                  continue;
                }
                Tensor a = f.tensor(f.draw(form.aShape(e[0], e[2]), Values.INTEGERS));
                Tensor b = f.tensor(f.draw(form.bShape(e[1], e[2]), Values.INTEGERS));
                Tensor clean = f.workspace().tensor(e[0], e[1]);
                Tensor dirty = f.tensor(Matrix.filled(clean.shape(), left));
                form.run(f.backend, a, b, clean);
                form.run(f.backend, a, b, dirty);
                f.equal(form.kernel + " over " + left, f.values(clean), dirty, a, b, dirty);
              }
            }
          }
        });
  }

  @Test
  @Rule(303)
  void spec303_matmulTransAIsExactOnIntegers() {
    integers(Form.TRANS_A);
  }

  @Test
  @Rule(304)
  void spec304_matmulTransBIsExactOnIntegers() {
    integers(Form.TRANS_B);
  }

  private void values(Tier tier) {
    eachOf(
        tier::equals,
        f -> {
          Values[] kinds = Values.of(tier);
          for (int[] e : EXTENTS) {
            boolean small = e[0] * e[1] * e[2] <= 70_000;
            for (Values kind : small ? kinds : new Values[] {Values.UNIFORM}) {
              for (Form form : Form.values()) {
                if (f.next()) {
                  verify(f, form, e, kind);
                }
              }
            }
          }
          int cases = f.share(level().products);
          for (int c = 0; c < cases; c++) {
            if (f.next()) {
              int[] extents = Stratum.of(c).draw(f.random);
              verify(f, f.random.pick(Form.values()), extents, f.random.pick(kinds));
            }
          }
        });
  }

  private static void verify(Fixture f, Form form, int[] e, Values kind) {
    Matrix a = f.draw(form.aShape(e[0], e[2]), kind);
    Matrix b = f.draw(form.bShape(e[1], e[2]), kind);
    Guards guards = new Guards(f);
    Tensor ta = guards.behind(f.tensor(a));
    Tensor tb = guards.behind(f.tensor(b));
    Tensor out = guards.behind(f.dirty(new Shape(e[0], e[1])));
    form.run(f.backend, ta, tb, out);
    verify(f, form, a, b, f.values(out), kind.toString(), ta, tb, out);
    guards.check(form.kernel, ta, tb, out);
    count(f, e);
  }

  private static void count(Fixture f, int[] extents) {
    int least = Math.min(extents[0], Math.min(extents[1], extents[2]));
    f.count(Counted.PRODUCTS, 1);
    f.count(Counted.ABOVE_32, least > 32 ? 1 : 0);
    f.count(Counted.TWO_TILES, least > 64 ? 1 : 0);
    f.count(Counted.LONG, extents[2] > 1000 ? 1 : 0);
  }

  /** Compares every element of a product with what the tier allows. */
  static void verify(
      Fixture f, Form form, Matrix a, Matrix b, Matrix actual, String what, Tensor... operands) {
    verify(f, form.kernel + " of " + what, form, a, b, actual, operands);
  }

  private static void verify(
      Fixture f, String what, Form form, Matrix a, Matrix b, Matrix actual, Tensor... operands) {
    double[][] left = form.lefts(a);
    double[][] right = form.rights(b);
    for (int j = 0; j < actual.columns(); j++) {
      for (int i = 0; i < actual.rows(); i++) {
        Interval expected = Oracle.dot(f.dtype, f.tier, left[i], right[j]);
        double found = actual.get(i, j);
        f.note(expected, found);
        if (!expected.contains(found)) {
          int at = j * actual.rows() + i;
          f.within(what, expected, found, at, actual.shape(), operands);
        }
      }
    }
  }

  @Test
  @Rule(305)
  void spec305_exactSeparateRoundsEachProductAndSum() {
    values(Tier.EXACT_SEPARATE);
  }

  @Test
  @Rule(306)
  void spec306_exactFusedRoundsEachStepOnce() {
    values(Tier.EXACT_FUSED);
  }

  @Test
  @Rule(307)
  void spec307_boundedKeepsTheBound() {
    values(Tier.BOUNDED);
  }

  /** Rising ones, so that the least and the largest sum give the least and the largest result. */
  private static final List<ElementwiseLoop> DENSE =
      List.of(
          ElementwiseFunction.COPY,
          ElementwiseFunction.RELU,
          Loops.HALF_AND_ONE,
          ElementwiseFunction.TANH);

  @Test
  @Rule(310)
  void spec310_denseAddsTheBiasAndAppliesTheLoop() {
    eachLoop(DENSE, ProductRules::dense);
  }

  /** A case of a kernel that applies a loop to a product. */
  private interface LoopCase {
    void run(Fixture f, int[] extents, ElementwiseLoop loop, Values kind);
  }

  /** Small products with every kind of values and every loop, each large one with one of them. */
  private void eachLoop(List<ElementwiseLoop> loops, LoopCase of) {
    each(
        f -> {
          Values[] kinds = Values.of(f.tier);
          int number = 0;
          for (int[] e : EXTENTS) {
            boolean small = e[0] * e[1] * e[2] <= 5_000;
            for (Values kind : small ? kinds : new Values[] {Values.UNIFORM}) {
              number++;
              int one = number % loops.size();
              for (ElementwiseLoop loop : small ? loops : List.of(loops.get(one))) {
                if (f.next()) {
                  of.run(f, e, loop, kind);
                }
              }
            }
          }
        });
  }

  private static void dense(Fixture f, int[] e, ElementwiseLoop loop, Values kind) {
    Matrix w = f.draw(new Shape(e[0], e[2]), kind);
    Matrix x = f.draw(new Shape(e[2], e[1]), kind);
    Matrix b = f.draw(new Shape(e[0], 1), kind);
    Guards guards = new Guards(f);
    Tensor tw = guards.behind(f.tensor(w));
    Tensor tx = guards.behind(f.tensor(x));
    Tensor tb = guards.behind(f.tensor(b));
    Tensor out = guards.behind(f.dirty(new Shape(e[0], e[1])));
    f.backend.dense(tw, tx, tb, loop, out);
    Matrix actual = f.values(out);
    double[][] left = Form.PLAIN.lefts(w);
    double[][] right = Form.PLAIN.rights(x);
    for (int j = 0; j < e[1]; j++) {
      for (int i = 0; i < e[0]; i++) {
        Interval product = Oracle.dot(f.dtype, f.tier, left[i], right[j]);
        Interval expected =
            new Interval(
                activated(f.dtype, loop, f.dtype.round(product.low() + b.get(i, 0))),
                activated(f.dtype, loop, f.dtype.round(product.high() + b.get(i, 0))));
        int at = j * e[0] + i;
        f.within(
            "dense of " + kind + " with " + loop,
            expected,
            actual.get(i, j),
            at,
            out.shape(),
            tw,
            tx,
            tb,
            out);
      }
    }
    f.unchanged("dense", "w", w, tw);
    f.unchanged("dense", "x", x, tx);
    f.unchanged("dense", "b", b, tb);
    guards.check("dense", tw, tx, tb, out);
  }

  private static double activated(DType dtype, ElementwiseLoop loop, double z) {
    return loop instanceof ElementwiseFunction function
        ? Definitions.value(function, dtype, z, 0, 0)
        : dtype.round(dtype.round(z / 2) + 1);
  }

  private static final List<ElementwiseLoop> GRADIENTS =
      List.of(
          ElementwiseFunction.RELU_GRADIENT,
          Loops.HALF_AND_OTHER,
          ElementwiseFunction.TANH_GRADIENT);

  @Test
  @Rule(311)
  void spec311_denseInputGradientAppliesTheLoopToTheProduct() {
    eachLoop(GRADIENTS, ProductRules::denseInputGradient);
  }

  private static void denseInputGradient(Fixture f, int[] e, ElementwiseLoop loop, Values kind) {
    String name = "denseInputGradient of " + kind + " with " + loop;
    Matrix w = f.draw(new Shape(e[2], e[0]), kind);
    Matrix dz = f.draw(new Shape(e[2], e[1]), kind);
    // as outputs of tanh are small: an interval times an infinite factor may contain NaN
    boolean tanh = loop == ElementwiseFunction.TANH_GRADIENT;
    Matrix a = f.draw(new Shape(e[0], e[1]), tanh ? Values.UNIFORM : kind);
    Guards guards = new Guards(f);
    Tensor tw = guards.behind(f.tensor(w));
    Tensor tdz = guards.behind(f.tensor(dz));
    Tensor ta = guards.behind(f.tensor(a));
    Tensor out = guards.behind(f.dirty(a.shape()));
    f.backend.denseInputGradient(tw, tdz, loop, ta, out);
    Matrix actual = f.values(out);
    double[][] left = Form.TRANS_A.lefts(w);
    double[][] right = Form.TRANS_A.rights(dz);
    for (int j = 0; j < e[1]; j++) {
      for (int i = 0; i < e[0]; i++) {
        Interval product = Oracle.dot(f.dtype, f.tier, left[i], right[j]);
        double p = gradient(f.dtype, loop, a.get(i, j), product.low());
        double q = gradient(f.dtype, loop, a.get(i, j), product.high());
        Interval expected = p <= q ? new Interval(p, q) : new Interval(q, p);
        int at = j * e[0] + i;
        f.within(name, expected, actual.get(i, j), at, out.shape(), tw, tdz, ta, out);
      }
    }
    f.unchanged("denseInputGradient", "w", w, tw);
    f.unchanged("denseInputGradient", "dz", dz, tdz);
    f.unchanged("denseInputGradient", "a", a, ta);
    guards.check("denseInputGradient", tw, tdz, ta, out);
  }

  private static double gradient(DType dtype, ElementwiseLoop loop, double a, double da) {
    return loop instanceof ElementwiseFunction function
        ? Definitions.value(function, dtype, a, da, 0)
        : dtype.round(dtype.round(a / 2) + da);
  }

  @Test
  @Rule(312)
  void spec312_denseParameterGradientsAreTheProductAndTheSums() {
    each(
        f -> {
          Values[] kinds = Values.of(f.tier);
          for (int[] e : EXTENTS) {
            boolean small = e[0] * e[1] * e[2] <= 5_000;
            for (Values kind : small ? kinds : new Values[] {Values.UNIFORM}) {
              if (f.next()) {
                denseParameterGradients(f, e, kind);
              }
            }
          }
          if (f.next()) { // more records than a backend may want to read twice
            denseParameterGradients(f, new int[] {70, 3, 4_000}, Values.UNIFORM);
          }
        });
  }

  private static void denseParameterGradients(Fixture f, int[] e, Values kind) {
    String name = "denseParameterGradients of " + kind;
    Matrix dz = f.draw(new Shape(e[0], e[2]), kind);
    Matrix x = f.draw(new Shape(e[1], e[2]), kind);
    Guards guards = new Guards(f);
    Tensor tdz = guards.behind(f.tensor(dz));
    Tensor tx = guards.behind(f.tensor(x));
    Tensor dw = guards.behind(f.dirty(new Shape(e[0], e[1])));
    Tensor db = guards.behind(f.dirty(new Shape(e[0], 1)));
    f.backend.denseParameterGradients(tdz, tx, dw, db);
    verify(f, name + ", dw", Form.TRANS_B, dz, x, f.values(dw), tdz, tx, dw, db);
    Matrix sums = f.values(db);
    for (int i = 0; i < e[0]; i++) {
      Interval expected = Oracle.sum(f.dtype, f.tier, Form.PLAIN.left(dz, i));
      f.within(name + ", db", expected, sums.get(i, 0), i, db.shape(), tdz, tx, dw, db);
    }
    f.unchanged("denseParameterGradients", "dz", dz, tdz);
    f.unchanged("denseParameterGradients", "x", x, tx);
    guards.check("denseParameterGradients", tdz, tx, dw, db);
  }

  @Test
  @Rule(308)
  void spec308_doesNotModifyItsOperands() {
    each(
        f -> {
          for (Form form : Form.values()) {
            for (int[] e : new int[][] {{1, 1, 1}, {3, 5, 2}, {33, 17, 65}, {65, 100, 127}}) {
              if (!f.next()) {
                continue;
              }
              Matrix a = f.draw(form.aShape(e[0], e[2]), Values.SPECIALS);
              Matrix b = f.draw(form.bShape(e[1], e[2]), Values.SPECIALS);
              Tensor ta = f.tensor(a);
              Tensor tb = f.tensor(b);
              form.run(f.backend, ta, tb, f.dirty(new Shape(e[0], e[1])));
              f.unchanged(form.kernel, "a", a, ta);
              f.unchanged(form.kernel, "b", b, tb);
            }
          }
        });
  }

  @Test
  @Rule(309)
  void spec309_acceptsOneTensorAsBothOperands() {
    each(
        f -> {
          for (Form form : Form.values()) {
            for (int[] shape : new int[][] {{1, 1}, {5, 5}, {33, 33}, {17, 65}, {65, 17}}) {
              if (form == Form.PLAIN && shape[0] != shape[1]) {
                continue;
              }
              if (!f.next()) {
                continue;
              }
              Matrix a = f.draw(new Shape(shape[0], shape[1]), Values.UNIFORM);
              Tensor ta = f.tensor(a);
              Tensor out = f.dirty(new Shape(form.m(a), form.n(a)));
              form.run(f.backend, ta, ta, out);
              verify(f, form, a, a, f.values(out), "one tensor", ta, ta, out);
            }
          }
        });
  }
}
