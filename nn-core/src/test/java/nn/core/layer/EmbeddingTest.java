package nn.core.layer;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.Set;
import nn.api.Backend;
import nn.api.DType;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import nn.core.data.DataSet;
import nn.core.initialiser.Normal;
import nn.core.training.PropagationException;
import nn.core.training.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final double[][] FEATURES = {{0, 3}, {2, 2}, {3, 0}, {2, 3}};
  private static final double[][] TARGETS = {{1}, {-1}, {0.5}, {2}};
  private static final DataSet DATA = DataSet.of(FEATURES, TARGETS);

  private final Backend backend = Matrices.naive(DType.FLOAT64);

  @AfterEach
  void close() {
    backend.close();
  }

  private Network network() {
    return Network.inputs(2)
        .seed(4)
        .embedding(5, 3)
        .dense(4, tanh())
        .dense(1, identity())
        .build(backend);
  }

  @Test
  void eachFeatureIsReplacedByItsColumn() {
    try (Network network = Network.inputs(2).embedding(4, 2).build(backend)) {
      network.parameter(0, "weight", new double[] {0, 1, 2, 3, 10, 11, 12, 13});
      assertArrayEquals(
          new double[][] {{0, 10, 3, 13}, {2, 12, 2, 12}},
          network.predict(new double[][] {{0, 3}, {2, 2}}));
    }
  }

  @Test
  void gradientsMatchFiniteDifferencesByParametersAlone() {
    try (Network network = network()) {
      GradientReport report = GradientCheck.of(network).on(FEATURES, TARGETS);
      assertTrue(report.passed(), report::toString);
      assertEquals(3 * 5 + 4 * 6 + 4 + 4 + 1, report.checked() + report.kinks(), report::toString);
    }
  }

  @Test
  void onlyTheVectorsOfCategoriesThatOccurAreTrained() {
    try (Network network = network()) {
      double[] before = network.parameter(0, "weight");
      network.fit(DATA, Training.epochs(50).learningRate(0.1));
      double[] after = network.parameter(0, "weight");
      for (int i = 0; i < before.length; i++) {
        boolean occurs = Set.of(0, 2, 3).contains(i % 5);
        assertEquals(occurs, before[i] != after[i], "row " + i / 5 + ", category " + i % 5);
      }
      assertTrue(network.evaluate(DATA).cost() < 0.1);
    }
  }

  @Test
  void anotherNumberIsRefusedByRecordAndFeature() {
    try (Network network = network()) {
      for (double wrong : new double[] {-1, 5, 0.5, 1e300, Double.NaN}) {
        double[][] features = {{0, 1}, {4, 2}, {1, wrong}};
        PropagationException refused =
            assertThrows(PropagationException.class, () -> network.predict(features));
        Throwable cause = Objects.requireNonNull(refused.getCause());
        assertEquals(IllegalArgumentException.class, cause.getClass());
        assertEquals(
            "embedding: a category must be a whole number from 0 to 4: record 2, feature 1 is "
                + wrong,
            cause.getMessage());
      }
    }
  }

  @Test
  void aDataSetIsRefusedBeforeTraining() {
    try (Network network = network()) {
      DataSet wrong = DataSet.of(new double[][] {{0, 1}, {4, 2}, {1, 5}}, new double[3][1]);
      DataSet right = DataSet.of(new double[][] {{0, 1}, {4, 2}, {1, 3}}, new double[3][1]);
      String weights = network.weightsSha256();
      for (Runnable use :
          new Runnable[] {
            () -> network.fit(wrong, Training.epochs(1).batch(1)),
            () -> network.fit(right, Training.epochs(1).validation(wrong)),
            () -> network.evaluate(wrong),
            () -> network.objective(wrong).close()
          }) {
        assertEquals(
            "data: a category must be a whole number from 0 to 4: record 2, feature 1 is 5.0",
            assertThrows(IllegalArgumentException.class, use::run).getMessage());
      }
      assertEquals(weights, network.weightsSha256());
    }
  }

  @Test
  void aLayerBeforeAnotherSaysItsCategories() {
    Embedding embedding = new Embedding(5, 3, new Normal(1));
    assertEquals(5, embedding.categories());
    assertEquals(5, new Frozen(embedding).categories());
    assertEquals(5, new Sequence(embedding, new Dropout(0.5)).categories());
    assertEquals(0, new Sequence(new Dropout(0.5), embedding).categories());
  }

  @Test
  void impossibleNumbersAreRefused() {
    for (int[] wrong : new int[][] {{0, 3}, {(1 << 24) + 1, 3}, {4, 0}}) {
      assertEquals(
          "embedding: categories must be from 1 to 16777216, and size at least 1: "
              + wrong[0]
              + " and "
              + wrong[1],
          assertThrows(IllegalArgumentException.class, () -> new Embedding(wrong[0], wrong[1]))
              .getMessage());
    }
  }
}
