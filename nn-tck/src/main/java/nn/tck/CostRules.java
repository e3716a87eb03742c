package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.network.Cost;
import nn.api.network.OutputRange;
import nn.core.Network;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import nn.tck.model.PlugInModel.Row;
import nn.tck.reference.Matrix;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Chapter 12xx: costs. */
@Title("12xx costs")
abstract class CostRules extends PlugInConformance {
  private static final double FLOAT_TOLERANCE = 0x1p-16;
  private static final double FUSED_TOLERANCE = 1e-8;
  private static final int THREADS = 4;
  private static final int POINTS = 60; // far from zero
  private static final double MOST = 1e100; // losses that are far from their upper end
  private static final double[] SCALES = {1, 1e3, 1e6, 1e15}; // of targets

  private int units; // of the row that is being tried; 0 for the domain's

  @Override
  abstract Cost subject();

  private CostDomain domain() {
    return units == 0 ? CostDomain.of(subject()) : CostDomain.of(subject(), units);
  }

  /** Runs a check for rows of the model; a cost that takes other units keeps its own. */
  private void eachRow(Trial trial, List<Row> rows, Consumer<Row> check) {
    int usual = domain().units();
    trial.each(
        rows.stream()
            .map(row -> CostDomain.takes(subject(), row.units()) ? row : row.ofUnits(usual))
            .toList(),
        row -> {
          units = row.units();
          check.accept(row);
          units = 0;
        });
  }

  /** The same in both number types. */
  private void eachRow(BiConsumer<Trial, Row> check) {
    each(trial -> eachRow(trial, trial.rows(), row -> check.accept(trial, row)));
  }

  private Matrix outputs(Trial trial, Row row) {
    return domain().outputs(trial, row.records(), row.data());
  }

  private Matrix targets(Trial trial, Row row) {
    return domain().targets(trial, row.records());
  }

  private static Matrix losses(Trial trial, Cost cost, Matrix a, Matrix y, double garbage) {
    Tensor elements = trial.tensor(Matrix.filled(a.shape(), garbage));
    Tensor losses = trial.tensor(Matrix.filled(new Shape(1, a.columns()), garbage));
    cost.losses(trial.backend, trial.tensor(a), trial.tensor(y), elements, losses);
    return trial.values(losses);
  }

  private static Matrix losses(Trial trial, Cost cost, Matrix a, Matrix y) {
    return losses(trial, cost, a, y, Double.NaN);
  }

  private static Matrix gradient(Trial trial, Cost cost, Matrix a, Matrix y, double garbage) {
    Tensor da = trial.tensor(Matrix.filled(a.shape(), garbage));
    cost.gradient(trial.backend, trial.tensor(a), trial.tensor(y), da);
    return trial.values(da);
  }

  private static Matrix gradient(Trial trial, Cost cost, Matrix a, Matrix y) {
    return gradient(trial, cost, a, y, Double.NaN);
  }

  @Test
  @Rule(1201)
  void spec1201_lossesDependOnTheirOperandsAlone() {
    eachRow(
        (trial, row) -> {
          Matrix a = outputs(trial, row);
          Matrix y = targets(trial, row);
          Matrix first = losses(trial, subject(), a, y);
          Tensor[] used = {
            trial.tensor(outputs(trial, row)),
            trial.tensor(targets(trial, row)),
            trial.dirty(a.shape()),
            trial.tensor(Matrix.filled(first.shape(), 7))
          };
          subject().losses(trial.backend, used[0], used[1], used[2], used[3]);
          trial.backend.write(a.values(), used[0]);
          trial.backend.write(y.values(), used[1]);
          subject().losses(trial.backend, used[0], used[1], used[2], used[3]);
          trial.equal("losses of tensors that were written again", first, trial.values(used[3]));
        });
  }

