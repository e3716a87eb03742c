package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.tck.model.CoveringArray;
import nn.tck.model.PlugInModel;
import nn.tck.reference.Generator;
import nn.tck.reference.Matrix;
import org.junit.jupiter.api.Test;

/** Chapter 13xx: optimisers. */
@Title("13xx optimisers")
abstract class OptimiserRules extends PlugInConformance {
  private static final int STEPS = 100;
  private static final double FLOAT_TOLERANCE = 0x1p-12;
  private static final Shape SMALL = new Shape(5, 3);
  private static final Shape[] STEPPED = {
    SMALL, new Shape(1, 1), new Shape(1, 7), new Shape(9, 1), new Shape(257, 64)
  };
  private static final long[] NUMBERS = {
    1, 2, 127, 128, 129, 1_000, 32_768, 1L << 24, 1L << 31, (1L << 31) + 9, (1L << 32) + 1, 1L << 40
  };
  private static final double[] FACTORS = {1, 0.5, 1e-3, 0, 2};
  private static final double[] COSTS = {1, 0, 1e6};
  private static final double[] NORMS = {2, 0, 1e-30, 1e30};
  private static final int LONG = 60_000; // elements that slices are cut from
  private static final int THREADS = 4;
  private static final int MANY_STEPS = 700; // until a mean of equal gradients is their number

  @Override
  abstract Optimiser subject();

  /** That each update has the operands that the core gives it. */
  private static void fits(Trial trial, Optimiser optimiser) {
    List<String> state = optimiser.state();
    for (ElementwiseLoop update : optimiser.updates()) {
      trial.check(
          update.inputs() == 1 && update.outputs() == 1 + state.size(),
          "update",
          String.format(
              Locale.ROOT,
              "it has %d inputs and %d outputs; expected are 1 input, the gradient, and %d outputs,"
                  + " the parameter and one for each name in state(): %s",
              update.inputs(),
              update.outputs(),
              1 + state.size(),
              state));
    }
  }

  /** One parameter with its state, as the core holds it. */
  private static final class Descent {
    private final Trial trial;
    private final Optimiser optimiser;
    private final double rateFactor;
    private final Shape shape;
    private final Tensor[] operands; // gradient, parameter, states
    private long step;

    Descent(Trial trial, Optimiser optimiser, Matrix parameter) {
      this(trial, optimiser, parameter, 1);
    }

    Descent(Trial trial, Optimiser optimiser, Matrix parameter, double rateFactor) {
      this.trial = trial;
      this.optimiser = optimiser;
      this.rateFactor = rateFactor;
      shape = parameter.shape();
      fits(trial, optimiser);
      operands = new Tensor[2 + optimiser.state().size()];
      Arrays.setAll(operands, i -> trial.tensor(Matrix.filled(parameter.shape(), 0)));
      operands[1] = trial.tensor(parameter);
    }

    void step(Matrix gradient) {
      trial.backend.write(gradient.values(), operands[0]);
      step++;
      List<ElementwiseLoop> updates = optimiser.updates();
      for (int phase = 0; phase < updates.size(); phase++) {
        double[] scalars = new double[updates.get(phase).scalars()];
        optimiser.scalars(new GivenStep(step, phase, rateFactor, shape, this::norm), scalars);
        trial.backend.apply(updates.get(phase), scalars, operands);
      }
    }

    private double norm(String operand) {
      List<String> names = new ArrayList<>(List.of("gradient", "parameter"));
      names.addAll(optimiser.state());
      double squares = 0;
      for (double value : trial.values(operands[names.indexOf(operand)]).values()) {
        squares += value * value;
      }
      return Math.sqrt(squares);
    }

    Matrix parameter() {
      return trial.values(operands[1]);
    }
  }

  @Test
  @Rule(1301)
  void spec1301_updateTakesGradientParameterAndState() {
    in(
        DType.FLOAT64,
        trial -> {
          new Descent(trial, subject(), trial.draw(3, 2, 1)).step(trial.draw(3, 2, 1));
        });
  }

