package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.ForwardingBackend;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.ActivatedLayer;
import nn.api.network.Activation;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.network.Role;
import nn.core.check.GradientCheck;
import nn.core.random.RandomState;
import nn.tck.reference.Loops;
import nn.tck.reference.Matrix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Chapter 11xx: layers. */
@Title("11xx layers")
abstract class LayerRules extends PlugInConformance {
  private static final int[] RECORDS = {1, 2, 7, 33};
  private static final double FLOAT_TOLERANCE = 0x1p-14;
  private static final int BATCH = 7;
  private static final int COMMITS = 1000; // 0.999 to this power is 0.37
  private static final int[] CUTS = {0, 1, 4, BATCH}; // where parts of a batch begin and end

  @Override
  abstract Layer subject();

  /** A number of inputs that the layer can take. */
  protected abstract int inputs();

  private int units() {
    return subject().units(inputs());
  }

  private boolean mixesRecords() {
    return Part.mixesRecords(subject(), inputs());
  }

  private List<Parameter> parameters() {
    return Part.parameters(subject(), inputs());
  }

  /** The first values of the parameters, rounded to float. */
  private List<Matrix> firstValues() {
    RandomState random = new RandomState(11);
    List<Matrix> values = new ArrayList<>();
    for (Parameter parameter : parameters()) {
      double[] rows = new double[parameter.shape().size()];
      parameter.initialiser().fill(rows, parameter.shape(), random);
      int width = parameter.shape().columns();
      values.add(
          Matrix.generate(parameter.shape().rows(), width, (i, j) -> (float) rows[i * width + j]));
    }
    return values;
  }

  /** A pass in use: the layer's operands and results. */
  private final class Run {
    final Trial trial;
    final StrictPass pass;
    final Tensor x;
    final Tensor y;

    Run(Trial trial, Backend backend, Matrix input, boolean training) {
      this.trial = trial;
      pass = new StrictPass(backend, subject(), inputs(), firstValues(), input.columns(), training);
      x = pass.tensor(input);
      y = pass.tensor(Matrix.filled(new Shape(units(), input.columns()), Double.NaN));
    }

    Run(Trial trial, Matrix input, boolean training) {
      this(trial, trial.backend, input, training);
    }

    Run forward() {
      subject().forward(pass, x, y);
      return this;
    }

    Matrix y() {
      return trial.values(y);
    }

    /** The gradient with respect to x; null if it is not asked for. */
    @Nullable Matrix backward(Matrix dy, boolean wanted) {
      Tensor dx = wanted ? pass.tensor(Matrix.filled(x.shape(), Double.NaN)) : null;
      subject().backward(pass, x, y, pass.tensor(dy), dx);
      return dx == null ? null : trial.values(dx);
    }

    Matrix backward(Matrix dy) {
      return Objects.requireNonNull(backward(dy, true));
    }

    Map<String, Matrix> gradients() {
      Map<String, Matrix> gradients = new LinkedHashMap<>();
      pass.gradients().forEach((name, tensor) -> gradients.put(name, trial.values(tensor)));
      return gradients;
    }

    void sameGradients(String what, Map<String, Matrix> expected) {
      Map<String, Matrix> found = gradients();
      expected.forEach(
          (name, gradient) ->
              trial.equal(
                  what + ", gradient of " + name,
                  gradient,
                  Objects.requireNonNull(found.get(name))));
    }
  }

  /** Numbers between −1 and 1, or whole ones where the layer takes categories. */
  private Matrix input(Trial trial, int records) {
    Matrix drawn = trial.draw(inputs(), records, 1);
    int categories = subject().categories();
    return categories == 0
        ? drawn
        : drawn.map(value -> Math.min(categories - 1, Math.floor((value + 1) / 2 * categories)));
  }

  private void assumeNoCategories() {
    Assumptions.assumeTrue(subject().categories() == 0, "inputs are categories");
  }

  private Matrix outputGradient(Trial trial, int records) {
    return trial.draw(units(), records, 1);
  }

