package nn.core.activation;

import nn.api.Backend;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.OutputRange;

/** Rectified linear unit: {@code a = max(z, 0)}, {@code dz = z ≤ 0 ? 0 : da}. NaN stays NaN. */
public record Relu() implements Activation {

  @Override
  public String kind() {
    return "relu";
  }

  @Override
  public boolean needsPreActivation() {
    return false;
  }

  @Override
  public ElementwiseLoop elementwise() {
    return ElementwiseFunction.RELU;
  }

  @Override
  public ElementwiseLoop elementwiseGradient() {
    return ElementwiseFunction.RELU_GRADIENT;
  }

  @Override
  public OutputRange range() {
    return OutputRange.REAL;
  }

  @Override
  public boolean rectifies() {
    return true;
  }

  @Override
  public void forward(Backend backend, Tensor z, Tensor a) {
    backend.apply(ElementwiseFunction.RELU, z, a);
  }

  @Override
  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    backend.apply(ElementwiseFunction.RELU_GRADIENT, a, da, dz);
  }
}