  @Test
  @Rule(1302)
  void spec1302_stateTensorsHaveNamesOfTheirOwn() {
    in(
        DType.FLOAT64,
        trial -> {
          Set<String> names = new HashSet<>();
          for (String name : subject().state()) {
            trial.check(!name.isBlank(), "state", "a name is blank");
            trial.check(names.add(name), "state", "a name is there twice: " + name);
          }
          trial.check(
              subject().state().equals(subject().state()), "state", "others at the second call");
        });
  }

  /**
   * A step that scalars may be asked for.
   *
   * @param norm of every operand
   */
  private record Asked(long number, double rateFactor, double cost, double norm, Shape shape) {

    double[] scalars(Optimiser optimiser, int phase) {
      double[] scalars = new double[optimiser.updates().get(phase).scalars()];
      Arrays.fill(scalars, Double.NaN);
      optimiser.scalars(
          new GivenStep(number, phase, rateFactor, cost, shape, operand -> norm), scalars);
      return scalars;
    }
  }

  /** The first steps, then rows in which each two numbers, factors, costs, norms, shapes meet. */
  private static List<Asked> steps(Trial trial) {
    List<Asked> steps = new ArrayList<>();
    for (int number = 1; number < 20; number++) {
      steps.add(new Asked(number, 1, 1, 2, SMALL));
    }
    int[] levels = {NUMBERS.length, FACTORS.length, COSTS.length, NORMS.length, STEPPED.length};
    for (int[] row : CoveringArray.of(levels, 2, any -> true, trial.random)) {
      steps.add(
          new Asked(
              NUMBERS[row[0]], FACTORS[row[1]], COSTS[row[2]], NORMS[row[3]], STEPPED[row[4]]));
    }
    return steps;
  }

  @Test
  @Rule(1303)
  void spec1303_scalarsDependOnTheStepAlone() {
    in(
        DType.FLOAT64,
        trial -> {
          int phases = subject().updates().size();
          List<Asked> steps = steps(trial);
          double[][][] upwards = new double[steps.size()][phases][];
          for (int at = 0; at < steps.size(); at++) {
            for (int phase = 0; phase < phases; phase++) {
              upwards[at][phase] = steps.get(at).scalars(subject(), phase);
              for (double scalar : upwards[at][phase]) {
                trial.check(Double.isFinite(scalar), "scalars", steps.get(at) + " has " + scalar);
              }
            }
          }
          for (int at = steps.size() - 1; at >= 0; at--) {
            for (int phase = phases - 1; phase >= 0; phase--) {
              same(trial, "after a later step", steps.get(at), phase, upwards[at][phase]);
            }
          }
          for (int phase = 0; phase < phases; phase++) { // as training asks, for all parameters
            for (int at = 0; at < steps.size(); at++) {
              String when = "after the same phase of another parameter";
              same(trial, when, steps.get(at), phase, upwards[at][phase]);
            }
          }
        });
  }

  private void same(Trial trial, String when, Asked step, int phase, double[] expected) {
    double[] again = step.scalars(subject(), phase);
    trial.check(
        Arrays.equals(expected, again),
        "scalars",
        String.format(
            Locale.ROOT,
            "phase %d of %s has %s %s, and had %s",
            phase,
            step,
            Arrays.toString(again),
            when,
            Arrays.toString(expected)));
  }

  @Test
  @Rule(1304)
  void spec1304_theGradientIsNotModified() {
    each(
        trial -> {
          Descent descent = new Descent(trial, subject(), trial.draw(9, 7, 1));
          for (int step = 0; step < 3; step++) {
            Matrix gradient = trial.draw(9, 7, 1);
            descent.step(gradient);
            trial.unchanged("update", "the gradient", gradient, descent.operands[0]);
          }
        });
  }