  @Test
  @Rule(1101)
  void spec1101_unitsAndParametersAreAlwaysTheSame() {
    in(
        DType.FLOAT64,
        trial -> {
          trial.check(units() >= 1, "units", "at least 1 is needed: " + units());
          for (int repeat = 0; repeat < 3; repeat++) {
            trial.check(units() == subject().units(inputs()), "units", "another number");
            trial.check(described().equals(described()), "parameters", "others at the second call");
          }
        });
  }

  private List<String> described() {
    return parameters().stream().map(p -> p.name() + p.shape() + p.role()).toList();
  }

  @Test
  @Rule(1102)
  void spec1102_parametersHaveNamesOfTheirOwn() {
    in(
        DType.FLOAT64,
        trial -> {
          Set<String> names = new HashSet<>();
          for (Parameter parameter : parameters()) {
            String name = parameter.name();
            trial.check(!name.isBlank(), "parameters", "a name is blank");
            trial.check(names.add(name), "parameters", "a name is there twice: " + name);
          }
        });
  }

  @Test
  @Rule(1103)
  void spec1103_firstValuesAreNumbers() {
    in(
        DType.FLOAT64,
        trial -> {
          for (Parameter parameter : parameters()) {
            double[] values = new double[parameter.shape().size()];
            Arrays.fill(values, Double.NaN);
            parameter.initialiser().fill(values, parameter.shape(), new RandomState(11));
            for (double value : values) {
              trial.check(
                  Double.isFinite(value), "initialiser", parameter.name() + " begins as " + value);
            }
          }
        });
  }

  @Test
  @Rule(1104)
  void spec1104_forwardDependsOnItsOperandsAlone() {
    each(
        trial -> {
          for (int records : RECORDS) {
            Matrix x = input(trial, records);
            Matrix first = new Run(trial, x, true).forward().y();
            Run second = new Run(trial, input(trial, records), true).forward();
            trial.backend.write(x.values(), second.x);
            second.pass.loseScratch(7);
            trial.equal("forward", first, second.forward().y());
          }
        });
  }

  @Test
  @Rule(1105)
  void spec1105_operandsAreNotModified() {
    each(
        trial -> {
          for (int records : RECORDS) {
            for (boolean training : new boolean[] {true, false}) {
              Matrix x = input(trial, records);
              Run run = new Run(trial, x, training).forward();
              trial.unchanged("forward", "x", x, run.x);
              unchangedParameters(run, "forward");
              if (training) {
                Matrix y = run.y();
                run.backward(outputGradient(trial, records));
                trial.unchanged("backward", "x", x, run.x);
                trial.unchanged("backward", "y", y, run.y);
                unchangedParameters(run, "backward");
              }
            }
          }
        });
  }

  private void unchangedParameters(Run run, String method) {
    List<Matrix> values = firstValues();
    int p = 0;
    for (Map.Entry<String, Tensor> parameter : run.pass.parameters().entrySet()) {
      run.trial.unchanged(method, parameter.getKey(), values.get(p++), parameter.getValue());
    }
  }

  @Test
  @Rule(1106)
  void spec1106_backwardAssignsEveryGradient() {
    each(
        trial -> {
          for (int records : RECORDS) {
            Run run = new Run(trial, input(trial, records), true).forward();
            Matrix dy = outputGradient(trial, records);
            Matrix dx = run.backward(dy);
            Map<String, Matrix> gradients = run.gradients();
            gradients.forEach((name, gradient) -> written(trial, name, gradient));
            written(trial, "dx", dx);
            run.pass.spoilGradients(7);
            run.forward();
            trial.equal("backward, dx", dx, run.backward(dy));
            run.sameGradients("backward", gradients);
          }
        });
  }

  private static void written(Trial trial, String name, Matrix gradient) {
    for (double value : gradient.values()) {
      trial.check(!Double.isNaN(value), "backward", name + " was not written, or is NaN");
    }
  }

  @Test
  @Rule(1107)
  void spec1107_nobodyNeedsToWantDx() {
    each(
        trial -> {
          for (int records : RECORDS) {
            Run run = new Run(trial, input(trial, records), true).forward();
            Matrix dy = outputGradient(trial, records);
            run.backward(dy);
            Map<String, Matrix> gradients = run.gradients();
            run.pass.spoilGradients(Double.NaN);
            run.forward().backward(dy, false);
            run.sameGradients("backward without dx", gradients);
          }
        });
  }

