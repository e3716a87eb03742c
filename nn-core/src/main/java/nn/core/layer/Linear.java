package nn.core.layer;

import java.util.List;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.Initialiser;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;
import nn.core.initialiser.Zeros;
import org.jspecify.annotations.Nullable;

/**
 * {@code W·X + b}, where {@code b} may be left out: what a dense layer computes from its inputs and
 * a convolution from its windows.
 */
final class Linear {

  private Linear() {}

  /** {@code W} {@code [outputs, inputs]}, and {@code b}, which starts at 0. */
  static List<Parameter> parameters(
      int outputs, int inputs, Initialiser initialiser, boolean bias) {
    Parameter weight =
        new Parameter("weight", new Shape(outputs, inputs), initialiser, Role.WEIGHT);
    return bias
        ? List.of(weight, new Parameter("bias", new Shape(outputs, 1), new Zeros(), Role.BIAS))
        : List.of(weight);
  }

  /** {@code out ← f(W·X + b)}, in one pass over {@code out}; {@code W·X + b} itself without f. */
  static void forward(Pass pass, boolean bias, Tensor x, @Nullable ElementwiseLoop f, Tensor out) {
    Backend backend = pass.backend();
    Tensor w = pass.parameter("weight");
    if (f != null) {
      backend.dense(w, x, b(pass, bias, out.shape()), f, out);
      return;
    }
    backend.matmul(w, x, out); // W·X
    if (bias) {
      backend.combine(
          CombineOperation.ADD, out, pass.parameter("bias"), out); // + b, to each column
    }
  }

  /** Zeros take the place of a bias that is not there: adding them costs nothing. */
  private static Tensor b(Pass pass, boolean bias, Shape out) {
    if (bias) {
      return pass.parameter("bias");
    }
    Tensor zeros = pass.scratch("zeros", out.rows(), 1);
    pass.backend().fill(0, zeros);
    return zeros;
  }

  /** {@code dW ← dZ·Xᵀ, db ← Σ dZ} over columns. */
  static void parameterGradients(Pass pass, boolean bias, Tensor x, Tensor dz) {
    Backend backend = pass.backend();
    if (bias) {
      backend.denseParameterGradients(dz, x, pass.gradient("weight"), pass.gradient("bias"));
    } else {
      backend.matmulTransB(dz, x, pass.gradient("weight"));
    }
  }
}
