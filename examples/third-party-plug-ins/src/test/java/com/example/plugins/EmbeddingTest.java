package com.example.plugins;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import nn.api.Backend;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import nn.core.data.DataSet;
import nn.core.initialiser.Normal;
import nn.core.training.Objective;
import nn.core.training.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The suite for layers draws inputs that are no whole numbers, so this layer has tests of its own. */
class EmbeddingTest {
  private static final double[][] FEATURES = {{0, 3}, {2, 2}, {3, 0}, {2, 3}};
  private static final DataSet DATA = DataSet.of(FEATURES, new double[][] {{1}, {-1}, {0.5}, {2}});

  private final Backend backend = Backends.open();

  @AfterEach
  void close() {
    backend.close();
  }

  private Network network() {
    return Network.inputs(2).seed(4)
        .layer(new Embedding(3, 5, new Normal(1)))
        .dense(4, tanh()).dense(1, identity()).build(backend);
  }

  @Test
  void eachFeatureIsReplacedByItsColumn() {
    try (Network network = Network.inputs(2).layer(new Embedding(2, 4, new Normal(1))).build(backend)) {
      network.parameter(0, "weight", new double[] {0, 1, 2, 3, 10, 11, 12, 13});
      assertArrayEquals(
          new double[][] {{0, 10, 3, 13}, {2, 12, 2, 12}},
          network.predict(new double[][] {{0, 3}, {2, 2}}));
    }
  }

  /** An objective of the parameters alone: beside a whole number there is no feature. */
  private record OfParameters(Objective all) implements Objective {
    @Override
    public List<Variable> variables() {
      return all.variables().subList(0, all.variables().size() - 1); // the input is the last
    }

    @Override
    public double get(int variable, int element) {
      return all.get(variable, element);
    }

    @Override
    public void set(int variable, int element, double value) {
      all.set(variable, element, value);
    }

    @Override
    public double value() {
      return all.value();
    }

    @Override
    public double[][] gradient() {
      return java.util.Arrays.copyOf(all.gradient(), variables().size());
    }

    @Override
    public void close() {
      all.close();
    }
  }

  @Test
  void gradientsMatchFiniteDifferences() {
    try (Network network = network();
        Objective objective = new OfParameters(network.objective(DATA))) {
      GradientReport report = GradientCheck.check(objective);
      assertTrue(report.passed(), report::toString);
      assertEquals(0, report.wrong(), report::toString);
    }
  }

  @Test
  void onlyTheVectorsOfCategoriesThatOccurAreTrained() {
    try (Network network = network()) {
      double[] before = network.parameter(0, "weight");
      network.fit(DATA, Training.epochs(50).learningRate(0.1));
      double[] after = network.parameter(0, "weight");
      for (int i = 0; i < before.length; i++) {
        boolean occurs = List.of(0, 2, 3).contains(i % 5);
        assertEquals(occurs, before[i] != after[i], "row " + i / 5 + ", category " + i % 5);
      }
      assertTrue(network.evaluate(DATA).cost() < 0.1);
    }
  }

  @Test
  void otherNumbersThanCategoriesAreRefused() {
    try (Network network = network()) {
      for (double wrong : new double[] {-1, 5, 0.5, Double.NaN}) {
        RuntimeException refused =
            assertThrows(RuntimeException.class, () -> network.predict(new double[][] {{0, wrong}}));
        assertInstanceOf(IndexOutOfBoundsException.class, refused.getCause());
      }
    }
  }

  @Test
  void theCatalogueRebuildsIt() {
    Embedding embedding = new Embedding(3, 5, new Normal(0.5));
    assertEquals(
        embedding,
        Catalogue.load().layer(new Config.Nested(embedding.kind(), embedding.config())));
  }
}