  @Test
  @Rule(1108)
  void spec1108_backwardMatchesFiniteDifferences() {
    in(
        DType.FLOAT64,
        trial -> {
          for (int records : RECORDS) {
            if (records > 1) {
              double[][] x = ActivationRules.rows(input(trial, records));
              double[][] dy = ActivationRules.rows(outputGradient(trial, records));
              trial.passed("backward", GradientCheck.of(subject(), trial.backend).on(x, dy));
            }
          }
        });
  }

  @Test
  @Rule(1109)
  void spec1109_float32ComputesTheSameFunction() {
    List<Matrix> results = new ArrayList<>();
    Map<String, Matrix> gradients = new LinkedHashMap<>();
    in(
        DType.FLOAT64,
        trial -> {
          Run run = new Run(trial, input(trial, 20), true).forward();
          Matrix dy = outputGradient(trial, 20);
          results.addAll(List.of(trial.values(run.x), dy, run.y(), run.backward(dy)));
          gradients.putAll(run.gradients());
        });
    in(
        DType.FLOAT32,
        trial -> {
          Run run = new Run(trial, results.get(0), true).forward();
          trial.near("forward", results.get(2), run.y(), FLOAT_TOLERANCE);
          Matrix dx = run.backward(results.get(1));
          trial.near("backward, dx", results.get(3), dx, FLOAT_TOLERANCE);
          run.gradients()
              .forEach(
                  (name, gradient) ->
                      trial.near(
                          "backward, gradient of " + name,
                          Objects.requireNonNull(gradients.get(name)),
                          gradient,
                          FLOAT_TOLERANCE));
        });
  }

  @Test
  @Rule(1110)
  void spec1110_predictionsDoNotMixRecords() {
    each(
        trial -> {
          Assumptions.assumeTrue(trial.backend.tier().exact(), "the backend is not exact");
          for (int records : RECORDS) {
            Matrix x = input(trial, records);
            Matrix y = new Run(trial, x, false).forward().y();
            for (int record = 0; record < records; record++) {
              trial.equal(
                  "forward of one record",
                  ActivationRules.column(y, record),
                  new Run(trial, ActivationRules.column(x, record), false).forward().y());
            }
          }
        });
  }

  @Test
  @Rule(1111)
  void spec1111_passesDoNotMix() {
    each(
        trial -> {
          Layer shared = subject();
          Matrix x = input(trial, 5);
          Matrix dy = outputGradient(trial, 5);
          Run alone = new Run(trial, x, true);
          shared.forward(alone.pass, alone.x, alone.y);
          Matrix y = alone.y();
          Tensor dx = alone.pass.tensor(x);
          shared.backward(alone.pass, alone.x, alone.y, alone.pass.tensor(dy), dx);
          Matrix wanted = trial.values(dx);

          Run first = new Run(trial, x, true);
          Run second = new Run(trial, input(trial, 9), true);
          Run third = new Run(trial, input(trial, 5), true);
          shared.forward(first.pass, first.x, first.y);
          shared.forward(second.pass, second.x, second.y);
          shared.forward(third.pass, third.x, third.y);
          trial.equal("forward", y, first.y());
          Tensor dxOfFirst = first.pass.tensor(x);
          shared.backward(first.pass, first.x, first.y, first.pass.tensor(dy), dxOfFirst);
          trial.equal("backward with other passes between, dx", wanted, trial.values(dxOfFirst));
          first.sameGradients("backward with other passes between", alone.gradients());
        });
  }

  @Test
  @Rule(1112)
  void spec1112_scratchIsLostBetweenMethods() {
    each(
        trial -> {
          Matrix x = input(trial, 7);
          Matrix dy = outputGradient(trial, 7);
          Run run = new Run(trial, x, true).forward();
          Matrix dx = run.backward(dy);
          Map<String, Matrix> gradients = run.gradients();
          Run again = new Run(trial, x, true).forward();
          again.pass.loseScratch(7);
          trial.equal("backward after other work, dx", dx, again.backward(dy));
          again.sameGradients("backward after other work", gradients);
        });
  }

