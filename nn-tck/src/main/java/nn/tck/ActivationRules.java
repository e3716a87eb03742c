package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.network.OutputRange;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import nn.tck.model.PlugInModel;
import nn.tck.reference.Matrix;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Chapter 10xx: activations. */
@Title("10xx activations")
abstract class ActivationRules extends PlugInConformance {
  private static final double WIDTH = 4; // of the pre-activations
  private static final double FLOAT_TOLERANCE = 0x1p-16;
  private static final int THREADS = 4;
  private static final int LONG = 70_000; // elements in many threads
  private static final int POINTS = 60; // far from zero
  private static final int FEW = 9; // records that are all tried alone

  @Override
  abstract Activation subject();

  /** {@code g(z)} in a destination full of this number. */
  private static Matrix forward(Trial trial, Activation g, Matrix z, double garbage) {
    Tensor a = trial.tensor(Matrix.filled(z.shape(), garbage));
    g.forward(trial.backend, trial.tensor(z), a);
    return trial.values(a);
  }

  private static Matrix forward(Trial trial, Activation g, Matrix z) {
    return forward(trial, g, z, Double.NaN);
  }

  private static Matrix backward(
      Trial trial, Activation g, Matrix z, Matrix a, Matrix da, double garbage) {
    Tensor dz = trial.tensor(Matrix.filled(z.shape(), garbage));
    g.backward(trial.backend, trial.tensor(z), trial.tensor(a), trial.tensor(da), dz);
    return trial.values(dz);
  }

  private static Matrix backward(Trial trial, Activation g, Matrix z, Matrix a, Matrix da) {
    return backward(trial, g, z, a, da, Double.NaN);
  }

  private static Matrix draw(Trial trial, PlugInModel.Row row) {
    return trial.draw(row.units(), row.records(), row.data(), WIDTH);
  }

  /** Runs a check for each row of the model, in both number types. */
  private void eachRow(BiConsumer<Trial, PlugInModel.Row> check) {
    each(trial -> trial.each(trial.rows(), row -> check.accept(trial, row)));
  }

  private static Matrix draw(Trial trial, int[] shape) {
    return trial.draw(shape[0], shape[1], WIDTH);
  }

  @Test
  @Rule(1001)
  void spec1001_forwardDependsOnItsOperandAlone() {
    eachRow(
        (trial, row) -> {
          Matrix z = draw(trial, row);
          Matrix first = forward(trial, subject(), z);
          Tensor used = trial.tensor(draw(trial, row));
          Tensor a = trial.tensor(Matrix.filled(z.shape(), 7));
          subject().forward(trial.backend, used, a);
          trial.backend.write(z.values(), used);
          subject().forward(trial.backend, used, a);
          trial.equal("forward of tensors that were written again", first, trial.values(a));
        });
  }

  @Test
  @Rule(1002)
  void spec1002_backwardDependsOnItsOperandsAlone() {
    eachRow(
        (trial, row) -> {
          Matrix z = draw(trial, row);
          Matrix a = forward(trial, subject(), z);
          Matrix da = trial.draw(row.units(), row.records(), 1);
          Matrix first = backward(trial, subject(), z, a, da);
          Matrix other = draw(trial, row);
          Matrix otherA = forward(trial, subject(), other);
          Tensor[] used = {
            trial.tensor(other), trial.tensor(otherA), trial.tensor(da), trial.dirty(z.shape())
          };
          subject().backward(trial.backend, used[0], used[1], used[2], used[3]);
          trial.backend.write(z.values(), used[0]);
          trial.backend.write(a.values(), used[1]);
          subject().backward(trial.backend, used[0], used[1], used[2], used[3]);
          trial.equal("backward of tensors that were written again", first, trial.values(used[3]));
          trial.equal("backward", first, backward(trial, subject(), z, a, da, 7));
        });
  }

  @Test
  @Rule(1003)
  void spec1003_operandsAreNotModified() {
    eachRow(
        (trial, row) -> {
          Matrix z = draw(trial, row);
          Tensor zTensor = trial.tensor(z);
          Tensor aTensor = trial.dirty(z.shape());
          subject().forward(trial.backend, zTensor, aTensor);
          trial.unchanged("forward", "z", z, zTensor);
          Matrix a = trial.values(aTensor);
          Matrix da = trial.draw(row.units(), row.records(), 1);
          Tensor daTensor = trial.tensor(da);
          subject().backward(trial.backend, zTensor, aTensor, daTensor, trial.dirty(z.shape()));
          trial.unchanged("backward", "z", z, zTensor);
          trial.unchanged("backward", "a", a, aTensor);
          trial.unchanged("backward", "da", da, daTensor);
        });
  }

