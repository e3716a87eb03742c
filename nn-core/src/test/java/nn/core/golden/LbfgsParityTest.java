package nn.core.golden;

import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Activation;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.data.DataSet;
import nn.core.lbfgs.Lbfgs;
import nn.core.penalty.L2;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** L-BFGS ends where scikit-learn's does. */
class LbfgsParityTest {
  private static final Golden GOLDEN = Golden.json("l-bfgs.json");

  /** The one minimum of softmax regression: cost, weights and biases. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void softmaxRegressionHasScikitLearnsMinimum(int number) {
    Golden problem = GOLDEN.get("softmax-regression").get(number);
    double[] classes = problem.get("classes").numbers();
    double[][] targets = new double[classes.length][3];
    for (int j = 0; j < classes.length; j++) {
      targets[j][(int) classes[j]] = 1;
    }
    DataSet data = DataSet.of(GivenNetwork.rows(problem.get("features")), targets);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = Network.inputs(4).dense(3, softmax()).build(backend)) {
      network.parameters(new double[network.parameters().length]); // as there: biases sum to 0
      Lbfgs.Result result =
          Lbfgs.iterations(1000)
              .tolerance(1e-11)
              .decrease(0)
              .fit(network, data, new L2(problem.get("lambda").number()));
      assertEquals(Lbfgs.End.GRADIENT, result.end(), result.toString());
      assertEquals(problem.get("cost").number(), result.cost(), 1e-9);
      assertArrayEquals(problem.get("weight").numbers(), network.parameter(0, "weight"), 1e-6);
      assertArrayEquals(problem.get("bias").numbers(), network.biases(0), 1e-6);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** Of a network with hidden layers the costs differ by start, so their median is compared. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void networksEndAsLowAsScikitLearns(int number) {
    Golden problem = GOLDEN.get("networks").get(number);
    DataSet data = GivenNetwork.data(problem);
    Golden starts = problem.get("starts");
    double[] ours = new double[starts.size()];
    double[] theirs = new double[starts.size()];
    Activation hidden =
        Catalogue.load()
            .activation(new Config.Nested(problem.get("activation").text(), Config.EMPTY));
    Lbfgs lbfgs =
        Lbfgs.iterations((int) problem.get("iterations").number())
            .tolerance(problem.get("tolerance").number());
    L2 penalty = new L2(problem.get("lambda").number());
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      for (int s = 0; s < starts.size(); s++) {
        Golden biases = starts.get(s).get("biases");
        NetworkBuilder builder = Network.inputs(2);
        for (int l = 0; l < biases.size() - 1; l++) {
          builder.dense(biases.get(l).size(), hidden);
        }
        try (Network network = builder.dense(1, sigmoid()).build(backend)) {
          GivenNetwork.set(network, starts.get(s));
          ours[s] = lbfgs.fit(network, data, penalty).cost();
          theirs[s] = starts.get(s).get("cost").number();
        }
      }
    }
    assertTrue(
        median(ours) <= median(theirs) * (1 + 1e-6),
        "ours " + Arrays.toString(ours) + ", theirs " + Arrays.toString(theirs));
  }
}
