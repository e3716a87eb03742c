package nn.core.schedule;

import static nn.core.activation.Activations.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Optimiser;
import nn.api.network.Progress;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.optimiser.Adam;
import nn.core.optimiser.GradientDescent;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;

class CosineTest {
  private static final DataSet TWO = DataSet.of(2, new double[] {1, 2}, 1, new double[] {3, 5}, 1);

  private record At(long step, long plannedSteps) implements Progress {
    @Override
    public int epochs() {
      throw new AssertionError("asks for epochs");
    }

    @Override
    public double cost(int epoch) {
      throw new AssertionError("asks for a cost");
    }
  }

  @Test
  void factorsAreThoseOfTheEquation() {
    double root = Math.sqrt(0.5); // cos π/4
    double[] expected = {1, (1 + root) / 2, 0.5, (1 - root) / 2, 0, 0};
    for (int step = 1; step <= expected.length; step++) {
      assertEquals(expected[step - 1], new Cosine(0).factor(new At(step, 4)), 2.3e-16);
      assertEquals(
          0.2 + 0.8 * expected[step - 1], new Cosine(0.2).factor(new At(step, 4)), 2.3e-16);
    }
    for (int step = 1; step <= 1000; step++) {
      double exact = 0.1 + 0.45 * (1 + Math.cos(Math.PI * (step - 1) / 1000));
      assertEquals(exact, new Cosine(0.1).factor(new At(step, 1000)), 4e-16);
    }
  }

  /** The weights after each of two steps from 1. */
  private static double[] weights(Training training) {
    double[] weights = new double[2];
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = Network.inputs(1).dense(1, identity()).build(backend)) {
      network.weights(0, new double[][] {{1}});
      network.fit(
          TWO, training.listener(epoch -> weights[epoch.number() - 1] = network.weights(0)[0][0]));
    }
    return weights;
  }

  @Test
  void anyOptimisersRateIsMultiplied() {
    for (Optimiser optimiser : new Optimiser[] {new GradientDescent(0.03), new Adam(0.03)}) {
      Training training = Training.epochs(2).optimiser(optimiser);
      double[] free = weights(training);
      double[] planned = weights(training.schedule(new Cosine(0.5))); // 1, then 0.5 + 0.25
      assertEquals(free[0], planned[0], "the first factor is 1");
      assertEquals(0.75 * (free[1] - free[0]), planned[1] - planned[0], 1e-15);
    }
  }

  @Test
  void aFloorOutOfRangeIsRefused() {
    for (double floor : new double[] {-0.1, 1.1, Double.NaN}) {
      assertEquals(
          "cosine: floor must be from 0 to 1: " + floor,
          assertThrows(IllegalArgumentException.class, () -> new Cosine(floor)).getMessage());
    }
  }
}
