package nn.core.activation;

import nn.api.Backend;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.OutputRange;

/** Hyperbolic tangent: {@code a = tanh z}, {@code dz = da · (1 − a²)}. */
public record Tanh() implements Activation {

  @Override
  public String kind() {
    return "tanh";
  }

  @Override
  public boolean needsPreActivation() {
    return false;
  }

  @Override
  public ElementwiseLoop elementwise() {
    return ElementwiseFunction.TANH;
  }

  @Override
  public ElementwiseLoop elementwiseGradient() {
    return ElementwiseFunction.TANH_GRADIENT;
  }

  @Override
  public OutputRange range() {
    return OutputRange.REAL;
  }

  @Override
  public void forward(Backend backend, Tensor z, Tensor a) {
    backend.apply(ElementwiseFunction.TANH, z, a);
  }

  @Override
  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    backend.apply(ElementwiseFunction.TANH_GRADIENT, a, da, dz);
  }
}
