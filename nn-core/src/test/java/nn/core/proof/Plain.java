package nn.core.proof;

import java.util.Locale;
import nn.api.Backend;
import nn.api.ElementwiseFunction;
import nn.api.Tensor;
import nn.api.network.Activation;
import org.jspecify.annotations.Nullable;

/** Activations that work element by element and need only {@code a} to go back. */
enum Plain implements Activation {
  IDENTITY(ElementwiseFunction.COPY, null),
  RELU(ElementwiseFunction.RELU, ElementwiseFunction.RELU_GRADIENT),
  TANH(ElementwiseFunction.TANH, ElementwiseFunction.TANH_GRADIENT),
  SIGMOID(ElementwiseFunction.SIGMOID, ElementwiseFunction.SIGMOID_GRADIENT);

  private final ElementwiseFunction function;
  private final @Nullable ElementwiseFunction gradient;

  Plain(ElementwiseFunction function, @Nullable ElementwiseFunction gradient) {
    this.function = function;
    this.gradient = gradient;
  }

  @Override
  public String kind() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void forward(Backend backend, Tensor z, Tensor a) {
    if (gradient != null || z != a) {
      backend.apply(function, z, a);
    }
  }

  @Override
  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    if (gradient != null) {
      backend.apply(gradient, a, da, dz); // ReLU: a <= 0 where z <= 0
    } else if (da != dz) {
      backend.copy(da, dz);
    }
  }

  @Override
  public boolean needsPreActivation() {
    return false;
  }
}
