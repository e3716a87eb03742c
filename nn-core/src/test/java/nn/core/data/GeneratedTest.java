package nn.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shapes and shares of generated data, and settings that are refused. */
class GeneratedTest {

  private static void refuses(String message, Runnable action) {
    String actual =
        String.valueOf(assertThrows(IllegalArgumentException.class, action::run).getMessage());
    assertTrue(actual.startsWith(message), actual);
  }

  @Test
  void circlesWithoutNoiseAreRound() {
    DataSet circles = Circles.make(101, 0, 0.25, 1);
    int inner = 0;
    for (int record = 0; record < 101; record++) {
      double radius = Math.hypot(circles.feature(record, 0), circles.feature(record, 1));
      assertEquals(circles.target(record, 0) == 1 ? 0.25 : 1, radius, 1e-15);
      inner += (int) circles.target(record, 0);
    }
    assertEquals(51, inner);
    assertArrayEquals(Circles.make(9, 0.1, 0.8, 2).features(), Circles.make(9, 0.1, 2).features());
    refuses("circles: at least 2 records", () -> Circles.make(1, 0, 0.5, 1));
    refuses("circles: at least 2 records", () -> Circles.make(9, -1, 0.5, 1));
    refuses("circles: at least 2 records", () -> Circles.make(9, Double.NaN, 0.5, 1));
    refuses("circles: at least 2 records", () -> Circles.make(9, 0, 1, 1));
  }

  @Test
  void blobsWithoutDeviationAreTheirCentres() {
    double[][] centres = {{1, 2}, {3, 4}, {5, 6}};
    DataSet blobs = Blobs.make(centres, new int[] {2, 0, 3}, new double[3], 1);
    assertEquals(3, blobs.outputs());
    for (int record = 0; record < 5; record++) {
      int blob = (int) blobs.feature(record, 0) / 2;
      assertEquals(1, blobs.target(record, blob));
      assertEquals(centres[blob][1], blobs.feature(record, 1));
    }
    refuses("blobs: at least 1 record", () -> Blobs.make(0, 2, 3, 1, 1));
    refuses("blobs: each needs a centre", () -> Blobs.make(5, 2, 3, -1, 1));
    refuses(
        "blobs: each needs a centre",
        () -> Blobs.make(centres, new int[] {1, 2}, new double[3], 1));
    refuses(
        "blobs: each needs a centre",
        () -> Blobs.make(centres, new int[] {1, 2, -1}, new double[3], 1));
  }

  private static double share(DataSet data) {
    return Arrays.stream(data.targets()).sum() / data.records();
  }

  @Test
  void classesHaveTheirShares() {
    Classification rare = Classification.records(1000).inputs(4).weights(0.99).flip(0);
    assertEquals(0.01, share(rare.make(1)), 1e-15);
    assertEquals(0.5, share(Classification.records(1000).flip(0).make(1)));
    assertEquals(0.5, share(rare.flip(1).make(1)), 5 * Math.sqrt(0.25 / 1000)); // all drawn anew
    assertEquals(0.01, share(rare.weights(0.99, 0.01).make(1)), 1e-15);
  }

  @Test
  void repeatedFeaturesAreCopies() {
    DataSet data = Classification.records(20).inputs(6).repeated(2).shuffle(false).make(2);
    for (int repeated = 4; repeated < 6; repeated++) {
      int copy = repeated;
      assertTrue(
          IntStream.range(0, 4)
              .anyMatch(
                  original ->
                      IntStream.range(0, 20)
                          .allMatch(
                              record ->
                                  data.feature(record, copy) == data.feature(record, original))));
    }
  }

  @Test
  void aSettingMakesAnotherValue() {
    Classification first = Classification.records(10);
    Classification second = first.inputs(5);
    assertEquals(20, first.make(1).inputs());
    assertEquals(5, second.make(1).inputs());
    double[] weights = {0.5};
    Classification third = first.weights(weights).flip(0);
    weights[0] = 1;
    assertEquals(0.5, share(third.make(1)));
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    Classification problem = Classification.records(10);
    refuses(
        "classification: at least 1 record, informative feature, class and cluster are needed:"
            + " 0 records, 2 informative, 2 classes, 2 clusters",
        () -> Classification.records(0).make(1));
    refuses(
        "classification: informative, redundant and repeated features must not be more than all:"
            + " 2, 2 and 0 of 3",
        () -> problem.inputs(3).make(1));
    refuses(
        "classification: a hypercube must have a vertex for each cluster: 3 classes of 2 clusters,"
            + " 2 informative features have 4 vertices",
        () -> problem.classes(3).make(1));
    refuses(
        "classification: weights must be a share for each class, or each but the last, of at most"
            + " 1 together: [0.2, 0.3, 0.5] for 2 classes",
        () -> problem.weights(0.2, 0.3, 0.5).make(1));
    refuses("classification: weights must be", () -> problem.weights(0.8, 0.3).make(1));
    refuses("classification: weights must be", () -> problem.weights(-0.1).make(1));
    refuses(
        "classification: flip must be from 0 to 1, the separation not negative: 1.5 and 1.0",
        () -> problem.flip(1.5).make(1));
    refuses("regression: at least 1 record", () -> Regression.records(0).make(1));
    refuses("regression: at least 1 record", () -> Regression.records(5).noise(-1).make(1));
  }

  @Test
  void withoutNoiseTargetsAreTheModelsOwn() {
    Regression problem = Regression.records(30).inputs(6).informative(3).outputs(2).bias(4);
    DataSet data = problem.make(5);
    double[][] w = problem.coefficients(5);
    for (int record = 0; record < 30; record++) {
      for (int output = 0; output < 2; output++) {
        double sum = 4;
        for (int input = 0; input < 6; input++) {
          sum += data.feature(record, input) * w[input][output];
        }
        assertEquals(sum, data.target(record, output), 1e-12);
      }
    }
    assertEquals(3, Arrays.stream(w).filter(row -> row[0] == 0).count());
    assertFalse(Arrays.equals(data.features(), problem.shuffle(false).make(5).features()));
    assertArrayEquals(data.features(), problem.make(5).features());
  }
}