  @Test
  @Rule(1113)
  void spec1113_tensorsComeFromThePass() {
    each(
        trial -> {
          Backend closed =
              new ForwardingBackend(trial.backend) {
                private boolean mine = true;

                @Override
                public Workspace workspace() {
                  trial.check(mine, "workspace", "asked for by the layer");
                  mine = false;
                  return super.workspace();
                }
              };
          Run run = new Run(trial, closed, input(trial, 7), true).forward();
          run.backward(outputGradient(trial, 7));
          run.pass.commit(subject(), inputs());
        });
  }

  @Test
  @Rule(1114)
  void spec1114_commitChangesStatisticsAlone() {
    each(
        trial -> {
          Run run = new Run(trial, input(trial, 7), true).forward();
          run.backward(outputGradient(trial, 7));
          run.pass.commit(subject(), inputs());
          List<Matrix> values = firstValues();
          for (int p = 0; p < values.size(); p++) {
            Parameter parameter = parameters().get(p);
            if (parameter.role() != Role.STATISTIC) {
              trial.unchanged(
                  "commit", parameter.name(), values.get(p), run.pass.parameter(parameter.name()));
            }
          }
        });
  }

  @Test
  @Rule(1115)
  void spec1115_nanReachesAnOutputOfItsRecord() {
    assumeNoCategories();
    each(
        trial -> {
          for (int feature = 0; feature < inputs(); feature++) {
            Matrix x = input(trial, 3);
            Matrix before = new Run(trial, x, false).forward().y();
            x.set(feature, 1, x.get(feature, 1) + 0.5);
            boolean matters =
                !Arrays.equals(before.values(), new Run(trial, x, false).forward().y().values());
            x.set(feature, 1, Double.NaN);
            Matrix y = new Run(trial, x, false).forward().y();
            boolean any = false;
            for (int unit = 0; unit < y.rows(); unit++) {
              any |= Double.isNaN(y.get(unit, 1));
            }
            trial.check(
                any || !matters, "forward", "NaN in feature " + feature + " reaches no output");
          }
        });
  }

  @Test
  @Rule(1116)
  void spec1116_anyNumberOfRecordsWillDo() {
    each(
        trial -> {
          for (int records : new int[] {1, 2, 3, 64, 257}) {
            for (boolean training : new boolean[] {false, true}) {
              Run run = new Run(trial, input(trial, records), training).forward();
              for (double value : run.y().values()) {
                trial.check(!Double.isNaN(value), "forward", "y was not written, or is NaN", run.y);
              }
            }
          }
        });
  }

  @Test
  @Rule(1117)
  void spec1117_gradientsFromThePreActivationAreTheSame() {
    Assumptions.assumeTrue(subject() instanceof ActivatedLayer, "the layer is no ActivatedLayer");
    ActivatedLayer layer = (ActivatedLayer) subject();
    Activation activation = layer.activation();
    Assumptions.assumeFalse(activation.needsPreActivation(), "only the layer knows z");
    each(
        trial -> {
          Matrix dy = outputGradient(trial, 7);
          Run run = new Run(trial, input(trial, 7), true).forward();
          Matrix dx = run.backward(dy);
          Map<String, Matrix> gradients = run.gradients();
          run.pass.spoilGradients(Double.NaN);
          run.forward();
          Tensor dz = run.pass.tensor(dy);
          activation.backward(trial.backend, run.y, run.y, dz, dz);
          Tensor found = run.pass.tensor(Matrix.filled(run.x.shape(), Double.NaN));
          layer.backwardFromPreActivation(run.pass, run.x, dz, null, found);
          double tolerance = trial.dtype == DType.FLOAT64 ? 0x1p-40 : FLOAT_TOLERANCE;
          String method = "backwardFromPreActivation";
          trial.near(method + ", dx", dx, trial.values(found), tolerance);
          run.gradients()
              .forEach(
                  (name, gradient) ->
                      trial.near(
                          method + ", gradient of " + name,
                          Objects.requireNonNull(gradients.get(name)),
                          gradient,
                          tolerance));
        });
  }

