package nn.core.activation;

import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.network.ElementwiseActivation;
import nn.api.network.OutputRange;

/** Rectified linear unit: {@code a = max(z, 0)}, {@code dz = z ≤ 0 ? 0 : da}. NaN stays NaN. */
public record Relu() implements ElementwiseActivation {

  @Override
  public String kind() {
    return "relu";
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
}
