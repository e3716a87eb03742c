package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.network.Parameter;
import nn.api.network.Penalty;
import nn.api.network.Role;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import nn.core.initialiser.Zeros;
import nn.core.training.Objective;
import nn.tck.model.PlugInModel;
import nn.tck.reference.Generator;
import nn.tck.reference.Matrix;
import org.junit.jupiter.api.Test;

/** Chapter 15xx: penalties. */
@Title("15xx penalties")
abstract class PenaltyRules extends PlugInConformance {
  private static final double FLOAT_TOLERANCE = 0x1p-14;
  private static final double[] NO_SCALARS = {};

  @Override
  abstract Penalty subject();

  /** {@code p(w)}. */
  private Matrix values(Trial trial, Matrix w) {
    Tensor out = trial.dirty(w.shape());
    trial.backend.apply(subject().value(), trial.tensor(w), out);
    return trial.values(out);
  }

  /** {@code g + p′(w)}. */
  private Matrix gradient(Trial trial, Matrix w, Matrix g) {
    Tensor sum = trial.tensor(g);
    trial.backend.apply(subject().gradient(), NO_SCALARS, new Tensor[] {trial.tensor(w), sum});
    return trial.values(sum);
  }

  private Matrix slopes(Trial trial, Matrix w) {
    return gradient(trial, w, Matrix.filled(w.shape(), 0));
  }

  @Test
  @Rule(1501)
  void spec1501_loopsHaveOneInputAndOneOutput() {
    in(
        DType.FLOAT64,
        trial -> {
          fits(trial, "value", subject().value());
          fits(trial, "gradient", subject().gradient());
        });
  }

  private static void fits(Trial trial, String method, ElementwiseLoop loop) {
    trial.check(
        loop.inputs() == 1 && loop.outputs() == 1 && loop.scalars() == 0,
        method,
        String.format(
            Locale.ROOT,
            "1 input, 1 output and no scalars expected: %d, %d and %d",
            loop.inputs(),
            loop.outputs(),
            loop.scalars()));
  }

  @Test
  @Rule(1502)
  void spec1502_whatItAppliesToIsAlwaysTheSame() {
    in(
        DType.FLOAT64,
        trial -> {
          List<Boolean> first = applies();
          trial.check(first.equals(applies()), "applies", "another answer at the second call");
        });
  }

  private List<Boolean> applies() {
    List<Boolean> answers = new ArrayList<>();
    for (Role role : Role.values()) {
      Parameter parameter = new Parameter("weight", new Shape(5, 3), new Zeros(), role);
      answers.add(subject().applies(parameter));
      answers.add(subject().applies(parameter.frozen()));
    }
    return answers;
  }

  @Test
  @Rule(1503)
  void spec1503_termsAreFiniteAndNotNegative() {
    each(
        trial -> {
          Matrix w = edges(trial);
          notNegative(trial, w);
          trial.each(trial.rows(), row -> notNegative(trial, weights(trial, row)));
        });
  }

  private void notNegative(Trial trial, Matrix w) {
    Matrix terms = values(trial, w);
    for (int at = 0; at < w.values().length; at++) {
      double term = terms.values()[at];
      if (!(term >= 0 && Double.isFinite(term))) {
        trial.fail(
            "value",
            String.format(
                Locale.ROOT,
                "the term of %s%s is %s, and must be finite and not negative",
                w.values()[at],
                ActivationRules.place(w, at),
                term));
      }
    }
  }

  /** Weights at the ends of what must do. */
  private static Matrix edges(Trial trial) {
    double most = PlugInModel.large(trial.dtype);
    double least = trial.dtype.minNormal();
    return Matrix.of(
        1, 11, 0, -0.0, 1, -1, 1e-30, -1e-30, most, -most, most / 3, least, -least / 8);
  }

  private static Matrix weights(Trial trial, PlugInModel.Row row) {
    return trial.draw(row.units(), row.records(), row.data(), 1);
  }

  @Test
  @Rule(1512)
  void spec1512_derivativesAreFinite() {
    each(
        trial -> {
          finiteSlopes(trial, edges(trial));
          trial.each(trial.rows(), row -> finiteSlopes(trial, weights(trial, row)));
        });
  }