  @Test
  @Rule(1202)
  void spec1202_gradientDependsOnItsOperandsAlone() {
    eachRow(
        (trial, row) -> {
          Matrix a = outputs(trial, row);
          Matrix y = targets(trial, row);
          Matrix first = gradient(trial, subject(), a, y);
          losses(trial, subject(), outputs(trial, row), y);
          Tensor aTensor = trial.tensor(outputs(trial, row));
          Tensor yTensor = trial.tensor(targets(trial, row));
          Tensor da = trial.tensor(Matrix.filled(a.shape(), 7));
          subject().gradient(trial.backend, aTensor, yTensor, da);
          trial.backend.write(a.values(), aTensor);
          trial.backend.write(y.values(), yTensor);
          subject().gradient(trial.backend, aTensor, yTensor, da);
          trial.equal("gradient of tensors that were written again", first, trial.values(da));
        });
  }

  @Test
  @Rule(1203)
  void spec1203_operandsAreNotModified() {
    eachRow(
        (trial, row) -> {
          Matrix a = outputs(trial, row);
          Matrix y = targets(trial, row);
          Tensor aTensor = trial.tensor(a);
          Tensor yTensor = trial.tensor(y);
          Tensor work = trial.dirty(a.shape());
          Tensor losses = trial.dirty(new Shape(1, row.records()));
          subject().losses(trial.backend, aTensor, yTensor, work, losses);
          trial.unchanged("losses", "a", a, aTensor);
          trial.unchanged("losses", "y", y, yTensor);
          subject().gradient(trial.backend, aTensor, yTensor, work);
          trial.unchanged("gradient", "a", a, aTensor);
          trial.unchanged("gradient", "y", y, yTensor);
          for (Activation last : fusing()) {
            subject().fusedGradient(trial.backend, last, aTensor, yTensor, work);
            trial.unchanged("fusedGradient", "a", a, aTensor);
            trial.unchanged("fusedGradient", "y", y, yTensor);
          }
        });
  }

  /** The activations of the catalogue that need no settings and have a gradient in common. */
  private List<Activation> fusing() {
    Catalogue catalogue = Catalogue.load();
    List<Activation> fusing = new ArrayList<>();
    for (String kind : catalogue.activations()) {
      Activation activation;
      try {
        activation = catalogue.activation(new Config.Nested(kind, Config.EMPTY));
      } catch (IllegalArgumentException needsSettings) {
        continue;
      }
      if (subject().fuses(activation)) {
        fusing.add(activation);
      }
    }
    return fusing;
  }

  @Test
  @Rule(1204)
  void spec1204_gradientMatchesFiniteDifferences() {
    in(
        DType.FLOAT64,
        trial -> {
          double[][] a = ActivationRules.rows(domain().outputs(trial, 40));
          double[][] y = ActivationRules.rows(domain().targets(trial, 40));
          trial.passed("gradient", GradientCheck.of(subject(), trial.backend).on(a, y));
          GradientReport report = GradientReport.EMPTY;
          for (int point = 0; point < POINTS; point++) {
            report = report.plus(farAway(trial));
          }
          trial.check(report.wrong() == 0, "gradient far from zero", report.toString());
          eachRow(trial, trial.rows(), row -> someDerivatives(trial));
        });
  }

  /** By one output whose exponent is between 0 and 20, where any number will do. */
  private GradientReport farAway(Trial trial) {
    CostDomain domain = domain();
    if (domain.range() != OutputRange.REAL) {
      return GradientReport.EMPTY;
    }
    Matrix a = domain.outputs(trial, 1);
    Matrix y = domain.targets(trial, 1);
    double sign = trial.random.below(2) == 0 ? 1 : -1;
    int unit = trial.random.below(a.rows());
    a.set(unit, 0, sign * Math.scalb(1 + Math.abs(trial.random.uniform()), trial.random.below(21)));
    return losses(trial, subject(), a, y).get(0, 0) > MOST
        ? GradientReport.EMPTY
        : derivative(trial, a, y, unit);
  }