  @Test
  @Rule(1004)
  void spec1004_forwardMayWriteOverZ() {
    eachRow(
        (trial, row) -> {
          Matrix z = draw(trial, row);
          Tensor both = trial.tensor(z);
          subject().forward(trial.backend, both, both);
          trial.equal("forward in place", forward(trial, subject(), z), trial.values(both));
        });
  }

  @Test
  @Rule(1005)
  void spec1005_backwardMayWriteOverDa() {
    eachRow(
        (trial, row) -> {
          Matrix z = draw(trial, row);
          Matrix a = forward(trial, subject(), z);
          Matrix da = trial.draw(row.units(), row.records(), 1);
          Tensor both = trial.tensor(da);
          subject().backward(trial.backend, trial.tensor(z), trial.tensor(a), both, both);
          trial.equal(
              "backward in place", backward(trial, subject(), z, a, da), trial.values(both));
        });
  }

  @Test
  @Rule(1006)
  void spec1006_backwardMatchesFiniteDifferences() {
    in(
        DType.FLOAT64,
        trial -> {
          for (int units : new int[] {1, 2, 5, 9}) {
            double[][] z = rows(trial.draw(units, 40, WIDTH));
            double[][] da = rows(trial.draw(units, 40, 1));
            trial.passed("backward", GradientCheck.of(subject(), trial.backend).on(z, da));
          }
          GradientReport report = GradientReport.EMPTY;
          for (int point = 0; point < POINTS; point++) {
            report = report.plus(GradientCheck.check(farAway(trial)));
          }
          trial.passed("backward far from zero", report);
        });
  }

  /** One unit whose pre-activation has an exponent between 0 and 20. */
  private Slope farAway(Trial trial) {
    double sign = trial.random.below(2) == 0 ? 1 : -1;
    double z = sign * Math.scalb(1 + Math.abs(trial.random.uniform()), trial.random.below(21));
    return new Slope(
        z,
        at -> forward(trial, subject(), Matrix.of(1, 1, at)).get(0, 0),
        at -> {
          Matrix given = Matrix.of(1, 1, at);
          Matrix a = forward(trial, subject(), given);
          return backward(trial, subject(), given, a, Matrix.of(1, 1, 1)).get(0, 0);
        });
  }

  /** One row for each record. */
  static double[][] rows(Matrix matrix) {
    double[][] rows = new double[matrix.columns()][matrix.rows()];
    for (int record = 0; record < rows.length; record++) {
      int j = record;
      Arrays.setAll(rows[record], i -> matrix.get(i, j));
    }
    return rows;
  }

  @Test
  @Rule(1007)
  void spec1007_float32ComputesTheSameFunction() {
    int[] shape = {9, 50};
    List<Matrix> results = new ArrayList<>();
    in(
        DType.FLOAT64,
        trial -> {
          Matrix z = draw(trial, shape);
          Matrix da = trial.draw(shape[0], shape[1], 1);
          Matrix a = forward(trial, subject(), z);
          results.addAll(List.of(z, da, a, backward(trial, subject(), z, a, da)));
        });
    in(
        DType.FLOAT32,
        trial -> {
          Matrix z = results.get(0);
          Matrix a = forward(trial, subject(), z);
          trial.near("forward", results.get(2), a, FLOAT_TOLERANCE);
          Matrix dz = backward(trial, subject(), z, a, results.get(1));
          trial.near("backward", results.get(3), dz, FLOAT_TOLERANCE);
        });
  }

  @Test
  @Rule(1008)
  void spec1008_zIsReadOnlyWhereItIsAskedFor() {
    Assumptions.assumeFalse(subject().needsPreActivation(), "the activation asks for z");
    each(
        trial -> {
          Matrix z = draw(trial, new int[] {5, 9});
          Matrix a = forward(trial, subject(), z);
          Matrix da = trial.draw(5, 9, 1);
          Matrix nothing = Matrix.filled(z.shape(), Double.NaN);
          trial.equal(
              "backward without z",
              backward(trial, subject(), z, a, da),
              backward(trial, subject(), nothing, a, da));
          Tensor aTensor = trial.tensor(a);
          Tensor dz = trial.dirty(z.shape());
          subject().backward(trial.backend, aTensor, aTensor, trial.tensor(da), dz);
          trial.equal(
              "backward with a for z", backward(trial, subject(), z, a, da), trial.values(dz));
        });
  }

