package nn.core.activation;

import nn.api.Backend;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.OutputRange;

/** Logistic function: {@code a = 1 / (1 + e⁻ᶻ)}, {@code dz = da · a · (1 − a)}. Never overflows. */
public record Sigmoid() implements Activation {

  @Override
  public String kind() {
    return "sigmoid";
  }

  @Override
  public boolean needsPreActivation() {
    return false;
  }

  @Override
  public ElementwiseLoop elementwise() {
    return ElementwiseFunction.SIGMOID;
  }

  @Override
  public ElementwiseLoop elementwiseGradient() {
    return ElementwiseFunction.SIGMOID_GRADIENT;
  }

  @Override
  public OutputRange range() {
    return OutputRange.PROBABILITY;
  }

  @Override
  public void forward(Backend backend, Tensor z, Tensor a) {
    backend.apply(ElementwiseFunction.SIGMOID, z, a);
  }

  @Override
  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    backend.apply(ElementwiseFunction.SIGMOID_GRADIENT, a, da, dz);
  }
}