  @Test
  @Rule(1121)
  void spec1121_gradientsOfTheLayerBelowAreTheSame() {
    Assumptions.assumeTrue(subject() instanceof ActivatedLayer, "the layer is no ActivatedLayer");
    ActivatedLayer layer = (ActivatedLayer) subject();
    each(
        trial -> {
          for (ElementwiseLoop loop :
              List.of(ElementwiseFunction.RELU_GRADIENT, Loops.HALF_AND_OTHER)) {
            Matrix dz = outputGradient(trial, 7);
            Run run = new Run(trial, input(trial, 7), true).forward();
            Tensor dx = run.pass.tensor(Matrix.filled(run.x.shape(), Double.NaN));
            layer.backwardFromPreActivation(run.pass, run.x, run.pass.tensor(dz), null, dx);
            trial.backend.apply(loop, run.x, dx, dx);
            Map<String, Matrix> gradients = run.gradients();
            run.pass.spoilGradients(Double.NaN);
            run.forward();
            Tensor found = run.pass.tensor(Matrix.filled(run.x.shape(), Double.NaN));
            layer.backwardFromPreActivation(run.pass, run.x, run.pass.tensor(dz), loop, found);
            String method = "backwardFromPreActivation with " + loop;
            trial.equal(method + ", dx", trial.values(dx), trial.values(found));
            run.gradients()
                .forEach(
                    (name, gradient) ->
                        trial.equal(
                            method + ", gradient of " + name,
                            Objects.requireNonNull(gradients.get(name)),
                            gradient));
          }
        });
  }

  @Test
  @Rule(1122)
  void spec1122_partsOfABatchAreComputedAlike() {
    assumeNoMixedRecords();
    each(
        trial -> {
          Assumptions.assumeTrue(trial.backend.tier().exact(), "the backend is not exact");
          Matrix x = input(trial, BATCH);
          Matrix dy = outputGradient(trial, BATCH);
          Run whole = new Run(trial, x, true).forward();
          Matrix y = whole.y();
          Matrix dx = whole.backward(dy);
          for (int cut = 1; cut < CUTS.length; cut++) {
            int from = CUTS[cut - 1];
            int to = CUTS[cut];
            Run part = part(trial, x, from, to);
            trial.equal("forward of a part", columns(y, from, to), part.y());
            Matrix found = part.backward(columns(dy, from, to));
            trial.equal("backward of a part, dx", columns(dx, from, to), found);
          }
        });
  }

  @Test
  @Rule(1123)
  void spec1123_gradientsOfPartsAddUp() {
    assumeNoMixedRecords();
    each(
        trial -> {
          Matrix x = input(trial, BATCH);
          Matrix dy = outputGradient(trial, BATCH);
          Map<String, Matrix> sums = new LinkedHashMap<>();
          for (int cut = 1; cut < CUTS.length; cut++) {
            int from = CUTS[cut - 1];
            int to = CUTS[cut];
            Run part = part(trial, x, from, to);
            part.backward(columns(dy, from, to));
            part.gradients().forEach((name, g) -> sums.merge(name, g, LayerRules::sum));
          }
          Run whole = new Run(trial, x, true).forward();
          whole.backward(dy);
          double tolerance = trial.dtype == DType.FLOAT64 ? 0x1p-40 : FLOAT_TOLERANCE;
          whole
              .gradients()
              .forEach(
                  (name, gradient) ->
                      trial.near(
                          "backward of parts, sum of the gradients of " + name,
                          gradient,
                          Objects.requireNonNull(sums.get(name)),
                          tolerance));
        });
  }

  @Test
  @Rule(1124)
  void spec1124_statisticsAreOfMixedRecords() {
    in(
        DType.FLOAT64,
        trial -> {
          for (Parameter parameter : parameters()) {
            trial.check(
                parameter.role() != Role.STATISTIC || mixesRecords(),
                "mixesRecords",
                "is false, though parameter " + parameter.name() + " is a statistic");
          }
        });
  }