  @Test
  @Rule(1009)
  void spec1009_recordsDoNotMix() {
    each(
        trial -> {
          Assumptions.assumeTrue(trial.backend.tier().exact(), "the backend is not exact");
          trial.each(trial.pairs(), row -> recordsDoNotMix(trial, row));
        });
  }

  private void recordsDoNotMix(Trial trial, PlugInModel.Row row) {
    Matrix z = draw(trial, row);
    Matrix a = forward(trial, subject(), z);
    Matrix da = trial.draw(row.units(), row.records(), 1);
    Matrix dz = backward(trial, subject(), z, a, da);
    for (int[] some : someRecords(trial, row.records())) {
      Matrix alone = forward(trial, subject(), columns(z, some));
      trial.equal("forward of " + text(some), columns(a, some), alone);
      trial.equal(
          "backward of " + text(some),
          columns(dz, some),
          backward(trial, subject(), columns(z, some), alone, columns(da, some)));
    }
  }

  /** Single records, or of many the first, the last and a few, and the batch in two parts. */
  static List<int[]> someRecords(Trial trial, int records) {
    List<int[]> some = new ArrayList<>();
    if (records <= FEW) {
      for (int record = 0; record < records; record++) {
        some.add(new int[] {record, record + 1});
      }
      return some;
    }
    some.add(new int[] {0, 1});
    some.add(new int[] {records - 1, records});
    int single = trial.random.below(records);
    some.add(new int[] {single, single + 1});
    int cut = trial.random.between(1, records - 1);
    some.add(new int[] {0, cut});
    some.add(new int[] {cut, records});
    return some;
  }

  /** As messages call some records. */
  static String text(int[] some) {
    return some[1] == some[0] + 1 ? "one record" : "records " + some[0] + " to " + (some[1] - 1);
  }

  static Matrix columns(Matrix a, int[] some) {
    return Matrix.generate(a.rows(), some[1] - some[0], (i, j) -> a.get(i, some[0] + j));
  }

  static Matrix column(Matrix matrix, int column) {
    return Matrix.generate(matrix.rows(), 1, (i, j) -> matrix.get(i, column));
  }

  @Test
  @Rule(1010)
  void spec1010_outputsAreInTheStatedRange() {
    OutputRange range = subject().range();
    Assumptions.assumeTrue(range != OutputRange.UNKNOWN, "the activation states no range");
    each(
        trial -> {
          boolean outside = false;
          for (double width : new double[] {1, 10, 1000, 1e30}) {
            Matrix a = forward(trial, subject(), trial.draw(4, 50, width));
            for (int record = 0; record < a.columns(); record++) {
              double sum = 0;
              for (int i = 0; i < a.rows(); i++) {
                double value = a.get(i, record);
                sum += value;
                outside |= value < 0 || value > 1;
                trial.check(
                    range == OutputRange.REAL || (value >= 0 && value <= 1),
                    "range",
                    range + " is stated, and an output is " + value);
              }
              trial.check(
                  range != OutputRange.DISTRIBUTION || Math.abs(sum - 1) <= 0x1p-20,
                  "range",
                  "DISTRIBUTION is stated, and the outputs of a record sum to " + sum);
            }
          }
          trial.check(
              outside == (range == OutputRange.REAL),
              "range",
              "REAL is stated, and every output is between 0 and 1");
        });
  }

  @Test
  @Rule(1011)
  void spec1011_nanReachesTheOutput() {
    each(
        trial -> {
          for (int unit = 0; unit < 5; unit++) {
            Matrix z = draw(trial, new int[] {5, 3});
            z.set(unit, 1, Double.NaN);
            double a = forward(trial, subject(), z).get(unit, 1);
            trial.check(Double.isNaN(a), "forward", "NaN became " + a + " at [" + unit + ", 1]");
          }
        });
  }

