package nn.core.article;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.core.Explicit;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.activation.Identity;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Tanh;
import nn.core.article.StepByStep.LayerCache;
import nn.core.article.StepByStep.LayerGradients;
import nn.core.article.StepByStep.LayerParameters;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.data.DataSet;
import nn.core.initialiser.Uniform;
import nn.core.random.RandomState;
import nn.core.training.Classes;
import nn.core.training.History;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;

class StepByStepTest {

  /** w = 1, b = 0; x = 1, 2; y = 3, 5, so that errors are −2 and −3. */
  @Test
  void oneLayerIsTrainedAsByHand() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      Tensor w = Matrices.row(workspace, 1);
      Tensor b = workspace.tensor(1, 1);
      List<LayerParameters> layers = List.of(new LayerParameters(w, b, new Identity()));
      Tensor x = Matrices.row(workspace, 1, 2);
      Tensor y = Matrices.row(workspace, 3, 5);

      List<LayerCache> caches = StepByStep.fullForward(workspace, layers, x);
      assertArrayEquals(new double[] {1, 2}, Matrices.row(caches.get(0).a()));
      List<LayerGradients> gradients =
          StepByStep.fullBackward(workspace, layers, caches, new MeanSquaredError(), y);
      assertArrayEquals(new double[] {-4, -6}, Matrices.row(gradients.get(0).da()));
      assertArrayEquals(new double[] {-4, -6}, Matrices.row(gradients.get(0).dz()));
      assertArrayEquals(new double[] {-8}, Matrices.row(gradients.get(0).dw())); // (−4 − 12) / 2
      assertArrayEquals(new double[] {-5}, Matrices.row(gradients.get(0).db()));
      assertArrayEquals(new double[] {-4, -6}, Matrices.row(gradients.get(0).dx()));

      List<Double> costs = new ArrayList<>();
      StepByStep.train(
          backend,
          layers,
          new MeanSquaredError(),
          x,
          y,
          2,
          0.25,
          (iteration, cost, accuracy) -> {
            assertEquals(costs.size() + 1, iteration);
            assertEquals(Double.NaN, accuracy);
            costs.add(cost);
          });
      // w = 3, b = 1.25 after the first: errors 1.25, 2.25
      assertEquals(List.of(6.5, (1.25 * 1.25 + 2.25 * 2.25) / 2), costs);
      // dw = (2.5 + 9) / 2, db = 3.5
      assertArrayEquals(new double[] {3 - 0.25 * 5.75}, Matrices.row(w));
      assertArrayEquals(new double[] {1.25 - 0.25 * 3.5}, Matrices.row(b));
    }
  }

  @Test
  void thePreActivationIsKeptBesideTheOutput() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      LayerParameters layer =
          new LayerParameters(
              Matrices.of(workspace, new double[] {2, -1}),
              Matrices.row(workspace, 0.5),
              new Relu());
      Tensor x = Matrices.of(workspace, new double[] {1, 1, 0}, new double[] {1, 3, 2});
      LayerCache cache = StepByStep.singleLayerForward(workspace, layer, x);
      assertArrayEquals(new double[] {1.5, -0.5, -1.5}, Matrices.row(cache.z()));
      assertArrayEquals(new double[] {1.5, 0, 0}, Matrices.row(cache.a()));
    }
  }

  @Test
  void trainsTheSameNetworkAsTheCore() {
    SplittableRandom random = new SplittableRandom(3);
    int records = 20;
    double[] features = random.doubles(3L * records, -1, 1).toArray();
    double[] targets = new double[2 * records];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = random.nextInt(2);
    }
    Explicit cost = new Explicit(new BinaryCrossEntropy());
    List<Activation> activations = List.of(new Relu(), new Tanh(), new Sigmoid());
    int iterations = 50;
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace();
        Network network =
            Network.inputs(3)
                .initialiser(new Uniform(0.5))
                .dense(5, activations.get(0))
                .dense(4, activations.get(1))
                .dense(2, activations.get(2))
                .cost(cost)
                .seed(8)
                .build(backend)) {
      List<LayerParameters> layers =
          StepByStep.initialiseParameters(
              workspace, new int[] {3, 5, 4, 2}, activations, new Uniform(0.5), new RandomState(8));
      assertSame(network, layers, 0);

      History history =
          network
              .fit(
                  DataSet.of(records, features, 3, targets, 2),
                  Training.epochs(iterations).learningRate(0.3))
              .history();
      Tensor x = workspace.tensor(3, records);
      Tensor y = workspace.tensor(2, records);
      backend.write(features, x);
      backend.write(targets, y);
      StepByStep.train(
          backend,
          layers,
          cost,
          x,
          y,
          iterations,
          0.3,
          (iteration, value, accuracy) -> {
            assertEquals(history.cost(iteration - 1), value, 1e-12);
            assertEquals(history.accuracy(iteration - 1), accuracy);
          });
      assertSame(network, layers, 1e-12);
      Tensor output = StepByStep.fullForward(workspace, layers, x).get(activations.size() - 1).a();
      double[] predicted = network.predict(features, records);
      assertArrayEquals(
          Classes.of(cost.decision(), predicted, 2),
          StepByStep.probabilitiesToClasses(cost, output));
      assertEquals(
          network.evaluate(DataSet.of(records, features, 3, targets, 2)).accuracy(),
          StepByStep.accuracy(cost, output, y));
    }
  }

  private static void assertSame(Network network, List<LayerParameters> layers, double delta) {
    for (int l = 0; l < layers.size(); l++) {
      double[][] w = Matrices.rows(layers.get(l).w());
      for (int i = 0; i < w.length; i++) {
        assertArrayEquals(network.weights(l)[i], w[i], delta);
        assertEquals(network.biases(l)[i], Matrices.rows(layers.get(l).b())[i][0], delta);
      }
    }
  }

  @Test
  void aLayerNeedsItsSizeAndItsActivation() {
    refuses(new int[] {2}, List.of(), "0 layers, 0 activations");
    refuses(new int[] {}, List.of(), "0 layers, 0 activations");
    refuses(new int[] {2, 3, 1}, List.of(new Relu()), "2 layers, 1 activations");
  }

  @Test
  void oneLayerIsEnough() {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      assertEquals(
          1,
          StepByStep.initialiseParameters(
                  workspace,
                  new int[] {2, 1},
                  List.of(new Relu()),
                  new Uniform(1),
                  new RandomState(0))
              .size());
    }
  }

  private static void refuses(int[] sizes, List<Activation> activations, String operands) {
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  StepByStep.initialiseParameters(
                      workspace, sizes, activations, new Uniform(1), new RandomState(0)));
      assertEquals(
          "initialise: at least one layer, and an activation for each, are needed: " + operands,
          refused.getMessage());
    }
  }

  @Test
  void aLearningRateThatIsNotPositiveIsRefused() {
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> StepByStep.update(backend, List.of(), List.of(), 0));
      assertEquals(
          "gradient-descent: learning rate must be a positive finite number: 0.0",
          refused.getMessage());
    }
  }
}
