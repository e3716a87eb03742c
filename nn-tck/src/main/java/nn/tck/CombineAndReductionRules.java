package nn.tck;

import java.util.function.Predicate;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Tier;
import nn.tck.reference.Definitions;
import nn.tck.reference.Form;
import nn.tck.reference.Interval;
import nn.tck.reference.Matrix;
import nn.tck.reference.Oracle;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Test;

/** Chapter 5xx: combine, sums and maxima. */
@Title("5xx combine and reductions")
abstract class CombineAndReductionRules extends FunctionRules {

  private static final int[][] SHAPES = {
    {1, 1},
    {1, 5},
    {5, 1},
    {2, 3},
    {3, 2},
    {1, 257},
    {257, 1},
    {8, 13},
    {17, 31},
    {33, 64},
    {65, 100},
    {127, 33},
    {100, 127}
  };

  /** What the second operand's shape is made of. */
  private enum Second {
    SAME {
      @Override
      Shape shape(int m, int n) {
        return new Shape(m, n);
      }
    },
    COLUMN {
      @Override
      Shape shape(int m, int n) {
        return new Shape(m, 1);
      }
    },
    ROW {
      @Override
      Shape shape(int m, int n) {
        return new Shape(1, n);
      }
    };

    abstract Shape shape(int m, int n);
  }

  private static Matrix combined(
      CombineOperation op, DType dtype, Matrix a, Matrix b, Shape shape) {
    return Matrix.generate(
        shape.rows(),
        shape.columns(),
        (i, j) ->
            Definitions.value(
                op, dtype, a.get(i, j), b.get(b.rows() == 1 ? 0 : i, b.columns() == 1 ? 0 : j)));
  }

  private void combine(Second second) {
    each(
        f -> {
          for (int[] s : SHAPES) {
            for (CombineOperation op : CombineOperation.values()) {
              Shape shape = new Shape(s[0], s[1]);
              Shape bShape = second.shape(s[0], s[1]);
              if (shape.size() > 600) {
                combine(f, op, shape, bShape, Values.values());
              } else {
                for (Values kind : Values.values()) {
                  combine(f, op, shape, bShape, kind);
                }
              }
            }
          }
          Shape large = new Shape(257, 521); // several slices
          for (CombineOperation op : CombineOperation.values()) {
            combine(f, op, large, second.shape(257, 521), Values.UNIFORM);
          }
        });
  }

  /** Operands of one of some kinds. */
  private static void combine(
      Fixture f, CombineOperation op, Shape shape, Shape bShape, Values... kinds) {
    if (!f.next()) {
      return;
    }
    Values kind = f.random.pick(kinds);
    Matrix a = f.draw(shape, kind);
    Matrix b = f.draw(bShape, kind);
    Matrix expected = combined(op, f.dtype, a, b, shape);
    Tensor ta = f.tensor(a);
    Tensor tb = f.tensor(b);
    Tensor out = f.dirty(shape);
    f.backend.combine(op, ta, tb, out);
    f.equal("combine " + op + " of " + kind, expected, out, ta, tb, out);
  }

  @Test
  @Rule(501)
  void spec501_combinesElementByElement() {
    combine(Second.SAME);
  }

  @Test
  @Rule(502)
  void spec502_usesAColumnForEveryRecord() {
    combine(Second.COLUMN);
  }

  @Test
  @Rule(503)
  void spec503_usesARowForEveryUnit() {
    combine(Second.ROW);
  }

  @Test
  @Rule(504)
  void spec504_mayWriteOverItsOperands() {
    each(
        f -> {
          for (int[] s : SHAPES) {
            for (Second second : Second.values()) {
              if (!f.next()) {
                continue;
              }
              Matrix a = f.draw(new Shape(s[0], s[1]), Values.UNIFORM);
              Matrix b = f.draw(second.shape(s[0], s[1]), Values.UNIFORM);
              CombineOperation op = f.random.pick(CombineOperation.values());
              Matrix expected = combined(op, f.dtype, a, b, a.shape());
              Tensor ta = f.tensor(a);
              Tensor tb = f.tensor(b);
              f.backend.combine(op, ta, tb, ta);
              f.equal("combine " + op + ", out is a", expected, ta, ta, tb);
              f.unchanged("combine", "b", b, tb);
              if (second == Second.SAME) {
                ta = f.tensor(a);
                f.backend.combine(op, ta, tb, tb);
                f.equal("combine " + op + ", out is b", expected, tb, ta, tb);
                f.unchanged("combine", "a", a, ta);
                f.backend.combine(op, ta, ta, ta);
                f.equal(
                    "combine " + op + ", all are one tensor",
                    combined(op, f.dtype, a, a, a.shape()),
                    ta,
                    ta);
              }
            }
          }
        });
  }

