package nn.tck;

import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.Shape;
import nn.api.Tensor;
import nn.tck.reference.Loops;
import nn.tck.reference.Matrix;
import nn.tck.reference.Values;
import org.junit.jupiter.api.Test;

/** Chapter 4xx: {@code apply} with any loop. */
@Title("4xx any loop")
abstract class ElementwiseRules extends ProductRules {

  /** The last has more than three slices of 32,768 elements, and no round number of them. */
  private static final Shape[] SHAPES = {
    new Shape(1, 1), new Shape(3, 5), new Shape(1, 33), new Shape(65, 127), new Shape(257, 521)
  };

  /** The scalars 0.9 and 0.1 are no floats. */
  private static final double[] SCALARS = {0.9, 0.1};

  private static double scaleAndAdd(DType dtype, double a, double b, double s) {
    return dtype.round(dtype.round(a * dtype.round(s)) + b);
  }

  @Test
  @Rule(401)
  void spec401_runsTheLoopOnEveryElement() {
    each(
        f -> {
          for (Shape shape : SHAPES) {
            if (!f.next()) {
              continue;
            }
            Matrix a = f.draw(shape, Values.UNIFORM);
            Matrix b = f.draw(shape, Values.UNIFORM);
            Tensor[] t = {f.tensor(a), f.tensor(b), f.dirty(shape)};
            f.backend.apply(Loops.SCALE_AND_ADD, new double[] {0.1}, t);
            Matrix expected =
                Matrix.generate(
                    shape.rows(),
                    shape.columns(),
                    (i, j) -> scaleAndAdd(f.dtype, a.get(i, j), b.get(i, j), 0.1));
            f.equal("apply", expected, t[2], t);
          }
        });
  }

  @Test
  @Rule(402)
  void spec402_visitsEachElementOnce() {
    each(
        f -> {
          for (Shape shape : SHAPES) {
            if (!f.next()) {
              continue;
            }
            Tensor out = f.tensor(Matrix.filled(shape, 0.0));
            f.backend.apply(Loops.COUNT, new double[0], new Tensor[] {out});
            f.backend.apply(Loops.COUNT, new double[0], new Tensor[] {out});
            f.equal("apply", Matrix.filled(shape, 2.0), out, out);
          }
        });
  }

  @Test
  @Rule(403)
  void spec403_showsTheLoopItsOutputsFormerValues() {
    each(
        f -> {
          for (Shape shape : SHAPES) {
            if (!f.next()) {
              continue;
            }
            Matrix g = f.draw(shape, Values.UNIFORM);
            Matrix velocity = f.draw(shape, Values.UNIFORM);
            Matrix w = f.draw(shape, Values.UNIFORM);
            Tensor[] t = {f.tensor(g), f.tensor(velocity), f.tensor(w)};
            f.backend.apply(Loops.MOMENTUM, SCALARS, t);
            DType d = f.dtype;
            Matrix v =
                Matrix.generate(
                    shape.rows(),
                    shape.columns(),
                    (i, j) -> scaleAndAdd(d, velocity.get(i, j), g.get(i, j), 0.9));
            f.equal("apply, first output", v, t[1], t);
            double s = d.round(0.1);
            Matrix updated =
                Matrix.generate(
                    shape.rows(),
                    shape.columns(),
                    (i, j) -> d.round(w.get(i, j) - d.round(v.get(i, j) * s)));
            f.equal("apply, second output", updated, t[2], t);
            f.unchanged("apply", "the input", g, t[0]);
          }
        });
  }

  @Test
  @Rule(404)
  void spec404_acceptsAnInputAsOutput() {
    each(
        f -> {
          for (Shape shape : SHAPES) {
            if (!f.next()) {
              continue;
            }
            Matrix a = f.draw(shape, Values.UNIFORM);
            Matrix b = f.draw(shape, Values.UNIFORM);
            Matrix expected =
                Matrix.generate(
                    shape.rows(),
                    shape.columns(),
                    (i, j) -> scaleAndAdd(f.dtype, a.get(i, j), b.get(i, j), 0.1));
            double[] scalars = {0.1};
            Tensor first = f.tensor(a);
            Tensor second = f.tensor(b);
            f.backend.apply(Loops.SCALE_AND_ADD, scalars, new Tensor[] {first, second, first});
            f.equal("apply, out is a", expected, first, first, second);
            f.unchanged("apply", "b", b, second);
            first = f.tensor(a);
            f.backend.apply(Loops.SCALE_AND_ADD, scalars, new Tensor[] {first, second, second});
            f.equal("apply, out is b", expected, second, first, second);
            f.unchanged("apply", "a", a, first);
            f.backend.apply(Loops.SCALE_AND_ADD, scalars, new Tensor[] {first, first, first});
            f.equal(
                "apply, all are one tensor",
                a.map(x -> scaleAndAdd(f.dtype, x, x, 0.1)),
                first,
                first);
          }
        });
  }

