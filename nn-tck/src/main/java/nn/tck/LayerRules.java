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
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
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
import nn.core.check.GradientReport;
import nn.core.random.RandomState;
import nn.core.training.Objective;
import nn.tck.model.PlugInModel;
import nn.tck.model.PlugInModel.Row;
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
  private static final int FEW = 3; // elements of each operand whose derivative is checked
  private static final int THREADS = 4;
  private static final double[] SCALES = {1, 0x1p10}; // of parameters
  private static final int[] CUTS = {0, 1, 4, BATCH}; // where parts of a batch begin and end

  private int width; // 0 for inputs()

  @Override
  abstract Layer subject();

  /** A number of inputs that the layer can take. */
  protected abstract int inputs();

  /** The number of inputs of the row that is being tried. */
  private int width() {
    return width == 0 ? inputs() : width;
  }

  private int units() {
    return subject().units(width());
  }

  private boolean mixesRecords() {
    return Part.mixesRecords(subject(), width());
  }

  private List<Parameter> parameters() {
    return Part.parameters(subject(), width());
  }

  /** Whether the layer, and every part of it, can take so many inputs. */
  private boolean takes(int inputs) {
    try {
      Part.parameters(subject(), inputs);
      return subject().units(inputs) >= 1;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  /** Runs a check for rows of the model; a layer that takes other inputs keeps its own. */
  private void eachRow(Trial trial, List<Row> rows, Consumer<Row> check) {
    trial.each(
        rows.stream().map(row -> takes(row.units()) ? row : row.ofUnits(inputs())).toList(),
        row -> {
          width = row.units();
          check.accept(row);
          width = 0;
        });
  }

  /** The same in both number types. */
  private void eachRow(BiConsumer<Trial, Row> check) {
    each(trial -> eachRow(trial, trial.rows(), row -> check.accept(trial, row)));
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
      pass = new StrictPass(backend, subject(), width(), firstValues(), input.columns(), training);
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
    return input(trial, records, PlugInModel.Data.UNIFORM);
  }

  private Matrix input(Trial trial, Row row) {
    return input(trial, row.records(), row.data());
  }

  private Matrix input(Trial trial, int records, PlugInModel.Data data) {
    int categories = subject().categories();
    Matrix drawn =
        categories == 0 ? trial.draw(width(), records, data, 1) : trial.draw(width(), records, 1);
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
    eachRow(
        (trial, row) -> {
          Matrix x = input(trial, row);
          Matrix first = new Run(trial, x, true).forward().y();
          Run second = new Run(trial, input(trial, row), true).forward();
          trial.backend.write(x.values(), second.x);
          second.pass.loseScratch(7);
          trial.equal("forward", first, second.forward().y());
        });
  }

  @Test
  @Rule(1105)
  void spec1105_operandsAreNotModified() {
    eachRow(
        (trial, row) -> {
          for (double scale : SCALES) {
            unmodified(trial, row, scale);
          }
        });
  }

  /** With parameters that have grown, as trained ones do. */
  private void unmodified(Trial trial, Row row, double scale) {
    for (boolean training : new boolean[] {true, false}) {
      Matrix x = input(trial, row);
      Run run = new Run(trial, x, training);
      List<Matrix> grown = grow(run, scale);
      run.forward();
      trial.unchanged("forward", "x", x, run.x);
      unchangedParameters(run, grown, "forward");
      if (training) {
        Matrix y = run.y();
        run.backward(outputGradient(trial, row.records()));
        trial.unchanged("backward", "x", x, run.x);
        trial.unchanged("backward", "y", y, run.y);
        unchangedParameters(run, grown, "backward");
      }
    }
  }

  /** Multiplies the parameters, which then have these values. */
  private static List<Matrix> grow(Run run, double scale) {
    List<Matrix> grown = new ArrayList<>();
    for (Tensor parameter : run.pass.parameters().values()) {
      Matrix values = run.trial.values(parameter).map(value -> (float) (scale * value));
      run.trial.backend.write(values.values(), parameter);
      grown.add(values);
    }
    return grown;
  }

  private static void unchangedParameters(Run run, List<Matrix> values, String method) {
    int p = 0;
    for (Map.Entry<String, Tensor> parameter : run.pass.parameters().entrySet()) {
      run.trial.unchanged(method, parameter.getKey(), values.get(p++), parameter.getValue());
    }
  }

  @Test
  @Rule(1106)
  void spec1106_backwardAssignsEveryGradient() {
    eachRow(
        (trial, row) -> {
          Run run = new Run(trial, input(trial, row.records()), true).forward();
          Matrix dy = outputGradient(trial, row.records());
          Matrix dx = run.backward(dy);
          Map<String, Matrix> gradients = run.gradients();
          gradients.forEach((name, gradient) -> written(trial, name, gradient));
          written(trial, "dx", dx);
          run.pass.spoilGradients(7);
          run.forward();
          trial.equal("backward, dx", dx, run.backward(dy));
          run.sameGradients("backward", gradients);
        });
  }

  private static void written(Trial trial, String name, Matrix gradient) {
    boolean written = Arrays.stream(gradient.values()).noneMatch(Double::isNaN);
    trial.check(written, "backward", name + " was not written, or is NaN");
  }

  @Test
  @Rule(1107)
  void spec1107_nobodyNeedsToWantDx() {
    eachRow(
        (trial, row) -> {
          Run run = new Run(trial, input(trial, row), true).forward();
          Matrix dy = outputGradient(trial, row.records());
          run.backward(dy);
          Map<String, Matrix> gradients = run.gradients();
          run.pass.spoilGradients(Double.NaN);
          run.forward().backward(dy, false);
          run.sameGradients("backward without dx", gradients);
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
          eachRow(trial, trial.rows(), row -> someDerivatives(trial, row.records()));
        });
  }

  /** Derivatives by a few elements, the first, the last and one between, of every operand. */
  private void someDerivatives(Trial trial, int records) {
    if (records == 1 && mixesRecords()) {
      return; // a variance of nothing has a kink
    }
    Run run = new Run(trial, input(trial, records), true);
    Matrix dy = outputGradient(trial, records);
    GradientReport report = GradientCheck.check(new SampledGradient(trial, run, dy));
    trial.check(report.wrong() == 0, "backward, some derivatives", report.toString(), run.x, run.y);
  }

  /** The sum of a layer's outputs, each multiplied with a number, by some elements. */
  private final class SampledGradient implements Objective {
    private final Trial trial;
    private final Run run;
    private final Matrix dy;
    private final List<Variable> variables = new ArrayList<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Matrix> values = new ArrayList<>();
    private final List<int[]> places = new ArrayList<>();

    SampledGradient(Trial trial, Run run, Matrix dy) {
      this.trial = trial;
      this.run = run;
      this.dy = dy;
      if (subject().categories() == 0) {
        add("input", run.x);
      }
      run.pass.gradients().keySet().forEach(name -> add(name, run.pass.parameter(name)));
    }

    private void add(String name, Tensor tensor) {
      int size = tensor.shape().size();
      int[] some =
          size <= FEW
              ? IntStream.range(0, size).toArray()
              : new int[] {0, trial.random.between(1, size - 2), size - 1};
      variables.add(
          new Variable(
              INPUT,
              name + ", elements " + Arrays.toString(some) + " of " + tensor.shape() + " as ",
              new Shape(some.length, 1)));
      tensors.add(tensor);
      values.add(trial.values(tensor));
      places.add(some);
    }

    @Override
    public List<Variable> variables() {
      return variables;
    }

    @Override
    public double get(int variable, int element) {
      return values.get(variable).values()[places.get(variable)[element]];
    }

    @Override
    public void set(int variable, int element, double value) {
      int at = places.get(variable)[element];
      values.get(variable).values()[at] = value;
      trial.backend.write(new double[] {value}, 0, tensors.get(variable), at, at + 1);
    }

    @Override
    public double value() {
      double[] y = run.forward().y().values();
      double sum = 0;
      for (int at = 0; at < y.length; at++) {
        sum += y[at] * dy.values()[at];
      }
      return sum;
    }

    @Override
    public double[][] gradient() {
      run.forward();
      Matrix dx = run.backward(dy);
      Map<String, Matrix> gradients = run.gradients();
      List<Matrix> all = new ArrayList<>();
      if (subject().categories() == 0) {
        all.add(dx);
      }
      all.addAll(gradients.values());
      double[][] some = new double[all.size()][];
      for (int variable = 0; variable < some.length; variable++) {
        double[] gradient = all.get(variable).values();
        some[variable] =
            Arrays.stream(places.get(variable)).mapToDouble(at -> gradient[at]).toArray();
      }
      return some;
    }

    @Override
    public void close() {}
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
          eachRow(
              trial,
              trial.pairs(),
              row -> {
                Matrix x = input(trial, row);
                Matrix y = new Run(trial, x, false).forward().y();
                for (int[] some : ActivationRules.someRecords(trial, row.records())) {
                  trial.equal(
                      "forward of " + ActivationRules.text(some),
                      ActivationRules.columns(y, some),
                      new Run(trial, ActivationRules.columns(x, some), false).forward().y());
                }
              });
        });
  }

  @Test
  @Rule(1111)
  void spec1111_passesDoNotMix() {
    eachRow(
        (trial, row) -> {
          Layer shared = subject();
          Matrix x = input(trial, row);
          Matrix dy = outputGradient(trial, row.records());
          Run alone = new Run(trial, x, true);
          shared.forward(alone.pass, alone.x, alone.y);
          Matrix y = alone.y();
          Tensor dx = alone.pass.tensor(x);
          shared.backward(alone.pass, alone.x, alone.y, alone.pass.tensor(dy), dx);
          Matrix wanted = trial.values(dx);

          Run first = new Run(trial, x, true);
          Run second = new Run(trial, input(trial, row.records() / 2 + 4), true);
          Run third = new Run(trial, input(trial, row), true);
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
  @Rule(1128)
  void spec1128_oneValueServesManyThreads() {
    each(
        trial -> {
          serveThreads(trial, thread -> 5 + thread);
          serveThreads(trial, thread -> trial.many(3_000) + thread / 2);
        });
  }

  /** Each thread has a pass; two of them have as many records. */
  private void serveThreads(Trial trial, IntUnaryOperator records) {
    Layer shared = subject();
    List<CompletableFuture<Void>> users = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      Matrix x = input(trial, records.applyAsInt(thread));
      Matrix dy = outputGradient(trial, x.columns());
      Run run = new Run(trial, x, true);
      shared.forward(run.pass, run.x, run.y);
      Matrix y = run.y();
      Tensor dx = run.pass.tensor(x);
      shared.backward(run.pass, run.x, run.y, run.pass.tensor(dy), dx);
      Matrix wanted = trial.values(dx);
      Map<String, Matrix> gradients = run.gradients();
      users.add(
          CompletableFuture.runAsync(
              () -> {
                for (int repeat = 0; repeat < 5; repeat++) {
                  shared.forward(run.pass, run.x, run.y);
                  trial.equal("forward in a thread", y, run.y());
                  shared.backward(run.pass, run.x, run.y, run.pass.tensor(dy), dx);
                  trial.equal("backward in a thread, dx", wanted, trial.values(dx));
                  run.sameGradients("backward in a thread", gradients);
                }
              },
              command -> new Thread(command).start()));
    }
    users.forEach(PlugInConformance::join);
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
          run.pass.commit(subject(), width());
        });
  }

  @Test
  @Rule(1114)
  void spec1114_commitChangesStatisticsAlone() {
    each(
        trial -> {
          Run run = new Run(trial, input(trial, 7), true).forward();
          run.backward(outputGradient(trial, 7));
          run.pass.commit(subject(), width());
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
          eachRow(
              trial,
              trial.rows(),
              row -> {
                for (boolean training : new boolean[] {false, true}) {
                  Run run = new Run(trial, input(trial, row.records()), training).forward();
                  for (double value : run.y().values()) {
                    trial.check(
                        !Double.isNaN(value), "forward", "y was not written, or is NaN", run.y);
                  }
                }
              });
        });
  }

  @Test
  @Rule(1129)
  void spec1129_resultsOfNumbersAreFinite() {
    assumeNoCategories();
    eachRow(
        (trial, row) -> {
          for (boolean training : new boolean[] {false, true}) {
            Matrix x = input(trial, row);
            Run run = new Run(trial, x, training).forward();
            finite(run, "forward", "y", run.y());
            if (training) {
              finite(run, "backward", "dx", run.backward(outputGradient(trial, row.records())));
              run.gradients()
                  .forEach((name, g) -> finite(run, "backward", "the gradient of " + name, g));
            }
          }
        });
  }

  private static void finite(Run run, String method, String what, Matrix results) {
    for (int at = 0; at < results.values().length; at++) {
      if (!Double.isFinite(results.values()[at])) {
        run.trial.fail(
            method,
            String.format(
                Locale.ROOT,
                "%s is %s%s of %s",
                what,
                results.values()[at],
                ActivationRules.place(results, at),
                results.shape()),
            run.x);
      }
    }
  }

  @Test
  @Rule(1130)
  void spec1130_commitTakesWhatItsOwnPassHasSeen() {
    Assumptions.assumeTrue(hasStatistics(), "the layer has no statistic");
    each(
        trial -> {
          for (int records : RECORDS) {
            Matrix x = input(trial, records);
            Run alone = new Run(trial, x, true).forward();
            alone.pass.commit(subject(), inputs());
            Run run = new Run(trial, x, true).forward();
            new Run(trial, input(trial, records), true).forward();
            new Run(trial, input(trial, 2 * records), false).forward();
            run.pass.commit(subject(), inputs());
            for (Parameter parameter : parameters()) {
              String name = parameter.name();
              Matrix expected = trial.values(alone.pass.parameter(name));
              finite(alone, "commit", name, expected);
              trial.equal(
                  "commit after other passes, " + name,
                  expected,
                  trial.values(run.pass.parameter(name)));
            }
          }
        });
  }

  private boolean hasStatistics() {
    return parameters().stream().anyMatch(parameter -> parameter.role() == Role.STATISTIC);
  }

  @Test
  @Rule(1117)
  void spec1117_gradientsFromThePreActivationAreTheSame() {
    Assumptions.assumeTrue(subject() instanceof ActivatedLayer, "the layer is no ActivatedLayer");
    ActivatedLayer layer = (ActivatedLayer) subject();
    Activation activation = layer.activation();
    Assumptions.assumeFalse(activation.needsPreActivation(), "only the layer knows z");
    eachRow(
        (trial, row) -> {
          Matrix dy = outputGradient(trial, row.records());
          Run run = new Run(trial, input(trial, row.records()), true).forward();
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
    eachRow(
        (trial, row) -> {
          for (ElementwiseLoop loop :
              List.of(ElementwiseFunction.RELU_GRADIENT, Loops.HALF_AND_OTHER)) {
            Matrix dz = outputGradient(trial, row.records());
            Run run = new Run(trial, input(trial, row), true).forward();
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
          partsAreComputedAlike(trial, input(trial, BATCH), CUTS);
          eachRow(
              trial,
              trial.rows(),
              row -> {
                Matrix x = input(trial, row);
                partsAreComputedAlike(trial, x, cuts(trial, row.records()));
              });
        });
  }

  /** Where three parts of a batch begin and end, some of which may be empty. */
  private static int[] cuts(Trial trial, int records) {
    int[] cuts = {0, trial.random.between(0, records), trial.random.between(0, records), records};
    Arrays.sort(cuts);
    return cuts;
  }

  private void partsAreComputedAlike(Trial trial, Matrix x, int[] cuts) {
    Matrix dy = outputGradient(trial, x.columns());
    Run whole = new Run(trial, x, true).forward();
    Matrix y = whole.y();
    Matrix dx = whole.backward(dy);
    for (int cut = 1; cut < cuts.length; cut++) {
      int from = cuts[cut - 1];
      int to = cuts[cut];
      if (from < to) {
        Run part = part(trial, x, from, to);
        trial.equal("forward of a part", columns(y, from, to), part.y());
        Matrix found = part.backward(columns(dy, from, to));
        trial.equal("backward of a part, dx", columns(dx, from, to), found);
      }
    }
  }

  @Test
  @Rule(1123)
  void spec1123_gradientsOfPartsAddUp() {
    assumeNoMixedRecords();
    each(
        trial -> {
          gradientsAddUp(trial, input(trial, BATCH), CUTS);
          eachRow(
              trial,
              trial.rows(),
              row -> {
                Matrix x = input(trial, row.records());
                gradientsAddUp(trial, x, cuts(trial, row.records()));
              });
        });
  }

  private void gradientsAddUp(Trial trial, Matrix x, int[] cuts) {
    Matrix dy = outputGradient(trial, x.columns());
    Map<String, Matrix> sums = new LinkedHashMap<>();
    for (int cut = 1; cut < cuts.length; cut++) {
      int from = cuts[cut - 1];
      int to = cuts[cut];
      if (from < to) {
        Run part = part(trial, x, from, to);
        part.backward(columns(dy, from, to));
        part.gradients().forEach((name, g) -> sums.merge(name, g, LayerRules::sum));
      }
    }
    Run whole = new Run(trial, x, true).forward();
    whole.backward(dy);
    // sums of so many records differ by a rounding of the size of the sum for each
    double many = Math.max(1, x.columns() / 16.0);
    double tolerance = many * (trial.dtype == DType.FLOAT64 ? 0x1p-40 : FLOAT_TOLERANCE);
    whole
        .gradients()
        .forEach(
            (name, gradient) ->
                trial.near(
                    "backward of parts, sum of the gradients of " + name,
                    gradient,
                    Objects.requireNonNull(sums.get(name)),
                    tolerance));
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
    Assumptions.assumeTrue(hasStatistics(), "the layer has no statistic");
    each(
        trial -> {
          // far from zero, and from a variance of one, as first statistics are: both, and each
          commitsBringNearer(trial, 10, 5);
          commitsBringNearer(trial, 0, 20);
          commitsBringNearer(trial, 100, 1.5);
        });
  }

  private void commitsBringNearer(Trial trial, double mean, double width) {
    Matrix drawn = input(trial, 64);
    Matrix x =
        subject().categories() > 0 ? drawn : drawn.map(value -> (float) (mean + width * value));
    Run training = new Run(trial, x, true).forward();
    Matrix y = training.y();
    double before = distance(y, prediction(training));
    for (int step = 0; step < COMMITS; step++) {
      training.forward();
      training.pass.commit(subject(), width());
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
          Matrix few = input(trial, 3);
          for (double wrong : new double[] {-1, categories, 0.5, Double.NaN}) {
            refuses(trial, few, few.rows() - 1, 1, wrong);
          }
          eachRow(
              trial,
              trial.rows(),
              row -> {
                Matrix x = input(trial, row.records());
                int record = row.records() - 1;
                refuses(trial, x, row.units() - 1, record, categories);
                refuses(trial, x, 0, trial.random.between(0, record), -1);
              });
        });
  }

  private void refuses(Trial trial, Matrix good, int input, int record, double wrong) {
    Matrix x = good.map(value -> value);
    x.set(input, record, wrong);
    try {
      new Run(trial, x, true).forward();
    } catch (IllegalArgumentException refused) {
      String message = String.valueOf(refused.getMessage());
      trial.check(
          message.contains(String.valueOf(wrong)),
          "forward",
          "does not say which number it refuses, " + wrong + ": " + message);
      return;
    }
    trial.check(
        false,
        "forward",
        "takes " + wrong + " at [" + input + ", " + record + "], which is no category");
  }

  @Test
  @Rule(1127)
  void spec1127_categoriesHaveNoDerivative() {
    Assumptions.assumeTrue(subject().categories() > 0, "inputs are real numbers");
    eachRow(
        (trial, row) -> {
          Run run = new Run(trial, input(trial, row.records()), true).forward();
          Matrix dx = run.backward(outputGradient(trial, row.records()));
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