  @Test
  @Rule(1125)
  void spec1125_commitsBringPredictionsToTheTrainingOutput() {
    Assumptions.assumeTrue(
        parameters().stream().anyMatch(parameter -> parameter.role() == Role.STATISTIC),
        "the layer has no statistic");
    each(
        trial -> {
          Matrix drawn = input(trial, 64);
          // far from zero, and from a variance of one, as first statistics are
          Matrix x =
              subject().categories() > 0 ? drawn : drawn.map(value -> (float) (10 + 5 * value));
          Run training = new Run(trial, x, true).forward();
          Matrix y = training.y();
          double before = distance(y, prediction(training));
          for (int step = 0; step < COMMITS; step++) {
            training.forward();
            training.pass.commit(subject(), inputs());
          }
          double after = distance(y, prediction(training));
          trial.check(
              before == 0 || after <= before / 2,
              "commit",
              String.format(
                  Locale.ROOT,
                  "after %d commits of one batch its prediction is %s from its output in"
                      + " training, and was %s before: at most half is expected",
                  COMMITS,
                  after,
                  before));
        });
  }

  /** What the layer predicts with the parameters of a pass. */
  private Matrix prediction(Run training) {
    Run run = new Run(training.trial, training.trial.values(training.x), false);
    training
        .pass
        .parameters()
        .forEach(
            (name, tensor) ->
                run.trial.backend.write(
                    run.trial.values(tensor).values(), run.pass.parameter(name)));
    return run.forward().y();
  }

  /** The largest difference; NaN if there is one. */
  private static double distance(Matrix a, Matrix b) {
    double most = 0;
    for (int at = 0; at < a.values().length; at++) {
      most = Math.max(most, Math.abs(a.values()[at] - b.values()[at]));
    }
    return most;
  }

  private void assumeNoMixedRecords() {
    Assumptions.assumeFalse(mixesRecords(), "the layer mixes records");
  }

  /** A run of some records of a batch, after forward. */
  private Run part(Trial trial, Matrix x, int from, int to) {
    Run part = new Run(trial, columns(x, from, to), true);
    part.pass.partOf(x.columns(), from);
    return part.forward();
  }

  private static Matrix columns(Matrix a, int from, int to) {
    return Matrix.generate(a.rows(), to - from, (i, j) -> a.get(i, from + j));
  }

  private static Matrix sum(Matrix a, Matrix b) {
    return Matrix.generate(a.rows(), a.columns(), (i, j) -> a.get(i, j) + b.get(i, j));
  }

  @Test
  @Rule(1126)
  void spec1126_whatIsNoCategoryIsRefused() {
    Layer layer = subject();
    int categories = layer.categories();
    Assumptions.assumeTrue(categories > 0, "inputs are real numbers");
    each(
        trial -> {
          for (double wrong : new double[] {-1, categories, 0.5, Double.NaN}) {
            Matrix x = input(trial, 3);
            x.set(inputs() - 1, 1, wrong);
            try {
              new Run(trial, x, true).forward();
            } catch (IllegalArgumentException refused) {
              String message = String.valueOf(refused.getMessage());
              trial.check(
                  message.contains(String.valueOf(wrong)),
                  "forward",
                  "does not say which number it refuses, " + wrong + ": " + message);
              continue;
            }
            trial.check(false, "forward", "takes " + wrong + ", which is no category");
          }
        });
  }

  @Test
  @Rule(1127)
  void spec1127_categoriesHaveNoDerivative() {
    Assumptions.assumeTrue(subject().categories() > 0, "inputs are real numbers");
    each(
        trial -> {
          Run run = new Run(trial, input(trial, 7), true).forward();
          Matrix dx = run.backward(outputGradient(trial, 7));
          trial.equal("backward, dx", Matrix.filled(dx.shape(), 0), dx);
        });
  }

  @Test
  @Rule(1118)
  void spec1118_kindIsWordsJoinedByHyphens() {
    kindIsWellFormed();
  }

  @Test
  @Rule(1119)
  void spec1119_theCatalogueRebuildsIt() {
    isRebuilt(
        original -> Catalogue.load().layer(new Config.Nested(original.kind(), original.config())));
  }
}