  /** By the first, the last and another output of a record of many. */
  private void someDerivatives(Trial trial) {
    Matrix a = domain().outputs(trial, 1);
    Matrix y = domain().targets(trial, 1);
    GradientReport report = GradientReport.EMPTY;
    for (int unit : new int[] {0, a.rows() - 1, trial.random.below(a.rows())}) {
      report = report.plus(derivative(trial, a, y, unit));
    }
    trial.check(report.wrong() == 0, "gradient, some derivatives", report.toString());
  }

  private GradientReport derivative(Trial trial, Matrix a, Matrix y, int unit) {
    double units = a.rows(); // the mean over them makes derivatives small
    return GradientCheck.check(
        new Slope(
            a.get(unit, 0),
            at -> units * losses(trial, subject(), with(a, unit, at), y).get(0, 0),
            at -> units * gradient(trial, subject(), with(a, unit, at), y).get(unit, 0)));
  }

  private static Matrix with(Matrix a, int unit, double value) {
    Matrix changed = a.map(same -> same);
    changed.set(unit, 0, value);
    return changed;
  }

  @Test
  @Rule(1205)
  void spec1205_float32ComputesTheSameFunction() {
    List<Matrix> results = new ArrayList<>();
    in(
        DType.FLOAT64,
        trial -> {
          Matrix a = domain().outputs(trial, 50);
          Matrix y = domain().targets(trial, 50);
          results.addAll(
              List.of(a, y, losses(trial, subject(), a, y), gradient(trial, subject(), a, y)));
        });
    in(
        DType.FLOAT32,
        trial -> {
          Matrix a = results.get(0);
          Matrix y = results.get(1);
          trial.near("losses", results.get(2), losses(trial, subject(), a, y), FLOAT_TOLERANCE);
          Matrix da = gradient(trial, subject(), a, y);
          trial.near("gradient", results.get(3), da, FLOAT_TOLERANCE);
        });
  }

  @Test
  @Rule(1206)
  void spec1206_recordsDoNotMix() {
    each(
        trial -> {
          Assumptions.assumeTrue(trial.backend.tier().exact(), "the backend is not exact");
          eachRow(trial, trial.pairs(), row -> recordsDoNotMix(trial, row));
        });
  }

  private void recordsDoNotMix(Trial trial, Row row) {
    Matrix a = outputs(trial, row);
    Matrix y = targets(trial, row);
    Matrix losses = losses(trial, subject(), a, y);
    Matrix da = gradient(trial, subject(), a, y);
    for (int[] some : ActivationRules.someRecords(trial, row.records())) {
      Matrix outputs = ActivationRules.columns(a, some);
      Matrix targets = ActivationRules.columns(y, some);
      trial.equal(
          "losses of " + ActivationRules.text(some),
          ActivationRules.columns(losses, some),
          losses(trial, subject(), outputs, targets));
      trial.equal(
          "gradient of " + ActivationRules.text(some),
          ActivationRules.columns(da, some),
          gradient(trial, subject(), outputs, targets));
    }
  }

  @Test
  @Rule(1207)
  void spec1207_finiteOutputsCostAFiniteLoss() {
    each(
        trial -> {
          Matrix a = domain().extremes(trial);
          for (int repeat = 0; repeat < 20; repeat++) {
            Matrix y = domain().targets(trial, a.columns());
            finite(trial, "losses", a, y, losses(trial, subject(), a, y));
            finite(trial, "gradient", a, y, gradient(trial, subject(), a, y));
          }
          eachRow(
              trial,
              trial.rows(),
              row -> {
                Matrix outputs = outputs(trial, row);
                Matrix targets = targets(trial, row);
                finite(
                    trial, "losses", outputs, targets, losses(trial, subject(), outputs, targets));
                finite(
                    trial,
                    "gradient",
                    outputs,
                    targets,
                    gradient(trial, subject(), outputs, targets));
              });
          for (double scale : SCALES) {
            Matrix y = domain().targets(trial, a.columns()).map(value -> (float) (scale * value));
            if (accepts(y)) {
              finite(trial, "losses", a, y, losses(trial, subject(), a, y));
              finite(trial, "gradient", a, y, gradient(trial, subject(), a, y));
            }
          }
        });
  }

