package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.network.Optimiser;
import nn.tck.reference.Generator;
import nn.tck.reference.Matrix;
import org.junit.jupiter.api.Test;

/** Chapter 13xx: optimisers. */
@Title("13xx optimisers")
abstract class OptimiserRules extends PlugInConformance {
  private static final int STEPS = 100;
  private static final double FLOAT_TOLERANCE = 0x1p-12;

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
    private final Tensor[] operands; // gradient, parameter, states
    private long step;

    Descent(Trial trial, Optimiser optimiser, Matrix parameter) {
      this(trial, optimiser, parameter, 1);
    }

    Descent(Trial trial, Optimiser optimiser, Matrix parameter, double rateFactor) {
      this.trial = trial;
      this.optimiser = optimiser;
      this.rateFactor = rateFactor;
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
        optimiser.scalars(new GivenStep(step, phase, rateFactor, this::norm), scalars);
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

  /** The scalars of every update of a step, one after another. */
  private double[] scalars(long step) {
    List<ElementwiseLoop> updates = subject().updates();
    double[][] all = new double[updates.size()][];
    for (int phase = 0; phase < all.length; phase++) {
      all[phase] = new double[updates.get(phase).scalars()];
      Arrays.fill(all[phase], Double.NaN);
      subject().scalars(new GivenStep(step, phase, 1, operand -> 2.0), all[phase]);
    }
    return Arrays.stream(all).flatMapToDouble(Arrays::stream).toArray();
  }

  @Test
  @Rule(1303)
  void spec1303_scalarsDependOnTheStepAlone() {
    in(
        DType.FLOAT64,
        trial -> {
          double[][] upwards = new double[20][];
          for (int step = 1; step < upwards.length; step++) {
            upwards[step] = scalars(step);
            for (double scalar : upwards[step]) {
              trial.check(Double.isFinite(scalar), "scalars", "step " + step + " has " + scalar);
            }
          }
          for (int step = upwards.length - 1; step >= 1; step--) {
            double[] again = scalars(step);
            trial.check(
                Arrays.equals(upwards[step], again),
                "scalars",
                "step "
                    + step
                    + " has "
                    + Arrays.toString(again)
                    + " after a later step, and "
                    + Arrays.toString(upwards[step])
                    + " after an earlier one");
          }
          for (double scalar : scalars(1L << 40)) {
            trial.check(Double.isFinite(scalar), "scalars", "step 2⁴⁰ has " + scalar);
          }
        });
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
    in(
        DType.FLOAT64,
        trial -> {
          ElementwiseLoop update = subject().updates().get(0);
          double[] scalars = new double[update.scalars()];
          subject().scalars(new GivenStep(1, 0, 1, operand -> 2.0), scalars);
          double[][] whole = operands(trial, update);
          double[][] pieces = copy(whole);
          update.apply(whole, scalars, 0, LENGTH);
          for (int from = 0, length = 1; from < LENGTH; from += length, length += 2) {
            double[][] before = copy(pieces);
            int to = Math.min(from + length, LENGTH);
            update.apply(pieces, scalars, from, to);
            for (int o = 0; o < pieces.length; o++) {
              for (int i = 0; i < LENGTH; i++) {
                boolean inside = i >= from && i < to;
                double expected = inside ? whole[o][i] : before[o][i];
                trial.check(
                    Double.doubleToLongBits(expected) == Double.doubleToLongBits(pieces[o][i]),
                    "update",
                    String.format(
                        Locale.ROOT,
                        "operand %d at %d after a slice from %d to %d: expected %s, actual %s",
                        o,
                        i,
                        from,
                        to,
                        expected,
                        pieces[o][i]));
              }
            }
          }
        });
    in(
        DType.FLOAT32,
        trial -> {
          ElementwiseLoop update = subject().updates().get(0);
          double[] scalars = new double[update.scalars()];
          subject().scalars(new GivenStep(1, 0, 1, operand -> 2.0), scalars);
          float[] rounded = floats(scalars);
          double[][] values = operands(trial, update);
          float[][] whole = floats(values);
          float[][] pieces = floats(values);
          update.apply(whole, rounded, 0, LENGTH);
          for (int from = 0, length = 1; from < LENGTH; from += length, length += 2) {
            update.apply(pieces, rounded, from, Math.min(from + length, LENGTH));
          }
          trial.check(Arrays.deepEquals(whole, pieces), "update", "slices differ from the whole");
        });
  }

  private static final int LENGTH = 60;

  private static double[][] operands(Trial trial, ElementwiseLoop update) {
    double[][] operands = new double[update.inputs() + update.outputs()][];
    for (int o = 0; o < operands.length; o++) {
      double[] values = trial.draw(LENGTH, 1, 1).values();
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
          Optimiser shared = subject();
          Matrix start = trial.draw(5, 3, 1);
          List<Matrix> gradients = new ArrayList<>();
          for (int step = 0; step < 6; step++) {
            gradients.add(trial.draw(5, 3, 1));
          }
          Descent alone = new Descent(trial, shared, start);
          gradients.forEach(alone::step);
          Descent again = new Descent(trial, shared, start);
          Descent other = new Descent(trial, shared, trial.draw(4, 4, 1));
          for (Matrix gradient : gradients) {
            other.step(trial.draw(4, 4, 1));
            again.step(gradient);
          }
          trial.equal(
              "update with zero state, another parameter between",
              alone.parameter(),
              again.parameter());
        });
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
            Matrix zero = Matrix.filled(new Shape(3, 2), gradient);
            Descent descent = new Descent(trial, subject(), trial.draw(3, 2, 1));
            for (int step = 0; step < 3; step++) {
              descent.step(zero);
            }
            for (int o = 1; o < descent.operands.length; o++) {
              for (double value : trial.values(descent.operands[o]).values()) {
                trial.check(
                    Double.isFinite(value),
                    "update",
                    (o == 1 ? "the parameter" : subject().state().get(o - 2))
                        + " is "
                        + value
                        + " after gradients of "
                        + gradient);
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
    each(
        trial -> {
          Matrix start = trial.draw(5, 3, 1);
          Matrix gradient = trial.draw(5, 3, 1);
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
        });
  }
}
