package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import nn.core.data.Blobs;
import nn.core.data.Circles;
import nn.core.data.Classification;
import nn.core.data.DataSet;
import nn.core.data.Regression;
import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;

/** Generated data against scikit-learn's, and the random numbers that it is made of. */
class GeneratorsTest {

  /** A unit in the last place of numbers from 1 to 2 is 2.2e-16. */
  private static final double TOLERANCE = 4e-16;

  private static final Golden GOLDEN = Golden.json("datasets.json");

  /** Absolute below 1, relative to the largest number above. */
  private static void assertClose(String what, double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length, what);
    double largest = Math.max(1, DoubleStream.of(expected).map(Math::abs).max().orElse(0));
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], TOLERANCE * largest, what + ": number " + i);
    }
  }

  private static void assertData(String what, Golden features, Golden labels, DataSet data) {
    assertClose(what, features.numbers(), data.features());
    assertArrayEquals(targets(labels.numbers(), data.outputs()), data.targets(), what);
  }

  /** Labels as one target of 0 or 1, or one for each class. */
  private static double[] targets(double[] labels, int outputs) {
    if (outputs == 1) {
      return labels;
    }
    double[] targets = new double[labels.length * outputs];
    for (int i = 0; i < labels.length; i++) {
      targets[i * outputs + (int) labels[i]] = 1;
    }
    return targets;
  }

  @Test
  void streamsAreThoseOfNumPy() {
    RandomState random = new RandomState(42);
    Golden streams = GOLDEN.get("streams");
    for (int i = 0; i < streams.size(); i++) {
      String name = streams.get(i).get(0).text();
      double[] expected = streams.get(i).get(1).numbers();
      double[] actual = draw(random, name, expected.length);
      if (name.startsWith("normal")) {
        assertClose(name, expected, actual);
      } else {
        assertArrayEquals(expected, actual, name);
      }
    }
  }

  private static double[] draw(RandomState random, String name, int count) {
    return switch (name) {
      case "choice(7, 5)" -> doubles(random.choice(7, count, true));
      case "choice(7, 5, False)" -> doubles(random.choice(7, count, false));
      default -> DoubleStream.generate(() -> next(random, name)).limit(count).toArray();
    };
  }

  private static double[] doubles(int[] numbers) {
    return Arrays.stream(numbers).asDoubleStream().toArray();
  }

  private static double next(RandomState random, String name) {
    return switch (name) {
      case "uniform(-10, 10)" -> random.uniform(-10, 10);
      case "normal(5, 2)" -> random.normal(5, 2);
      case "normal(0, 1)" -> random.normal(0, 1);
      case "randint(-3, 4)" -> random.integer(-3, 4);
      case "randint(0, 1)" -> random.integer(0, 1);
      case "randint(0, 1000)" -> random.integer(0, 1000);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Test
  void circles() {
    Golden runs = GOLDEN.get("circles");
    for (int i = 0; i < runs.size(); i++) {
      Golden run = runs.get(i);
      DataSet data =
          Circles.make(
              (int) run.get(0).number(),
              run.get(1).number(),
              run.get(2).number(),
              (int) run.get(3).number());
      assertData("circles " + i, run.get(4), run.get(5), data);
    }
  }

  @Test
  void blobs() {
    Golden runs = GOLDEN.get("blobs");
    for (int i = 0; i < runs.size(); i++) {
      Golden run = runs.get(i);
      DataSet data =
          Blobs.make(
              (int) run.get(0).number(),
              (int) run.get(1).number(),
              (int) run.get(2).number(),
              run.get(3).number(),
              (int) run.get(4).number());
      assertData("blobs " + i, run.get(5), run.get(6), data);
    }
  }

  @Test
  void blobsOfGivenCentres() {
    Golden run = GOLDEN.get("blobs of given centres");
    double[][] centres = {run.get(0).get(0).numbers(), run.get(0).get(1).numbers()};
    int[] sizes = {8, 4};
    assertArrayEquals(doubles(sizes), run.get(1).numbers());
    DataSet data = Blobs.make(centres, sizes, run.get(2).numbers(), 4);
    assertData("given centres", run.get(4), run.get(5), data);
  }

  @Test
  void classification() {
    Golden runs = GOLDEN.get("classification");
    for (int i = 0; i < runs.size(); i++) {
      Map<?, ?> options = (Map<?, ?>) runs.get(i).get(0).value();
      Classification problem = Classification.records(0);
      for (Map.Entry<?, ?> option : options.entrySet()) {
        problem = set(problem, (String) option.getKey(), new Golden(option.getValue()));
      }
      DataSet data = problem.make((int) runs.get(i).get(0).get("random_state").number());
      assertData("classification " + options, runs.get(i).get(1), runs.get(i).get(2), data);
    }
  }

  private static Classification set(Classification problem, String name, Golden value) {
    boolean none = value.value().equals("null");
    return switch (name) {
      case "n_samples" -> Classification.records((int) value.number());
      case "n_features" -> problem.inputs((int) value.number());
      case "n_informative" -> problem.informative((int) value.number());
      case "n_redundant" -> problem.redundant((int) value.number());
      case "n_repeated" -> problem.repeated((int) value.number());
      case "n_classes" -> problem.classes((int) value.number());
      case "n_clusters_per_class" -> problem.clusters((int) value.number());
      case "weights" -> problem.weights(value.numbers());
      case "flip_y" -> problem.flip(value.number());
      case "class_sep" -> problem.separation(value.number());
      case "hypercube" -> problem.hypercube(value.text().equals("true"));
      case "shift" -> none ? problem.randomShift() : problem.shift(value.number());
      case "scale" -> none ? problem.randomScale() : problem.scale(value.number());
      case "shuffle" -> problem.shuffle(value.text().equals("true"));
      case "random_state" -> problem;
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Test
  void regression() {
    Golden runs = GOLDEN.get("regression");
    for (int i = 0; i < runs.size(); i++) {
      Map<?, ?> options = (Map<?, ?>) runs.get(i).get(0).value();
      Regression problem = Regression.records(0);
      for (Map.Entry<?, ?> option : options.entrySet()) {
        problem = set(problem, (String) option.getKey(), new Golden(option.getValue()));
      }
      int seed = (int) runs.get(i).get(0).get("random_state").number();
      String what = "regression " + options;
      assertClose(what, runs.get(i).get(1).numbers(), problem.make(seed).features());
      assertClose(what, runs.get(i).get(2).numbers(), problem.make(seed).targets());
      double[] coefficients =
          Arrays.stream(problem.coefficients(seed)).flatMapToDouble(DoubleStream::of).toArray();
      assertArrayEquals(runs.get(i).get(3).numbers(), coefficients, what);
    }
  }

  private static Regression set(Regression problem, String name, Golden value) {
    return switch (name) {
      case "n_samples" -> Regression.records((int) value.number());
      case "n_features" -> problem.inputs((int) value.number());
      case "n_informative" -> problem.informative((int) value.number());
      case "n_targets" -> problem.outputs((int) value.number());
      case "bias" -> problem.bias(value.number());
      case "noise" -> problem.noise(value.number());
      case "shuffle" -> problem.shuffle(value.text().equals("true"));
      case "random_state" -> problem;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