  private void finiteSlopes(Trial trial, Matrix w) {
    Matrix slopes = slopes(trial, w);
    for (int at = 0; at < w.values().length; at++) {
      if (!Double.isFinite(slopes.values()[at])) {
        trial.fail(
            "gradient",
            String.format(
                Locale.ROOT,
                "the derivative at %s%s is %s",
                w.values()[at],
                ActivationRules.place(w, at),
                slopes.values()[at]));
      }
    }
  }

  /**
   * The sum of the terms of weights {@code w = s·u}, divided by {@code s}, as a function of {@code
   * u}: its derivative is the terms', and the step of the quotient becomes small with {@code s}.
   */
  private final class Sum implements Objective {
    private final Trial trial;
    private final Matrix w; // u
    private final double scale;

    Sum(Trial trial, Matrix w, double scale) {
      this.trial = trial;
      this.w = w;
      this.scale = scale;
    }

    private Matrix weights() {
      return w.map(value -> scale * value);
    }

    @Override
    public List<Variable> variables() {
      return List.of(new Variable(INPUT, "w", w.shape()));
    }

    @Override
    public double get(int variable, int element) {
      return w.values()[element];
    }

    @Override
    public void set(int variable, int element, double value) {
      w.values()[element] = value;
    }

    @Override
    public double value() {
      return Arrays.stream(values(trial, weights()).values()).sum() / scale;
    }

    @Override
    public double[][] gradient() {
      return new double[][] {slopes(trial, weights()).values()};
    }

    @Override
    public void close() {}
  }

  @Test
  @Rule(1504)
  void spec1504_theGradientIsTheDerivative() {
    in(
        DType.FLOAT64,
        trial -> {
          for (double scale : new double[] {0.5, 8}) {
            Sum sum = new Sum(trial, trial.draw(7, 5, scale), 1);
            trial.passed("gradient", GradientCheck.check(sum));
          }
          for (int exponent : new int[] {-40, -24, -18, -12, -9, -6, -3, 6, 12, 20}) {
            Sum sum = new Sum(trial, trial.draw(7, 5, 8), Math.scalb(1.0, exponent));
            GradientReport report = GradientCheck.check(sum);
            String what = "gradient of weights up to " + Math.scalb(8.0, exponent);
            trial.check(report.wrong() == 0, what, report.toString());
          }
        });
  }

  @Test
  @Rule(1505)
  void spec1505_theGradientIsAdded() {
    each(
        trial -> {
          double tolerance = trial.dtype == DType.FLOAT64 ? 0x1p-48 : 0x1p-20;
          trial.each(
              trial.rows(),
              row -> {
                Matrix w = trial.draw(row.units(), row.records(), 1);
                Matrix g = trial.draw(row.units(), row.records(), 1);
                Matrix slopes = slopes(trial, w);
                Matrix expected =
                    Matrix.generate(
                        g.rows(), g.columns(), (i, j) -> g.get(i, j) + slopes.get(i, j));
                trial.near("gradient", expected, gradient(trial, w, g), tolerance);
              });
        });
  }

  @Test
  @Rule(1506)
  void spec1506_elementsAreComputedOneByOne() {
    in(
        DType.FLOAT64,
        trial -> {
          for (int length : new int[] {60, trial.random.between(1_000, 20_000)}) {
            slices(trial, "value", subject().value(), length);
            slices(trial, "gradient", subject().gradient(), length);
            floatSlices(trial, "value", subject().value(), length);
            floatSlices(trial, "gradient", subject().gradient(), length);
          }
        });
  }

