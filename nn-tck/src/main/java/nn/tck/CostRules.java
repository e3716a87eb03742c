package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
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
import nn.tck.reference.Matrix;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Chapter 12xx: costs. */
@Title("12xx costs")
abstract class CostRules extends PlugInConformance {
  private static final int[] RECORDS = {1, 2, 7, 33, 257};
  private static final double FLOAT_TOLERANCE = 0x1p-16;
  private static final int THREADS = 4;

  @Override
  abstract Cost subject();

  private CostDomain domain() {
    return CostDomain.of(subject());
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
    each(
        trial -> {
          for (int records : RECORDS) {
            Matrix a = domain().outputs(trial, records);
            Matrix y = domain().targets(trial, records);
            Matrix first = losses(trial, subject(), a, y);
            losses(trial, subject(), domain().outputs(trial, records), y);
            trial.equal("losses", first, losses(trial, subject(), a, y, 7));
          }
        });
  }

  @Test
  @Rule(1202)
  void spec1202_gradientDependsOnItsOperandsAlone() {
    each(
        trial -> {
          for (int records : RECORDS) {
            Matrix a = domain().outputs(trial, records);
            Matrix y = domain().targets(trial, records);
            Matrix first = gradient(trial, subject(), a, y);
            losses(trial, subject(), domain().outputs(trial, records), y);
            trial.equal("gradient", first, gradient(trial, subject(), a, y, 7));
          }
        });
  }

  @Test
  @Rule(1203)
  void spec1203_operandsAreNotModified() {
    each(
        trial -> {
          for (int records : RECORDS) {
            Matrix a = domain().outputs(trial, records);
            Matrix y = domain().targets(trial, records);
            Tensor aTensor = trial.tensor(a);
            Tensor yTensor = trial.tensor(y);
            Tensor work = trial.dirty(a.shape());
            Tensor losses = trial.dirty(new Shape(1, records));
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
        });
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
          for (int records : RECORDS) {
            Matrix a = domain().outputs(trial, records);
            Matrix y = domain().targets(trial, records);
            Matrix losses = losses(trial, subject(), a, y);
            Matrix da = gradient(trial, subject(), a, y);
            for (int record = 0; record < records; record++) {
              Matrix one = ActivationRules.column(a, record);
              Matrix target = ActivationRules.column(y, record);
              trial.equal(
                  "losses of one record",
                  ActivationRules.column(losses, record),
                  losses(trial, subject(), one, target));
              trial.equal(
                  "gradient of one record",
                  ActivationRules.column(da, record),
                  gradient(trial, subject(), one, target));
            }
          }
        });
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
        });
  }

  private static void finite(Trial trial, String method, Matrix a, Matrix y, Matrix results) {
    for (int at = 0; at < results.values().length; at++) {
      int record = at / results.rows();
      trial.check(
          Double.isFinite(results.values()[at]),
          method,
          String.format(
              Locale.ROOT,
              "%s at [%d, %d] of %s, whose record has outputs %s and targets %s",
              results.values()[at],
              at % results.rows(),
              record,
              results.shape(),
              Arrays.toString(ActivationRules.column(a, record).values()),
              Arrays.toString(ActivationRules.column(y, record).values())));
    }
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
          }
        });
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
    each(
        trial -> {
          Matrix y = domain().targets(trial, 20);
          double[] given = y.values().clone();
          subject().requireTargets(given, domain().units());
          trial.equal("requireTargets", y, new Matrix(y.shape(), given));
        });
  }

  @Test
  @Rule(1213)
  void spec1213_everyElementIsWritten() {
    each(
        trial -> {
          for (int records : RECORDS) {
            Matrix a = domain().outputs(trial, records);
            Matrix y = domain().targets(trial, records);
            finite(trial, "losses", a, y, losses(trial, subject(), a, y));
            finite(trial, "gradient", a, y, gradient(trial, subject(), a, y));
            for (Activation last : fusing()) {
              Tensor dz = trial.dirty(a.shape());
              subject().fusedGradient(trial.backend, last, trial.tensor(a), trial.tensor(y), dz);
              finite(trial, "fusedGradient", a, y, trial.values(dz));
            }
          }
        });
  }

  @Test
  @Rule(1214)
  void spec1214_oneValueServesManyThreads() {
    each(
        trial -> {
          Cost shared = subject();
          List<CompletableFuture<Void>> users = new ArrayList<>();
          for (int thread = 0; thread < THREADS; thread++) {
            Matrix a = domain().outputs(trial, 5 + thread);
            Matrix y = domain().targets(trial, 5 + thread);
            Matrix losses = losses(trial, shared, a, y);
            Matrix da = gradient(trial, shared, a, y);
            users.add(
                CompletableFuture.runAsync(
                    () -> {
                      for (int repeat = 0; repeat < 20; repeat++) {
                        trial.equal("losses in a thread", losses, losses(trial, shared, a, y));
                        trial.equal("gradient in a thread", da, gradient(trial, shared, a, y));
                      }
                    },
                    command -> new Thread(command).start()));
          }
          users.forEach(PlugInConformance::join);
        });
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