  @Test
  @Rule(1012)
  void spec1012_nanReachesTheGradient() {
    each(
        trial -> {
          for (int unit = 0; unit < 5; unit++) {
            for (int repeat = 0; repeat < 8; repeat++) {
              Matrix z = draw(trial, new int[] {5, 1});
              Matrix a = forward(trial, subject(), z);
              Matrix da = Matrix.filled(z.shape(), 0);
              da.set(unit, 0, 1);
              boolean matters = backward(trial, subject(), z, a, da).get(unit, 0) != 0;
              da.set(unit, 0, Double.NaN);
              double dz = backward(trial, subject(), z, a, da).get(unit, 0);
              trial.check(
                  Double.isNaN(dz) || !matters,
                  "backward",
                  "NaN became " + dz + " at [" + unit + ", 0]");
            }
          }
        });
  }

  @Test
  @Rule(1013)
  void spec1013_numbersNeverBecomeNan() {
    each(
        trial -> {
          for (double[] z : extremes(trial.dtype)) {
            notNan(trial, new Matrix(new Shape(z.length, 1), z));
          }
          trial.each(trial.rows(), row -> notNan(trial, draw(trial, row)));
        });
  }

  private void notNan(Trial trial, Matrix z) {
    Matrix a = forward(trial, subject(), z);
    for (int at = 0; at < z.values().length; at++) {
      if (Double.isNaN(a.values()[at])) {
        trial.fail("forward", z.values()[at] + " became NaN" + place(z, at));
      }
    }
  }

  /** {@code " at [i, j]"}. */
  static String place(Matrix matrix, int at) {
    return " at [" + at % matrix.rows() + ", " + at / matrix.rows() + "]";
  }

  @Test
  @Rule(1021)
  void spec1021_outputsOfNumbersAreFinite() {
    each(
        trial -> {
          trial.each(trial.rows(), row -> finite(trial, draw(trial, row)));
          double most = PlugInModel.large(trial.dtype);
          finite(trial, Matrix.of(1, 9, 20, 90, 100, 710, 800, -800, most, -most, -0.0));
        });
  }

  private void finite(Trial trial, Matrix z) {
    Matrix a = forward(trial, subject(), z);
    for (int at = 0; at < z.values().length; at++) {
      if (!Double.isFinite(a.values()[at])) {
        trial.fail("forward", z.values()[at] + " became " + a.values()[at] + place(z, at));
      }
    }
  }

  /** Records of numbers that are too large for some formula, or too small. */
  private static double[][] extremes(DType dtype) {
    double most = dtype.maxValue();
    double least = dtype == DType.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE;
    double[] all = {
      0.0,
      -0.0,
      least,
      -least,
      dtype.minNormal(),
      1,
      -1,
      50,
      -50,
      800,
      -800,
      1e30,
      -1e30,
      dtype.round(1e160) < most ? 1e160 : 1e20,
      most,
      -most
    };
    return new double[][] {all, {most, -most}, {-most}, {-800, -900}, {0, 0}};
  }

  @Test
  @Rule(1020)
  void spec1020_gradientsOfNumbersAreNumbers() {
    each(
        trial -> {
          for (double[] record : extremes(trial.dtype)) {
            for (double gradient : new double[] {1, -1, 0.25, 0}) {
              Matrix z = new Matrix(new Shape(record.length, 1), record);
              finiteGradients(trial, z, Matrix.filled(z.shape(), gradient));
            }
          }
          trial.each(
              trial.rows(),
              row -> {
                Matrix da = trial.draw(row.units(), row.records(), 1);
                finiteGradients(trial, draw(trial, row), da);
              });
        });
  }

  private void finiteGradients(Trial trial, Matrix z, Matrix da) {
    Matrix a = forward(trial, subject(), z);
    if (!Arrays.stream(a.values()).allMatch(Double::isFinite)) {
      return;
    }
    Matrix dz = backward(trial, subject(), z, a, da);
    for (int at = 0; at < z.values().length; at++) {
      if (!Double.isFinite(dz.values()[at])) {
        trial.fail(
            "backward",
            String.format(
                Locale.ROOT,
                "dz is %s at z = %s, da = %s%s",
                dz.values()[at],
                z.values()[at],
                da.values()[at],
                place(z, at)));
      }
    }
  }

