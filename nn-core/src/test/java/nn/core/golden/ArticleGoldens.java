package nn.core.golden;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.article.StepByStep;
import nn.core.article.StepByStep.LayerCache;
import nn.core.article.StepByStep.LayerGradients;
import nn.core.article.StepByStep.LayerParameters;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.initialiser.Uniform;
import nn.core.random.RandomState;
import nn.core.training.History;
import nn.core.training.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The numbers of the article's program, recomputed in NumPy, on a backend: one iteration with every
 * intermediate value, and the curve of the training run. Each backend's module extends this.
 */
public abstract class ArticleGoldens {
  private static final DataSet MOONS = Moons.make(1000, 0.2, 100);
  private static final int ALL = 9999;
  private static final int FIRST = 1000;

  private final String backend;
  private final int iterations;

  /** The first thousand iterations of the run; or all, if asked for and {@code -Dnn.full=true}. */
  protected ArticleGoldens(String backend, boolean all) {
    this.backend = backend;
    this.iterations = all && Boolean.getBoolean("nn.full") ? ALL : FIRST;
  }

  private Backend open(DType dtype) {
    return Backends.open(backend, BackendOptions.defaults().dtype(dtype));
  }

  @ParameterizedTest(name = "case {0}, {1}")
  @CsvSource({
    "0, FLOAT64, 1e-12",
    "1, FLOAT64, 1e-12",
    "2, FLOAT64, 1e-12",
    "0, FLOAT32, 1e-6",
    "1, FLOAT32, 1e-6",
    "2, FLOAT32, 1e-6"
  })
  void everyValueOfOneIterationMatches(int index, DType dtype, double tolerance) {
    Golden golden = Golden.json("one-iteration.json").get(index);
    Cost cost = new BinaryCrossEntropy();
    try (Backend backend = open(dtype);
        Workspace workspace = backend.workspace()) {
      Tensor x = golden.get("X").tensor(workspace);
      Tensor y = golden.get("Y").tensor(workspace);
      List<LayerParameters> parameters = initialise(workspace, golden);
      int layers = parameters.size();
      double drawn = dtype == DType.FLOAT64 ? 0 : tolerance;
      for (int l = 0; l < layers; l++) {
        golden.get("W").get(l).assertMatches("W " + l, parameters.get(l).w(), drawn);
        golden.get("b").get(l).assertMatches("b " + l, parameters.get(l).b(), drawn);
      }

      List<LayerCache> caches = StepByStep.fullForward(workspace, parameters, x);
      for (int l = 0; l < layers; l++) {
        golden.get("Z").get(l).assertMatches("Z " + l, caches.get(l).z(), tolerance);
        golden.get("A").get(l).assertMatches("A " + l, caches.get(l).a(), tolerance);
      }
      Tensor output = caches.get(layers - 1).a();
      assertEquals(
          golden.get("cost").number(), StepByStep.cost(workspace, cost, output, y), tolerance);
      assertEquals(golden.get("accuracy").number(), StepByStep.accuracy(cost, output, y));

      List<LayerGradients> gradients =
          StepByStep.fullBackward(workspace, parameters, caches, cost, y);
      for (int l = 0; l < layers; l++) {
        golden.get("dA").get(l).assertMatches("dA " + l, gradients.get(l).da(), tolerance);
        golden.get("dZ").get(l).assertMatches("dZ " + l, gradients.get(l).dz(), tolerance);
        golden.get("dW").get(l).assertMatches("dW " + l, gradients.get(l).dw(), tolerance);
        golden.get("db").get(l).assertMatches("db " + l, gradients.get(l).db(), tolerance);
      }
      golden.get("dX").assertMatches("dX", gradients.get(0).dx(), tolerance);

      StepByStep.update(backend, parameters, gradients, golden.get("learning_rate").number());
      for (int l = 0; l < layers; l++) {
        golden.get("W_after").get(l).assertMatches("W after", parameters.get(l).w(), tolerance);
        golden.get("b_after").get(l).assertMatches("b after", parameters.get(l).b(), tolerance);
      }
      Tensor after = StepByStep.fullForward(workspace, parameters, x).get(layers - 1).a();
      golden.get("A_after").assertMatches("A after", after, tolerance);
      assertEquals(
          golden.get("cost_after").number(), StepByStep.cost(workspace, cost, after, y), tolerance);
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

  /** FLOAT32 rounds every step to 24 bits, so that a record near the boundary may change sides. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"FLOAT64, 0", "FLOAT32, 0.003"})
  void curveIsTheArticles(DType dtype, double accuracyTolerance) {
    History history;
    double costTolerance;
    try (Backend opened = open(dtype);
        Network network = articleNetwork(opened)) {
      costTolerance = dtype == DType.FLOAT32 ? 1e-4 : opened.tier().exact() ? 1e-13 : 1e-12;
      history = network.fit(MOONS, Training.epochs(iterations).learningRate(0.01)).history();
    }
    assertEquals(iterations, history.size());
    List<String> lines = Golden.lines("training-curve.csv");
    int compared = 0;
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(",", -1));
      int iteration = Integer.parseInt(cells.get(0));
      if (iteration <= iterations) {
        String where = backend + " " + dtype + " iteration " + iteration;
        double cost = Double.parseDouble(cells.get(1));
        double accuracy = Double.parseDouble(cells.get(2));
        assertEquals(cost, history.cost(iteration - 1), costTolerance, where);
        assertEquals(accuracy, history.accuracy(iteration - 1), accuracyTolerance, where);
        compared++;
      }
    }
    assertEquals(iterations == ALL ? lines.size() - 1 : 20, compared); // the file has a selection
  }

  private static Network articleNetwork(Backend backend) {
    return Network.inputs(2)
        .initialiser(new Uniform(0.1))
        .seed(100)
        .dense(25, relu())
        .dense(100, relu())
        .dense(100, relu())
        .dense(10, relu())
        .dense(1, sigmoid())
        .build(backend);
  }
}