  @Test
  @Rule(1305)
  void spec1305_elementsAreUpdatedOneByOne() {
    each(
        trial -> {
          for (int length : new int[] {60, trial.random.between(1_000, 20_000)}) {
            for (int phase = 0; phase < subject().updates().size(); phase++) {
              slices(trial, phase, length);
            }
          }
        });
  }

  /** Slices of growing length, one after another, give what the whole does. */
  private void slices(Trial trial, int phase, int length) {
    Slices whole = new Slices(trial, phase, length);
    Slices pieces = new Slices(trial, whole);
    whole.apply(0, length);
    for (int from = 0, step = 1; from < length; from += step, step += 1 + step / 2) {
      int to = Math.min(from + step, length);
      Slices before = new Slices(trial, pieces);
      pieces.apply(from, to);
      pieces.sameInside(whole, from, to);
      pieces.sameOutside(before, from, to);
    }
  }

  @Test
  @Rule(1314)
  void spec1314_slicesAreUpdatedByManyThreads() {
    each(
        trial -> {
          for (int phase = 0; phase < subject().updates().size(); phase++) {
            int length = trial.many(LONG);
            Slices whole = new Slices(trial, phase, length);
            Slices pieces = new Slices(trial, whole);
            whole.apply(0, length);
            List<CompletableFuture<Void>> workers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
              int from = thread * (length / THREADS);
              workers.add(
                  CompletableFuture.runAsync(
                      () -> pieces.apply(from, from + length / THREADS),
                      command -> new Thread(command).start()));
            }
            workers.forEach(PlugInConformance::join);
            pieces.sameInside(whole, 0, length);
          }
        });
  }

  /** The arrays of one update, in either number type. */
  private final class Slices {
    private final Trial trial;
    private final ElementwiseLoop update;
    private final double[] scalars;
    private final double[][] doubles;
    private final float[][] floats;

    Slices(Trial trial, int phase, int length) {
      this.trial = trial;
      update = subject().updates().get(phase);
      scalars = new double[update.scalars()];
      subject().scalars(new GivenStep(1, phase, 1, SMALL, operand -> 2.0), scalars);
      doubles = operands(trial, update, length);
      floats = floats(doubles);
    }

    /** A copy. */
    Slices(Trial trial, Slices other) {
      this.trial = trial;
      update = other.update;
      scalars = other.scalars;
      doubles = copy(other.doubles);
      floats = Arrays.stream(other.floats).map(float[]::clone).toArray(float[][]::new);
    }

    void apply(int from, int to) {
      if (trial.dtype == DType.FLOAT64) {
        update.apply(doubles, scalars, from, to);
      } else {
        update.apply(floats, floats(scalars), from, to);
      }
    }

    private double get(int operand, int i) {
      return trial.dtype == DType.FLOAT64 ? doubles[operand][i] : floats[operand][i];
    }

    void sameInside(Slices expected, int from, int to) {
      for (int o = 0; o < doubles.length; o++) {
        for (int i = from; i < to; i++) {
          same(expected, o, i, from, to);
        }
      }
    }

    void sameOutside(Slices expected, int from, int to) {
      for (int o = 0; o < doubles.length; o++) {
        for (int i = 0; i < doubles[o].length; i = i + 1 == from ? to : i + 1) {
          if (i < from || i >= to) {
            same(expected, o, i, from, to);
          }
        }
      }
    }

    private void same(Slices expected, int operand, int i, int from, int to) {
      double wanted = expected.get(operand, i);
      double found = get(operand, i);
      if (Double.doubleToLongBits(wanted) != Double.doubleToLongBits(found)) {
        trial.fail(
            "update",
            String.format(
                Locale.ROOT,
                "operand %d at %d of %d after a slice from %d to %d: expected %s, actual %s",
                operand,
                i,
                doubles[operand].length,
                from,
                to,
                wanted,
                found));
      }
    }
  }

  private static double[][] operands(Trial trial, ElementwiseLoop update, int length) {
    double[][] operands = new double[update.inputs() + update.outputs()][];
    for (int o = 0; o < operands.length; o++) {
      double[] values = trial.draw(length, 1, 4).values();
      operands[o] = o < 2 ? values : Arrays.stream(values).map(Math::abs).toArray();
    }
    return operands;
  }

  private static double[][] copy(double[][] arrays) {
    return Arrays.stream(arrays).map(double[]::clone).toArray(double[][]::new);
  }

  private static float[][] floats(double[][] arrays) {
    return Arrays.stream(arrays).map(OptimiserRules::floats).toArray(float[][]::new);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Test
  @Rule(1306)
  void spec1306_theOptimiserKeepsNothing() {
    each(
        trial -> {
          keepsNothing(trial, 5, 3, 4, 4);
          keepsNothing(trial, 5, 3, 5, 3);
          keepsNothing(trial, 1, 1, 70, 130);
          keepsNothing(trial, 70, 130, 1, 1);
        });
  }

  /** With another parameter, of another or of the same shape, between. */
  private void keepsNothing(Trial trial, int rows, int columns, int otherRows, int otherColumns) {
    Optimiser shared = subject();
    Matrix start = trial.draw(rows, columns, 1);
    List<Matrix> gradients = new ArrayList<>();
    for (int step = 0; step < 6; step++) {
      gradients.add(trial.draw(rows, columns, 1));
    }
    Descent alone = new Descent(trial, shared, start);
    gradients.forEach(alone::step);
    Descent again = new Descent(trial, shared, start);
    Descent other = new Descent(trial, shared, trial.draw(otherRows, otherColumns, 1));
    for (Matrix gradient : gradients) {
      other.step(trial.draw(otherRows, otherColumns, 1));
      again.step(gradient);
    }
    trial.equal(
        "update with zero state, another parameter between", alone.parameter(), again.parameter());
  }

  @Test
  @Rule(1307)
  void spec1307_stepsLowerAQuadratic() {
    each(
        trial -> {
          Matrix curvature = trial.draw(4, 3, 0.4).map(value -> 1 + value);
          Descent descent = new Descent(trial, subject(), trial.draw(4, 3, 2));
          double before = quadratic(curvature, descent.parameter());
          for (int step = 0; step < STEPS; step++) {
            Matrix w = descent.parameter();
            descent.step(Matrix.generate(4, 3, (i, j) -> curvature.get(i, j) * w.get(i, j)));
          }
          double after = quadratic(curvature, descent.parameter());
          trial.check(
              after < before,
              "update",
              "½·Σ c·w² with c between 0.6 and 1.4 is "
                  + after
                  + " after "
                  + STEPS
                  + " steps, and was "
                  + before);
        });
  }

  private static double quadratic(Matrix curvature, Matrix w) {
    double sum = 0;
    for (int at = 0; at < w.values().length; at++) {
      sum += 0.5 * curvature.values()[at] * w.values()[at] * w.values()[at];
    }
    return sum;
  }

  @Test
  @Rule(1308)
  void spec1308_float32ComputesTheSameFunction() {
    List<Matrix> results = new ArrayList<>();
    for (DType dtype : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
      in(
          dtype,
          trial -> {
            Generator random = new Generator(1308);
            Descent descent =
                new Descent(
                    trial, subject(), Matrix.generate(5, 9, (i, j) -> (float) random.uniform()));
            for (int step = 0; step < 5; step++) {
              descent.step(
                  Matrix.generate(
                      5,
                      9,
                      (i, j) -> (float) (random.uniform() + ((i + j) % 2 == 0 ? 1.5 : -1.5))));
            }
            results.add(descent.parameter());
            if (results.size() == 2) {
              trial.near("update", results.get(0), results.get(1), FLOAT_TOLERANCE);
            }
          });
    }
  }

  @Test
  @Rule(1309)
  void spec1309_nanReachesTheParameter() {
    each(
        trial -> {
          Descent descent = new Descent(trial, subject(), trial.draw(5, 3, 1));
          descent.step(trial.draw(5, 3, 1));
          Matrix gradient = trial.draw(5, 3, 1);
          gradient.set(2, 1, Double.NaN);
          descent.step(gradient);
          double w = descent.parameter().get(2, 1);
          trial.check(Double.isNaN(w), "update", "the gradient is NaN, and the parameter is " + w);
        });
  }

  @Test
  @Rule(1310)
  void spec1310_zeroGradientsGiveNumbers() {
    each(
        trial -> {
          for (double gradient : new double[] {0.0, -0.0, trial.dtype.minNormal()}) {
            for (Shape shape : new Shape[] {new Shape(3, 2), new Shape(1, 1)}) {
              Matrix zero = Matrix.filled(shape, gradient);
              Descent descent =
                  new Descent(trial, subject(), trial.draw(shape.rows(), shape.columns(), 1));
              for (int step = 0; step < 3; step++) {
                descent.step(zero);
              }
              finite(descent, "gradients of " + gradient);
            }
          }
        });
  }

  private void finite(Descent descent, String after) {
    for (int o = 1; o < descent.operands.length; o++) {
      Matrix values = descent.trial.values(descent.operands[o]);
      for (int at = 0; at < values.values().length; at++) {
        double value = values.values()[at];
        if (!Double.isFinite(value)) {
          descent.trial.fail(
              "update",
              (o == 1 ? "the parameter" : subject().state().get(o - 2))
                  + " is "
                  + value
                  + ActivationRules.place(values, at)
                  + " after "
                  + after);
        }
      }
    }
  }

  @Test
  @Rule(1315)
  void spec1315_finiteGradientsLeaveFiniteNumbers() {
    each(
        trial -> {
          for (PlugInModel.Data data : PlugInModel.Data.values()) {
            for (Shape shape : new Shape[] {SMALL, new Shape(1, 1)}) {
              Matrix gradient = trial.draw(shape.rows(), shape.columns(), data, 1);
              Descent descent =
                  new Descent(trial, subject(), trial.draw(shape.rows(), shape.columns(), 1));
              int steps = trial.many(MANY_STEPS);
              for (int step = 1; step <= steps; step++) {
                descent.step(gradient);
                if (Integer.bitCount(step) == 1 || step == steps) {
                  finite(descent, step + " steps with one gradient, numbers: " + data);
                }
              }
            }
          }
        });
  }

  @Test
  @Rule(1311)
  void spec1311_kindIsWordsJoinedByHyphens() {
    kindIsWellFormed();
  }

  @Test
  @Rule(1312)
  void spec1312_theCatalogueRebuildsIt() {
    isRebuilt(
        original ->
            Catalogue.load().optimiser(new Config.Nested(original.kind(), original.config())));
  }

  @Test
  @Rule(1313)
  void spec1313_theRateFactorScalesTheStep() {
    each(trial -> trial.each(trial.rows(), row -> rateFactorScales(trial, row)));
  }

  private void rateFactorScales(Trial trial, PlugInModel.Row row) {
    Matrix start = trial.draw(row.units(), row.records(), 1);
    Matrix gradient = trial.draw(row.units(), row.records(), 1);
    List<Matrix> results = new ArrayList<>();
    for (double factor : new double[] {1, 0.5, 0}) {
      Descent descent = new Descent(trial, subject(), start, factor);
      descent.step(gradient);
      results.add(descent.parameter());
    }
    trial.equal("update with a rate factor of 0", start, results.get(2));
    trial.check(
        !Arrays.equals(results.get(0).values(), results.get(1).values()),
        "update",
        "a rate factor of 0.5 gives the parameter of a factor of 1; multiply the learning"
            + " rate with step.rateFactor()");
  }
}
