package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.provider.Backends;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.initialiser.Uniform;
import nn.core.propagation.StepByStep;
import nn.core.propagation.StepByStep.LayerCache;
import nn.core.propagation.StepByStep.LayerGradients;
import nn.core.propagation.StepByStep.LayerParameters;
import nn.core.random.RandomState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One iteration of the article's program, every intermediate value, through the explicit pieces.
 */
class OneIterationTest {
  private static final double TOLERANCE = 1e-12;

  @ParameterizedTest(name = "case {0}")
  @ValueSource(ints = {0, 1, 2})
  void everyValueOfOneIterationMatches(int index) {
    Golden golden = Golden.json("one-iteration.json").get(index);
    Cost cost = new BinaryCrossEntropy();
    try (Backend backend = Backends.open("naive");
        Workspace workspace = backend.workspace()) {
      Tensor x = golden.get("X").tensor(workspace);
      Tensor y = golden.get("Y").tensor(workspace);
      List<LayerParameters> parameters = initialise(workspace, golden);
      int layers = parameters.size();
      for (int l = 0; l < layers; l++) {
        golden.get("W").get(l).assertMatches("W " + l, parameters.get(l).w(), 0);
        golden.get("b").get(l).assertMatches("b " + l, parameters.get(l).b(), 0);
      }

      List<LayerCache> caches = StepByStep.fullForward(workspace, parameters, x);
      for (int l = 0; l < layers; l++) {
        golden.get("Z").get(l).assertMatches("Z " + l, caches.get(l).z(), TOLERANCE);
        golden.get("A").get(l).assertMatches("A " + l, caches.get(l).a(), TOLERANCE);
      }
      Tensor output = caches.get(layers - 1).a();
      assertEquals(
          golden.get("cost").number(), StepByStep.cost(workspace, cost, output, y), TOLERANCE);
      assertEquals(golden.get("accuracy").number(), StepByStep.accuracy(cost, output, y));

      List<LayerGradients> gradients =
          StepByStep.fullBackward(workspace, parameters, caches, cost, y);
      for (int l = 0; l < layers; l++) {
        golden.get("dA").get(l).assertMatches("dA " + l, gradients.get(l).da(), TOLERANCE);
        golden.get("dZ").get(l).assertMatches("dZ " + l, gradients.get(l).dz(), TOLERANCE);
        golden.get("dW").get(l).assertMatches("dW " + l, gradients.get(l).dw(), TOLERANCE);
        golden.get("db").get(l).assertMatches("db " + l, gradients.get(l).db(), TOLERANCE);
      }
      golden.get("dX").assertMatches("dX", gradients.get(0).dx(), TOLERANCE);

      StepByStep.update(backend, parameters, gradients, golden.get("learning_rate").number());
      for (int l = 0; l < layers; l++) {
        golden.get("W_after").get(l).assertMatches("W after", parameters.get(l).w(), TOLERANCE);
        golden.get("b_after").get(l).assertMatches("b after", parameters.get(l).b(), TOLERANCE);
      }
      Tensor after = StepByStep.fullForward(workspace, parameters, x).get(layers - 1).a();
      golden.get("A_after").assertMatches("A after", after, TOLERANCE);
      assertEquals(
          golden.get("cost_after").number(), StepByStep.cost(workspace, cost, after, y), TOLERANCE);
    }
  }

  private static List<LayerParameters> initialise(Workspace workspace, Golden golden) {
    double[] layers = golden.get("layers").numbers();
    int[] sizes = new int[layers.length];
    List<Activation> activations = new ArrayList<>();
    for (int l = 0; l < sizes.length; l++) {
      sizes[l] = (int) layers[l];
      if (l > 0) {
        activations.add(l < sizes.length - 1 ? new Relu() : new Sigmoid());
      }
    }
    return StepByStep.initialiseParameters(
        workspace, sizes, activations, new Uniform(0.1), new RandomState(100));
  }
}