  @Test
  @Rule(505)
  void spec505_combineDoesNotModifyItsOperands() {
    each(
        f -> {
          for (Second second : Second.values()) {
            if (!f.next()) {
              continue;
            }
            Matrix a = f.draw(new Shape(33, 17), Values.SPECIALS);
            Matrix b = f.draw(second.shape(33, 17), Values.SPECIALS);
            Tensor ta = f.tensor(a);
            Tensor tb = f.tensor(b);
            f.backend.combine(CombineOperation.MULTIPLY, ta, tb, f.dirty(a.shape()));
            f.unchanged("combine", "a", a, ta);
            f.unchanged("combine", "b", b, tb);
          }
        });
  }

  /** A reduction over records or over units. */
  private interface Reduction {
    void run(Tensor a, Tensor out);
  }

  private static void reduce(
      Fixture f,
      String kernel,
      boolean overRecords,
      Values kind,
      Reduction reduction,
      boolean max) {
    for (int[] s : SHAPES) {
      if (!f.next()) {
        continue;
      }
      Matrix a = f.draw(new Shape(s[0], s[1]), kind);
      Tensor ta = f.tensor(a);
      Tensor out = f.dirty(overRecords ? new Shape(s[0], 1) : new Shape(1, s[1]));
      reduction.run(ta, out);
      Matrix actual = f.values(out);
      for (int at = 0; at < out.shape().size(); at++) {
        double[] x = overRecords ? Form.PLAIN.left(a, at) : Form.PLAIN.right(a, at);
        Interval expected =
            max ? Interval.exactly(Definitions.max(x)) : Oracle.sum(f.dtype, f.tier, x);
        f.within(kernel + " of " + kind, expected, actual.values()[at], at, out.shape(), ta, out);
      }
    }
  }

  private static void integers(Fixture f, String kernel, boolean overRecords, Reduction reduction) {
    for (int[] s : SHAPES) {
      if (!f.next()) {
        continue;
      }
      Matrix a = f.draw(new Shape(s[0], s[1]), Values.INTEGERS);
      Tensor ta = f.tensor(a);
      Tensor out = f.dirty(overRecords ? new Shape(s[0], 1) : new Shape(1, s[1]));
      reduction.run(ta, out);
      Matrix expected =
          Matrix.generate(
              out.shape().rows(),
              out.shape().columns(),
              (i, j) ->
                  Oracle.ascending(
                      DType.FLOAT64, overRecords ? Form.PLAIN.left(a, i) : Form.PLAIN.right(a, j)));
      f.equal(kernel, expected, f.values(out).map(v -> v + 0.0), ta, out);
    }
  }

  @Test
  @Rule(511)
  void spec511_sumOverRecordsIsExactOnIntegers() {
    each(f -> integers(f, "sumOverRecords", true, f.backend::sumOverRecords));
  }

  @Test
  @Rule(512)
  void spec512_sumOverUnitsIsExactOnIntegers() {
    each(f -> integers(f, "sumOverUnits", false, f.backend::sumOverUnits));
  }

  private void sums(Predicate<Tier> tiers) {
    eachOf(
        tiers,
        f -> {
          for (Values kind : Values.values()) {
            reduce(f, "sumOverRecords", true, kind, f.backend::sumOverRecords, false);
            reduce(f, "sumOverUnits", false, kind, f.backend::sumOverUnits, false);
          }
        });
  }

  @Test
  @Rule(513)
  void spec513_exactSumsAscend() {
    sums(Tier::exact);
  }

  @Test
  @Rule(514)
  void spec514_boundedSumsKeepTheBound() {
    sums(tier -> !tier.exact());
  }

  @Test
  @Rule(515)
  void spec515_maxOverUnitsIsTheLargest() {
    each(
        f -> {
          for (Values kind : Values.values()) {
            if (kind != Values.SPECIALS && kind != Values.SIGNED_ZEROS) { // rules 708 and 709
              reduce(f, "maxOverUnits", false, kind, f.backend::maxOverUnits, true);
            }
          }
        });
  }

  @Test
  @Rule(516)
  void spec516_reductionsDoNotModifyTheirOperand() {
    each(
        f -> {
          for (Kernel kernel : Kernel.reductions()) {
            Matrix a = f.draw(kernel.shapes().get(0), Values.SPECIALS);
            Tensor ta = f.tensor(a);
            kernel.call().run(f.backend, new Tensor[] {ta, f.dirty(kernel.shapes().get(1))});
            f.unchanged(kernel.name(), "a", a, ta);
          }
        });
  }
}