  /** Slice by slice as in one, and weights unchanged. */
  private static void slices(Trial trial, String method, ElementwiseLoop loop, int length) {
    double[] w = trial.draw(length, 1, 1).values();
    double[] whole = trial.draw(length, 1, 1).values();
    double[] pieces = whole.clone();
    double[] before = w.clone();
    loop.apply(new double[][] {w, whole}, NO_SCALARS, 0, length);
    for (int from = 0, step = 1; from < length; from += step, step += 1 + step / 2) {
      double[] untouched = pieces.clone();
      int to = Math.min(from + step, length);
      loop.apply(new double[][] {w, pieces}, NO_SCALARS, from, to);
      for (int i = 0; i < length; i++) {
        double expected = i >= from && i < to ? whole[i] : untouched[i];
        same(trial, method, i, from, to, expected, pieces[i]);
      }
    }
    trial.check(Arrays.equals(before, w), method, "the weights were modified");
  }

  /** The same with floats. */
  private static void floatSlices(Trial trial, String method, ElementwiseLoop loop, int length) {
    float[] w = floats(trial.draw(length, 1, 1));
    float[] whole = floats(trial.draw(length, 1, 1));
    float[] pieces = whole.clone();
    float[] before = w.clone();
    loop.apply(new float[][] {w, whole}, new float[0], 0, length);
    for (int from = 0, step = 1; from < length; from += step, step += 1 + step / 2) {
      float[] untouched = pieces.clone();
      int to = Math.min(from + step, length);
      loop.apply(new float[][] {w, pieces}, new float[0], from, to);
      for (int i = 0; i < length; i++) {
        double expected = i >= from && i < to ? whole[i] : untouched[i];
        same(trial, method + " of floats", i, from, to, expected, pieces[i]);
      }
    }
    trial.check(Arrays.equals(before, w), method, "the weights were modified");
  }

  private static float[] floats(Matrix matrix) {
    float[] floats = new float[matrix.values().length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) matrix.values()[i];
    }
    return floats;
  }

  private static void same(
      Trial trial, String method, int i, int from, int to, double expected, double actual) {
    if (Double.doubleToLongBits(expected) != Double.doubleToLongBits(actual)) {
      trial.fail(
          method,
          String.format(
              Locale.ROOT,
              "element %d after a slice from %d to %d: expected %s, actual %s",
              i,
              from,
              to,
              expected,
              actual));
    }
  }

  @Test
  @Rule(1507)
  void spec1507_float32ComputesTheSameFunction() {
    List<Matrix> results = new ArrayList<>();
    for (DType dtype : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
      in(
          dtype,
          trial -> {
            Generator random = new Generator(1507);
            Matrix w = Matrix.generate(9, 5, (i, j) -> (float) (2 * random.uniform()));
            results.add(values(trial, w));
            results.add(slopes(trial, w));
            if (results.size() == 4) {
              trial.near("value", results.get(0), results.get(2), FLOAT_TOLERANCE);
              trial.near("gradient", results.get(1), results.get(3), FLOAT_TOLERANCE);
            }
          });
    }
  }

  @Test
  @Rule(1508)
  void spec1508_nanReachesTermAndGradient() {
    each(
        trial -> {
          Matrix w = Matrix.of(1, 3, 0.5, Double.NaN, -2);
          double term = values(trial, w).get(0, 1);
          double slope = slopes(trial, w).get(0, 1);
          trial.check(Double.isNaN(term), "value", "the weight is NaN, and its term " + term);
          trial.check(Double.isNaN(slope), "gradient", "the weight is NaN, and its slope " + slope);
        });
  }

  @Test
  @Rule(1509)
  void spec1509_thePenaltyKeepsNothing() {
    each(
        trial -> {
          Matrix w = trial.draw(6, 4, 1);
          Matrix values = values(trial, w);
          Matrix slopes = slopes(trial, w);
          values(trial, trial.draw(9, 1, 3));
          slopes(trial, trial.draw(2, 8, 3));
          trial.equal("value, other weights between", values, values(trial, w));
          trial.equal("gradient, other weights between", slopes, slopes(trial, w));
        });
  }

  @Test
  @Rule(1510)
  void spec1510_kindIsWordsJoinedByHyphens() {
    kindIsWellFormed();
  }

  @Test
  @Rule(1511)
  void spec1511_theCatalogueRebuildsIt() {
    isRebuilt(
        original ->
            Catalogue.load().penalty(new Config.Nested(original.kind(), original.config())));
  }
}