  @Test
  @Rule(405)
  void spec405_roundsScalarsToTheDtype() {
    each(
        f -> {
          for (double s : new double[] {0.1, 1 + 0x1p-24, 1e300, 1e-320, -0.0, Double.NaN}) {
            Tensor out = f.dirty(new Shape(3, 5));
            f.backend.apply(Loops.SCALAR, new double[] {s}, new Tensor[] {out});
            double rounded = f.dtype == DType.FLOAT32 ? (float) s : s;
            f.equal("apply with scalar " + s, Matrix.filled(out.shape(), rounded), out, out);
          }
          // rounding the product alone would hide an unrounded factor above
          Matrix a = f.draw(new Shape(17, 31), Values.UNIFORM);
          Tensor ta = f.tensor(a);
          Tensor out = f.dirty(a.shape());
          f.backend.apply(ElementwiseFunction.SCALE, new double[] {0.1}, new Tensor[] {ta, out});
          double s = f.dtype.round(0.1);
          f.equal("apply SCALE by 0.1", a.map(x -> f.dtype.round(x * s)), out, ta, out);
        });
  }

  @Test
  @Rule(406)
  void spec406_doesNotModifyInputsOrScalars() {
    each(
        f -> {
          Shape shape = new Shape(65, 127);
          Matrix a = f.draw(shape, Values.SPECIALS);
          Matrix b = f.draw(shape, Values.SPECIALS);
          Tensor[] t = {f.tensor(a), f.tensor(b), f.dirty(shape)};
          Tensor[] given = t.clone();
          double[] scalars = {0.1, 0.3};
          f.backend.apply(Loops.SCALE_AND_ADD, scalars, given);
          f.unchanged("apply", "a", a, t[0]);
          f.unchanged("apply", "b", b, t[1]);
          f.check(scalars[0] == 0.1 && scalars[1] == 0.3, "apply", "scalars were modified", t);
          f.check(
              given[0] == t[0] && given[1] == t[1] && given[2] == t[2],
              "apply",
              "the array of operands was modified",
              t);
        });
  }

  @Test
  @Rule(407)
  void spec407_acceptsMoreScalarsThanTheLoopTakes() {
    each(
        f -> {
          double[] many = {0.25, 2, 3, 4, 5, 6, 7, 8, 9, 10};
          Tensor out = f.dirty(new Shape(3, 5));
          f.backend.apply(Loops.SCALAR, many, new Tensor[] {out});
          f.equal("apply", Matrix.filled(out.shape(), 0.25), out, out);
          f.backend.apply(ElementwiseFunction.COPY, many, new Tensor[] {out, out});
          f.equal("apply", Matrix.filled(out.shape(), 0.25), out, out);
        });
  }

  @Test
  @Rule(408)
  void spec408_acceptsAnyNumberOfOperands() {
    each(
        f -> {
          Shape shape = new Shape(3, 5);
          Tensor[] t = new Tensor[9];
          double sum = 0;
          for (int p = 0; p < 9; p++) {
            t[p] = f.tensor(Matrix.filled(shape, 1 << p));
            sum += p < 7 ? 1 << p : 0;
          }
          f.backend.apply(Loops.NINE_OPERANDS, new double[0], t);
          f.equal("apply", Matrix.filled(shape, sum), t[7], t);
          f.equal("apply", Matrix.filled(shape, 1 - 64), t[8], t);
        });
  }

  @Test
  @Rule(409)
  void spec409_theShortFormsAreTheGeneralOne() {
    each(
        f -> {
          Shape shape = new Shape(65, 33);
          Matrix a = f.draw(shape, Values.SPECIALS);
          Matrix b = f.draw(shape, Values.SPECIALS);
          Tensor ta = f.tensor(a);
          Tensor tb = f.tensor(b);
          Tensor out = f.dirty(shape);
          f.backend.apply(ElementwiseFunction.SQUARE, ta, out);
          f.equal("apply(loop, a, out)", a.map(x -> f.dtype.round(x * x)), out, ta, out);
          f.backend.apply(ElementwiseFunction.RELU_GRADIENT, ta, tb, out);
          Matrix gradient =
              Matrix.generate(
                  shape.rows(), shape.columns(), (i, j) -> a.get(i, j) <= 0 ? 0.0 : b.get(i, j));
          f.equal("apply(loop, a, b, out)", gradient, out, ta, tb, out);
          f.backend.apply(ElementwiseFunction.RELU_GRADIENT, ta, tb, tb);
          f.equal("apply(loop, a, b, b)", gradient, tb, ta, tb);
          f.backend.apply(ElementwiseFunction.SQUARE, ta, ta);
          f.equal("apply(loop, a, a)", a.map(x -> f.dtype.round(x * x)), ta, ta);
        });
  }
}