  @Test
  @Rule(1014)
  void spec1014_everyElementIsWritten() {
    each(
        trial ->
            trial.each(
                trial.rows(),
                row -> {
                  Matrix z = trial.draw(row.units(), row.records(), WIDTH);
                  Matrix a = forward(trial, subject(), z);
                  Matrix da = trial.draw(row.units(), row.records(), 1);
                  Matrix dz = backward(trial, subject(), z, a, da);
                  for (int at = 0; at < a.values().length; at++) {
                    if (Double.isNaN(a.values()[at]) || Double.isNaN(dz.values()[at])) {
                      String which = Double.isNaN(a.values()[at]) ? "forward: a" : "backward: dz";
                      trial.fail(which, "was not written" + place(a, at) + " of " + a.shape());
                    }
                  }
                }));
  }

  @Test
  @Rule(1015)
  void spec1015_oneValueServesManyThreads() {
    each(
        trial -> {
          serveThreads(trial, 20, thread -> new int[] {7, 5 + thread});
          serveThreads(trial, 3, thread -> new int[] {1 + thread, trial.many(LONG) / (1 + thread)});
        });
  }

  private void serveThreads(Trial trial, int repeats, IntFunction<int[]> shapes) {
    Activation shared = subject();
    List<CompletableFuture<Void>> users = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int[] shape = shapes.apply(thread);
      Matrix z = trial.draw(shape[0], shape[1], WIDTH);
      Matrix da = trial.draw(shape[0], shape[1], 1);
      Matrix a = forward(trial, shared, z);
      Matrix dz = backward(trial, shared, z, a, da);
      users.add(
          CompletableFuture.runAsync(
              () -> {
                for (int repeat = 0; repeat < repeats; repeat++) {
                  trial.equal("forward in a thread", a, forward(trial, shared, z));
                  trial.equal("backward in a thread", dz, backward(trial, shared, z, a, da));
                }
              },
              command -> new Thread(command).start()));
    }
    users.forEach(PlugInConformance::join);
  }

  @Test
  @Rule(1018)
  void spec1018_theElementwiseFormIsForward() {
    each(
        trial -> {
          ElementwiseLoop loop = subject().elementwise();
          if (loop == null) {
            return;
          }
          trial.check(
              loop.inputs() == 1 && loop.outputs() == 1 && loop.scalars() == 0,
              "elementwise",
              "the loop has not one input, one output and no scalars: " + loop);
          double[] edges = FunctionRules.edges(trial.backend.dtype());
          List<Matrix> all = new ArrayList<>(List.of(Matrix.of(1, edges.length, edges)));
          for (PlugInModel.Row row : trial.rows()) {
            all.add(draw(trial, row));
          }
          for (Matrix z : all) {
            Tensor a = trial.dirty(z.shape());
            trial.backend.apply(loop, trial.tensor(z), a);
            trial.equal("elementwise", forward(trial, subject(), z), trial.values(a));
          }
        });
  }

  @Test
  @Rule(1019)
  void spec1019_theElementwiseGradientIsBackward() {
    each(
        trial -> {
          ElementwiseLoop loop = subject().elementwiseGradient();
          if (loop == null) {
            return;
          }
          String method = "elementwiseGradient";
          trial.check(
              loop.inputs() == 2 && loop.outputs() == 1 && loop.scalars() == 0,
              method,
              "the loop has not two inputs, one output and no scalars: " + loop);
          trial.check(
              !subject().needsPreActivation(),
              method,
              "is not null although needsPreActivation() is true");
          double[] edges = FunctionRules.edges(trial.backend.dtype());
          List<Matrix> all = new ArrayList<>(List.of(Matrix.of(1, edges.length, edges)));
          for (PlugInModel.Row row : trial.rows()) {
            all.add(draw(trial, row));
          }
          for (Matrix z : all) {
            Matrix a = forward(trial, subject(), z);
            Matrix da = trial.draw(z.rows(), z.columns(), WIDTH);
            Tensor dz = trial.dirty(z.shape());
            trial.backend.apply(loop, trial.tensor(a), trial.tensor(da), dz);
            trial.equal(method, backward(trial, subject(), z, a, da), trial.values(dz));
          }
        });
  }

  @Test
  @Rule(1016)
  void spec1016_kindIsWordsJoinedByHyphens() {
    kindIsWellFormed();
  }

  @Test
  @Rule(1017)
  void spec1017_theCatalogueRebuildsIt() {
    isRebuilt(
        original ->
            Catalogue.load().activation(new Config.Nested(original.kind(), original.config())));
  }
}
