package nn.core.lbfgs;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.initialiser.XavierNormal;
import nn.core.layer.Dense;
import nn.core.layer.Frozen;
import nn.core.penalty.L1;
import nn.core.penalty.L2;
import nn.core.training.Objective;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LbfgsTest {
  private static final DataSet DATA = Moons.make(100, 0.2, 7);

  private final Backend backend = Matrices.naive(DType.FLOAT64);

  @AfterEach
  void close() {
    backend.close();
  }

  private static Network network(Backend backend) {
    return Network.inputs(2).seed(1).dense(6, tanh()).dense(1, sigmoid()).build(backend);
  }

  @Test
  void theFunctionIsTheNetworksObjective() {
    double[] weights = new double[DATA.records()];
    Arrays.setAll(weights, record -> record % 3 + 0.5);
    requireObjective(DATA);
    requireObjective(DATA.weighted(weights));
  }

  private void requireObjective(DataSet data) {
    L2 two = new L2(0.01);
    L1 one = new L1(0.02);
    try (Network network = network(backend);
        Objective objective = network.objective(data, two, one);
        NetworkFunction function = new NetworkFunction(network, data, two, one)) {
      double[] x = network.parameters();
      double[] gradient = new double[x.length];
      assertEquals(objective.value(), function.at(x, gradient), 1e-15);
      double[][] expected = objective.gradient();
      int at = 0;
      for (int v = 0; v < 4; v++) { // the fifth are the features
        for (double derivative : expected[v]) {
          assertEquals(derivative, gradient[at++], 1e-15);
        }
      }
      assertEquals(x.length, at);
    }
  }

  /** Linear least squares, of which the minimum is known: y = 2x − 1. */
  @Test
  void aLineIsFoundExactly() {
    DataSet line = DataSet.of(3, new double[] {0, 1, 5}, 1, new double[] {-1, 1, 9}, 1);
    try (Network network = Network.inputs(1).dense(1, identity()).build(backend)) {
      Lbfgs.Result result = Lbfgs.iterations(50).tolerance(1e-10).decrease(0).fit(network, line);
      assertEquals(Lbfgs.End.GRADIENT, result.end());
      assertEquals(2, network.weights(0)[0][0], 1e-9);
      assertEquals(-1, network.biases(0)[0], 1e-9);
      assertEquals(0, network.evaluate(line).cost(), 1e-16);
    }
  }

  @Test
  void theNetworkHasWhatTheResultTells() {
    try (Network network = network(backend)) {
      double before = network.evaluate(DATA).cost();
      Lbfgs.Result result = Lbfgs.iterations(30).fit(network, DATA);
      assertTrue(result.cost() < before / 2, result.toString());
      assertEquals(result.cost(), network.evaluate(DATA).cost(), 1e-14);
      assertTrue(result.evaluations() > result.iterations());
    }
  }

  /** More than 512 records, so in parts that threads share. */
  @Test
  void threadsChangeNoBit() {
    DataSet many = Moons.make(1300, 0.2, 7);
    try (Backend three = Backends.open("naive", new BackendOptions(DType.FLOAT64, 3));
        Network one = network(backend);
        Network other = network(three)) {
      Lbfgs lbfgs = Lbfgs.iterations(10);
      assertEquals(lbfgs.fit(one, many), lbfgs.fit(other, many));
      assertEquals(one.weightsSha256(), other.weightsSha256());
    }
  }

  @Test
  void whatIsFrozenStays() {
    try (Network network =
        Network.inputs(2)
            .layer(new Frozen(new Dense(6, tanh(), new XavierNormal())))
            .dense(1, sigmoid())
            .build(backend)) {
      double[] frozen = network.parameter(0, "weight");
      double[] trained = network.parameter(1, "weight");
      Lbfgs.Result result = Lbfgs.iterations(100).fit(network, DATA, new L2(0.001));
      assertArrayEquals(frozen, network.parameter(0, "weight"));
      assertNotEquals(trained[0], network.parameter(1, "weight")[0]);
      assertTrue(result.gradientNorm() < 1e-3, result.toString());
    }
  }

  private static void refuses(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void aCostThatIsNoSmoothFunctionIsRefused() {
    Lbfgs lbfgs = Lbfgs.iterations(10);
    try (Backend floats = Matrices.naive(DType.FLOAT32);
        Network network = network(floats)) {
      refuses(
          "lbfgs: a step downhill is found in FLOAT64 alone; open the backend with it: naive"
              + " computes in FLOAT32",
          () -> lbfgs.fit(network, DATA));
    }
    try (Network network =
        Network.inputs(2).dense(6, tanh()).dropout(0.5).dense(1, sigmoid()).build(backend)) {
      String before = network.weightsSha256();
      refuses(
          "lbfgs: the cost must always be the same, so layers must draw no random numbers, as"
              + " dropout does; train with Network.fit: [dense, dropout, dense]",
          () -> lbfgs.fit(network, DATA));
      assertEquals(before, network.weightsSha256());
    }
    try (Network network =
        Network.inputs(2)
            .dense(6, tanh())
            .batchNormalisation()
            .dense(1, sigmoid())
            .build(backend)) {
      refuses(
          "lbfgs: layers must have no batch statistics; train with Network.fit: layer 2"
              + " (batch-normalisation) has running_mean",
          () -> lbfgs.fit(network, DATA));
    }
    try (Network network = Network.inputs(1).dense(1, identity()).build(backend)) {
      network.weights(0, new double[][] {{Double.NaN}});
      DataSet one = DataSet.of(1, new double[] {1}, 1, new double[] {1}, 1);
      refuses(
          "lbfgs: the cost must be finite where it begins; standardise the features or begin with"
              + " smaller weights: it is NaN",
          () -> lbfgs.fit(network, one));
    }
  }

  @Test
  void settings() {
    assertEquals(new Lbfgs(7, 1e-5, 2.220446049250313e-9, 10), Lbfgs.iterations(7));
    assertEquals(
        new Lbfgs(7, 0.1, 0.2, 3), Lbfgs.iterations(7).tolerance(0.1).decrease(0.2).history(3));
    refuses(
        "lbfgs: iterations and history must be at least 1: 0 and 10", () -> Lbfgs.iterations(0));
    refuses(
        "lbfgs: iterations and history must be at least 1: 5 and 0",
        () -> Lbfgs.iterations(5).history(0));
    refuses(
        "lbfgs: tolerance and decrease must be at least 0: NaN and 0.5",
        () -> Lbfgs.iterations(5).decrease(0.5).tolerance(Double.NaN));
  }
}
