package nn.core.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.Workspace;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.core.Matrices;
import nn.core.activation.Identity;
import nn.core.activation.Sigmoid;
import nn.core.activation.Softmax;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.Hinge;
import nn.core.cost.Huber;
import nn.core.cost.MeanAbsoluteError;
import nn.core.cost.Poisson;
import nn.core.cost.Quantile;
import nn.core.cost.SquaredHinge;
import org.junit.jupiter.api.Test;

/** Costs against PyTorch's and scikit-learn's. */
class CostsTest {
  private static final double TOLERANCE = 1e-12;
  private final Golden golden = Golden.json("costs.json");

  /**
   * Losses; the gradient by pre-activations, fused, and by outputs and on through the activation.
   */
  private void matches(String name, Cost cost, Activation last) {
    Golden run = golden.get(name);
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Workspace workspace = backend.workspace()) {
      Tensor z = workspace.tensor(3, 12);
      Tensor y = workspace.tensor(3, 12);
      backend.write(golden.get("z").numbers(), z);
      backend.write(run.get("targets").numbers(), y);
      Tensor a = workspace.tensor(3, 12);
      Tensor work = workspace.tensor(3, 12);
      Tensor losses = workspace.tensor(1, 12);
      last.forward(backend, z, a);
      cost.losses(backend, a, y, work, losses);
      assertNear(name + ", losses", run.get("losses").numbers(), losses);
      cost.fusedGradient(backend, last, a, y, work);
      assertNear(name + ", fused gradient", run.get("gradient").numbers(), work);
      cost.gradient(backend, a, y, work);
      last.backward(backend, z, a, work, work);
      assertNear(name + ", gradient", run.get("gradient").numbers(), work);
    }
  }

  private static void assertNear(String what, double[] expected, Tensor tensor) {
    double[] actual = new double[tensor.shape().size()];
    tensor.backend().read(tensor, actual);
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < actual.length; i++) {
      double bound = TOLERANCE * Math.max(1, Math.abs(expected[i]));
      assertEquals(expected[i], actual[i], bound, what + " at " + i);
    }
  }

  @Test
  void costsOfNumbersAreThoseOfPyTorch() {
    matches("hinge", new Hinge(), new Identity());
    matches("squared-hinge", new SquaredHinge(), new Identity());
    matches("huber", new Huber(0.7), new Identity());
    matches("mean-absolute-error", new MeanAbsoluteError(), new Identity());
    matches("poisson", new Poisson(), new Identity());
    matches("quantile", new Quantile(0.85), new Identity());
  }

  @Test
  void labelSmoothingIsThatOfPyTorchAndKeras() {
    Cost categorical = new CategoricalCrossEntropy(0.15);
    matches("categorical-cross-entropy", categorical, new Softmax());
    matches("categorical-cross-entropy-soft", categorical, new Softmax());
    matches("binary-cross-entropy", new BinaryCrossEntropy(0.15), new Sigmoid());
  }

  @Test
  void meansAreThoseOfScikitLearn() {
    for (String name : new String[] {"quantile", "mean-absolute-error", "hinge"}) {
      double mean = Arrays.stream(golden.get(name).get("losses").numbers()).average().orElseThrow();
      assertEquals(golden.get("scikit-learn").get(name).number(), mean, TOLERANCE, name);
    }
  }
}
