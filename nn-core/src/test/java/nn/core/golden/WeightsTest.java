package nn.core.golden;

import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Optimiser;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.array.Rows;
import nn.core.data.ClassWeights;
import nn.core.data.DataSet;
import nn.core.optimiser.Adam;
import nn.core.optimiser.GradientDescent;
import nn.core.training.Objective;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;

/** Trainings with weights against PyTorch's, from the same parameters. */
class WeightsTest {
  private static final String[] NAMES = {"weight", "bias"};
  private final Golden golden = Golden.json("weights.json");

  private DataSet data() {
    double[] classes = golden.get("classes").numbers();
    double[][] targets = new double[classes.length][3];
    for (int record = 0; record < classes.length; record++) {
      targets[record][(int) classes[record]] = 1;
    }
    return DataSet.of(Rows.split(golden.get("features").numbers(), 4), targets);
  }

  private Network network(Backend backend) {
    Network network = Network.inputs(4).dense(5, tanh()).dense(3, softmax()).build(backend);
    for (int i = 0; i < 4; i++) {
      network.parameter(i / 2, NAMES[i % 2], golden.get("start").get(i).numbers());
    }
    return network;
  }

  private void matches(DataSet data, Optimiser optimiser, Golden run) {
    List<Double> costs = new ArrayList<>();
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = network(backend)) {
      try (Objective objective = network.objective(data)) {
        double[][] gradients = objective.gradient();
        for (int i = 0; i < 4; i++) {
          int rows = objective.variables().get(i).shape().rows();
          double[] expected = Rows.transpose(run.get("gradients").get(i).numbers(), rows);
          assertNear(expected, gradients[i], "gradient " + i);
        }
      }
      Training training = Training.epochs(100).optimiser(optimiser);
      network.fit(data, training.listener(epoch -> costs.add(epoch.cost())));
      assertNear(
          run.get("costs").numbers(),
          costs.stream().mapToDouble(Double::doubleValue).toArray(),
          "costs");
      for (int i = 0; i < 4; i++) {
        assertNear(
            run.get("parameters").get(i).numbers(),
            network.parameter(i / 2, NAMES[i % 2]),
            "parameter " + i);
      }
    }
  }

  private static void assertNear(double[] expected, double[] actual, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-9, what + " at " + i);
    }
  }

  @Test
  void classWeightsAreThoseOfCrossEntropyLoss() {
    ClassWeights weights = ClassWeights.of(golden.get("class-weights").numbers());
    matches(weights.apply(data()), new Adam(0.01), golden.get("by-class"));
  }

  @Test
  void recordWeightsMultiplyLossesAndDivideByTheirSum() {
    DataSet weighted = data().weighted(golden.get("record-weights").numbers());
    matches(weighted, new GradientDescent(0.5), golden.get("by-record"));
  }
}
