package nn.core.penalty;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleFunction;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Penalty;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import nn.core.data.DataSet;
import nn.core.training.History;
import nn.core.training.Objective;
import nn.core.training.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PenaltyTest {
  private static final DataSet TWO = DataSet.of(2, new double[] {1, 2}, 1, new double[] {3, 5}, 1);

  private final Backend backend = Matrices.naive(DType.FLOAT64);

  @AfterEach
  void close() {
    backend.close();
  }

  @ParameterizedTest
  @EnumSource
  void valuesAndGradientsAreThoseOfTheFormulas(DType dtype) {
    double[] weights = {-3, -0.5, 0, 2, Double.NaN};
    double[] halfSquares = {2.25, 0.0625, 0, 1, Double.NaN}; // 0.5/2 · w²
    double[] sizes = {1.5, 0.25, 0, 1, Double.NaN}; // 0.5 · |w|
    requires(dtype, new L2(0.5), weights, halfSquares, new double[] {-1.5, -0.25, 0, 1});
    requires(dtype, new L1(0.5), weights, sizes, new double[] {-0.5, -0.5, 0, 0.5});
  }

  private static void requires(
      DType dtype, Penalty penalty, double[] weights, double[] values, double[] slopes) {
    try (Backend any = Matrices.naive(dtype);
        Workspace workspace = any.workspace()) {
      Tensor w = Matrices.row(workspace, weights);
      Tensor value = workspace.tensor(1, weights.length);
      Tensor gradient = Matrices.row(workspace, 4, 4, 4, 4, 4);
      any.apply(penalty.value(), w, value);
      any.apply(penalty.gradient(), w, gradient);
      assertArrayEquals(values, Matrices.row(value));
      double[] added = Matrices.row(gradient);
      for (int i = 0; i < slopes.length; i++) {
        assertEquals(4 + slopes[i], added[i]);
      }
      assertEquals(Double.NaN, added[slopes.length]);
    }
  }

  /** {@code w = 1, b = 0}: errors −2 and −3, {@code dw = −8, db = −5}. */
  private Network line() {
    Network network = Network.inputs(1).dense(1, identity()).build(backend);
    network.weights(0, new double[][] {{1}});
    return network;
  }

  @Test
  void weightsAreDrawnToZeroAndBiasesAreNot() {
    try (Network network = line()) {
      History history =
          network.fit(TWO, Training.epochs(1).learningRate(0.25).penalty(new L2(0.5))).history();
      assertEquals(6.5 + 0.25, history.cost(0));
      assertEquals(1 + 0.25 * (8 - 0.5), network.weights(0)[0][0]);
      assertEquals(0.25 * 5, network.biases(0)[0]);
    }
    try (Network network = line()) {
      Training training = Training.epochs(1).learningRate(0.25);
      network.fit(TWO, training.penalty(new L1(2)).penalty(new L2(0.5)));
      assertEquals(1 + 0.25 * (8 - 2 - 0.5), network.weights(0)[0][0]);
      assertEquals(0.25 * 5, network.biases(0)[0]);
    }
  }

  @Test
  void theGradientIsThatOfTheCostWithThePenalty() {
    double[][] features = {{0.3, -0.7}, {-0.2, 0.9}, {0.8, 0.4}};
    DataSet data = DataSet.of(features, new double[][] {{1, 0}, {0, 1}, {1, 1}});
    try (Network network =
            Network.inputs(2).seed(3).dense(4, tanh()).dense(2, identity()).build(backend);
        Objective plain = network.objective(data);
        Objective penalised = network.objective(data, new L2(0.3), new L1(0.2))) {
      GradientReport report = GradientCheck.check(penalised);
      assertTrue(report.passed(), report::toString);
      double[][] without = plain.gradient();
      double[][] with = penalised.gradient();
      for (int v = 0; v < with.length; v++) {
        boolean weight = plain.variables().get(v).name().equals("weight");
        for (int i = 0; i < with[v].length; i++) {
          double w = plain.get(v, i);
          double added = weight ? 0.3 * w + 0.2 * Math.signum(w) : 0;
          assertEquals(without[v][i] + added, with[v][i], weight ? 1e-15 : 0);
        }
      }
    }
  }

  @Test
  void aStrengthOutOfRangeIsRefused() {
    refused("l1", L1::new);
    refused("l2", L2::new);
  }

  private static void refused(String kind, DoubleFunction<Penalty> factory) {
    for (double lambda : new double[] {0, -1, 2e6, Double.NaN}) {
      assertEquals(
          kind + ": lambda must be above 0 (for 0 give no penalty) and at most 1e6: " + lambda,
          assertThrows(IllegalArgumentException.class, () -> factory.apply(lambda)).getMessage());
    }
  }
}
