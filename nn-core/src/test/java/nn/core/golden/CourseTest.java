package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.api.provider.Backends;
import nn.core.activation.Identity;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.article.StepByStep;
import nn.core.article.StepByStep.LayerCache;
import nn.core.article.StepByStep.LayerGradients;
import nn.core.article.StepByStep.LayerParameters;
import nn.core.cost.BinaryCrossEntropy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The worked examples of a course: full-precision values to 1e-12, and the printed digits. */
@SuppressWarnings("NullAway.Init") // fields are set before each test
class CourseTest {
  private static final double TOLERANCE = 1e-12;
  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.?\\d*");

  private final Golden course = Golden.json("deep-learning-course-c1w4.json");
  private Backend backend;
  private Workspace workspace;

  @BeforeEach
  void open() {
    backend = Backends.open("naive");
    workspace = backend.workspace();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void linearForward() {
    Golden golden = course.get("linear_forward");
    Tensor z =
        StepByStep.linearForward(
            workspace,
            golden.get("W").tensor(workspace),
            golden.get("b").tensor(workspace),
            golden.get("A").tensor(workspace));
    golden.get("Z").assertMatches("Z", z, TOLERANCE);
    assertPrinted("Z = 3.26295337 -1.23429987", golden, List.of(z));
  }

  @Test
  void layerForward() {
    Golden golden = course.get("layer_forward");
    Tensor sigmoid = layerForward(golden, new Sigmoid());
    Tensor relu = layerForward(golden, new Relu());
    golden.get("sigmoid").assertMatches("sigmoid", sigmoid, TOLERANCE);
    golden.get("relu").assertMatches("relu", relu, TOLERANCE);
    assertPrinted(
        "sigmoid 0.96890023 0.11013289; relu 3.43896131 0", golden, List.of(sigmoid, relu));
  }

  private Tensor layerForward(Golden golden, Activation activation) {
    LayerParameters layer =
        new LayerParameters(
            golden.get("W").tensor(workspace), golden.get("b").tensor(workspace), activation);
    return StepByStep.singleLayerForward(workspace, layer, golden.get("A").tensor(workspace)).a();
  }

  @Test
  void forwardThroughThreeLayers() {
    Golden golden = course.get("forward_5_4_3_1");
    List<LayerParameters> parameters = new ArrayList<>();
    for (int l = 0; l < 3; l++) {
      parameters.add(
          new LayerParameters(
              golden.get("W").get(l).tensor(workspace),
              golden.get("b").get(l).tensor(workspace),
              l < 2 ? new Relu() : new Sigmoid()));
    }
    Tensor x = golden.get("X").tensor(workspace);
    Tensor output = StepByStep.fullForward(workspace, parameters, x).get(2).a();
    golden.get("AL").assertMatches("AL", output, TOLERANCE);
    assertPrinted("AL = 0.03921668 0.70498921 0.19734387 0.04728177", golden, List.of(output));
  }

  @Test
  void cost() {
    Golden golden = course.get("cost");
    double cost =
        StepByStep.cost(
            workspace,
            new BinaryCrossEntropy(),
            golden.get("AL").tensor(workspace),
            golden.get("Y").tensor(workspace));
    assertEquals(golden.get("cost").number(), cost, TOLERANCE);
    assertEquals(Double.parseDouble(golden.get("published").text()), cost, TOLERANCE);
  }

  @Test
  void linearBackward() {
    Golden golden = course.get("linear_backward");
    Tensor w = golden.get("W").tensor(workspace);
    Tensor x = golden.get("A_prev").tensor(workspace);
    Tensor dz = golden.get("dZ").tensor(workspace);
    LayerParameters layer = new LayerParameters(w, workspace.tensor(1, 1), new Identity());
    LayerGradients gradients =
        StepByStep.singleLayerBackward(workspace, layer, new LayerCache(x, dz, dz), dz);
    golden.get("dA_prev").assertMatches("dA_prev", gradients.dx(), TOLERANCE);
    golden.get("dW").assertMatches("dW", gradients.dw(), TOLERANCE);
    golden.get("db").assertMatches("db", gradients.db(), TOLERANCE);
  }

  @Test
  void layerBackwardSigmoid() {
    layerBackward(course.get("layer_backward_sigmoid"), new Sigmoid());
  }

  @Test
  void layerBackwardRelu() {
    layerBackward(course.get("layer_backward_relu"), new Relu());
  }

  private void layerBackward(Golden golden, Activation activation) {
    Tensor z = golden.get("Z").tensor(workspace);
    Tensor a = workspace.tensor(z.shape());
    activation.forward(backend, z, a);
    LayerParameters layer =
        new LayerParameters(golden.get("W").tensor(workspace), workspace.tensor(1, 1), activation);
    LayerCache cache = new LayerCache(golden.get("A_prev").tensor(workspace), z, a);
    LayerGradients gradients =
        StepByStep.singleLayerBackward(workspace, layer, cache, golden.get("dA").tensor(workspace));
    golden.get("dA_prev").assertMatches("dA_prev", gradients.dx(), TOLERANCE);
    golden.get("dW").assertMatches("dW", gradients.dw(), TOLERANCE);
    golden.get("db").assertMatches("db", gradients.db(), TOLERANCE);
  }

  /** The published text holds these numbers, and the tensors round to them at 8 digits. */
  private void assertPrinted(String published, Golden golden, List<Tensor> tensors) {
    assertEquals(published, golden.get("published").text());
    Matcher numbers = NUMBER.matcher(published);
    for (Tensor tensor : tensors) {
      double[] values = new double[tensor.shape().size()];
      backend.read(tensor, values);
      for (double value : values) {
        assertTrue(numbers.find(), published);
        assertEquals(Double.parseDouble(numbers.group()), value, 0.5e-8, published);
      }
    }
  }
}