  private boolean accepts(Matrix y) {
    try {
      subject().requireTargets(y.values().clone(), y.rows());
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static void finite(Trial trial, String method, Matrix a, Matrix y, Matrix results) {
    for (int at = 0; at < results.values().length; at++) {
      int record = at / results.rows();
      if (!Double.isFinite(results.values()[at])) {
        trial.fail(
            method,
            String.format(
                Locale.ROOT,
                "%s at [%d, %d] of %s, whose record has outputs %s and targets %s",
                results.values()[at],
                at % results.rows(),
                record,
                results.shape(),
                few(a, record),
                few(y, record)));
      }
    }
  }

  /** The numbers of a record, the first ones of many. */
  private static String few(Matrix matrix, int record) {
    double[] all = ActivationRules.column(matrix, record).values();
    return all.length <= 9
        ? Arrays.toString(all)
        : Arrays.toString(Arrays.copyOf(all, 9)) + " and more";
  }

  @Test
  @Rule(1208)
  void spec1208_nanReachesTheLoss() {
    each(
        trial -> {
          for (int repeat = 0; repeat < 10; repeat++) {
            Matrix a = domain().outputs(trial, 3);
            Matrix y = domain().targets(trial, 3);
            a.set(trial.random.below(a.rows()), 1, Double.NaN);
            double loss = losses(trial, subject(), a, y).get(0, 1);
            trial.check(Double.isNaN(loss), "losses", "the loss of an output NaN is " + loss);
          }
        });
  }

  @Test
  @Rule(1209)
  void spec1209_fusedGradientMatchesFiniteDifferences() {
    List<Activation> fusing = fusing();
    Assumptions.assumeFalse(fusing.isEmpty(), "no known activation has a fused form");
    in(
        DType.FLOAT64,
        trial -> {
          CostDomain domain = domain();
          for (Activation last : fusing) {
            try (Network network =
                Network.inputs(4)
                    .dense(domain.units(), last)
                    .cost(subject())
                    .seed(1)
                    .build(trial.backend)) {
              GradientReport report =
                  GradientCheck.of(network)
                      .on(
                          ActivationRules.rows(trial.draw(4, 20, 1)),
                          ActivationRules.rows(domain.targets(trial, 20)));
              trial.passed("fusedGradient with " + last.kind(), report);
            }
            eachRow(trial, trial.rows(), row -> fusedAsApart(trial, row, last));
          }
        });
  }

  /** The derivative of the loss by {@code z} in two steps, whose first 1204 has checked. */
  private void fusedAsApart(Trial trial, Row row, Activation last) {
    Tensor z = trial.tensor(trial.draw(row.units(), row.records(), 2));
    Tensor a = trial.dirty(z.shape());
    last.forward(trial.backend, z, a);
    Tensor y = trial.tensor(targets(trial, row));
    Tensor apart = trial.dirty(z.shape());
    subject().gradient(trial.backend, a, y, apart);
    last.backward(trial.backend, z, a, apart, apart);
    Tensor fused = trial.dirty(z.shape());
    subject().fusedGradient(trial.backend, last, a, y, fused);
    trial.near(
        "fusedGradient with " + last.kind(),
        trial.values(apart),
        trial.values(fused),
        FUSED_TOLERANCE);
  }

  @Test
  @Rule(1210)
  void spec1210_noFusedGradientWhereThereIsNone() {
    Activation last = new Stranger();
    Assumptions.assumeFalse(subject().fuses(last), "the cost fuses with anything");
    each(
        trial -> {
          Matrix a = domain().outputs(trial, 3);
          Tensor y = trial.tensor(domain().targets(trial, 3));
          Tensor dz = trial.dirty(a.shape());
          try {
            subject().fusedGradient(trial.backend, last, trial.tensor(a), y, dz);
          } catch (UnsupportedOperationException right) {
            return;
          }
          trial.fail("fusedGradient", "was computed for an activation that fuses() denies");
        });
  }

  /** An activation that no cost knows. */
  private record Stranger() implements Activation {
    @Override
    public String kind() {
      return "stranger";
    }

    @Override
    public boolean needsPreActivation() {
      return false;
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      throw new UnsupportedOperationException("stranger: is not computed");
    }

    @Override
    public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
      throw new UnsupportedOperationException("stranger: is not computed");
    }
  }

  @Test
  @Rule(1211)
  void spec1211_aRefusalSaysThatTheCostRefuses() {
    in(
        DType.FLOAT64,
        trial -> {
          for (int units = 1; units <= 3; units++) {
            for (OutputRange range : OutputRange.values()) {
              int outputs = units;
              refusal(trial, "requireOutputs", () -> subject().requireOutputs(outputs, range));
            }
          }
          for (double[] targets :
              new double[][] {
                {-3, 2.5, 0}, {0.5, 0.25, 0.125}, {0, 0, 0}, {1, 1, 1}, {1e30, 0, 0}
              }) {
            int units = domain().units();
            double[] records = Arrays.copyOf(targets, 6);
            refusal(trial, "requireTargets", () -> subject().requireTargets(records, units));
          }
        });
  }

  private static void refusal(Trial trial, String method, Runnable requirement) {
    try {
      requirement.run();
    } catch (RuntimeException refused) {
      trial.check(
          refused instanceof IllegalArgumentException
              && String.valueOf(refused.getMessage()).startsWith("cost: "),
          method,
          "expected an IllegalArgumentException that begins with 'cost: ', actual " + refused);
    }
  }

  @Test
  @Rule(1212)
  void spec1212_requireTargetsOnlyReads() {
    eachRow(
        (trial, row) -> {
          Matrix y = targets(trial, row);
          double[] given = y.values().clone();
          subject().requireTargets(given, row.units());
          trial.equal("requireTargets", y, new Matrix(y.shape(), given));
        });
  }

  @Test
  @Rule(1213)
  void spec1213_everyElementIsWritten() {
    eachRow(
        (trial, row) -> {
          Matrix a = domain().outputs(trial, row.records());
          Matrix y = targets(trial, row);
          finite(trial, "losses", a, y, losses(trial, subject(), a, y));
          finite(trial, "gradient", a, y, gradient(trial, subject(), a, y));
          for (Activation last : fusing()) {
            Tensor dz = trial.dirty(a.shape());
            subject().fusedGradient(trial.backend, last, trial.tensor(a), trial.tensor(y), dz);
            finite(trial, "fusedGradient", a, y, trial.values(dz));
          }
        });
  }

  @Test
  @Rule(1214)
  void spec1214_oneValueServesManyThreads() {
    each(
        trial -> {
          serveThreads(trial, 20, thread -> 5 + thread);
          serveThreads(trial, 3, thread -> trial.many(16_000) + thread);
        });
  }

  private void serveThreads(Trial trial, int repeats, IntUnaryOperator records) {
    Cost shared = subject();
    List<CompletableFuture<Void>> users = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      Matrix a = domain().outputs(trial, records.applyAsInt(thread));
      Matrix y = domain().targets(trial, a.columns());
      Matrix losses = losses(trial, shared, a, y);
      Matrix da = gradient(trial, shared, a, y);
      users.add(
          CompletableFuture.runAsync(
              () -> {
                for (int repeat = 0; repeat < repeats; repeat++) {
                  trial.equal("losses in a thread", losses, losses(trial, shared, a, y));
                  trial.equal("gradient in a thread", da, gradient(trial, shared, a, y));
                }
              },
              command -> new Thread(command).start()));
    }
    users.forEach(PlugInConformance::join);
  }

  @Test
  @Rule(1215)
  void spec1215_kindIsWordsJoinedByHyphens() {
    kindIsWellFormed();
  }

  @Test
  @Rule(1216)
  void spec1216_theCatalogueRebuildsIt() {
    isRebuilt(
        original -> Catalogue.load().cost(new Config.Nested(original.kind(), original.config())));
  }
}
