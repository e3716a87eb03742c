package nn.core.activation;

import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.network.ElementwiseActivation;
import nn.api.network.OutputRange;

/** Logistic function: {@code a = 1 / (1 + e⁻ᶻ)}, {@code dz = da · a · (1 − a)}. Never overflows. */
public record Sigmoid() implements ElementwiseActivation {

  @Override
  public String kind() {
    return "sigmoid";
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
}
