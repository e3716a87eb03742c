package nn.core.activation;

import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.network.ElementwiseActivation;
import nn.api.network.OutputRange;

/** Hyperbolic tangent: {@code a = tanh z}, {@code dz = da · (1 − a²)}. */
public record Tanh() implements ElementwiseActivation {

  @Override
  public String kind() {
    return "tanh";
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
}
