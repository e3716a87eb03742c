package nn.core.activation;

import nn.api.Backend;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.OutputRange;

/**
 * Probabilities over the units of each record: {@code aᵢ = exp(zᵢ − max z) / Σ exp(z − max z)},
 * {@code dzᵢ = aᵢ · (daᵢ − Σ a · da)}.
 */
public record Softmax() implements Activation {

  @Override
  public String kind() {
    return "softmax";
  }

  @Override
  public boolean needsPreActivation() {
    return false;
  }

  @Override
  public OutputRange range() {
    return OutputRange.DISTRIBUTION;
  }

  @Override
  public void forward(Backend backend, Tensor z, Tensor a) {
    backend.softmax(z, a);
  }

  @Override
  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    backend.softmaxGradient(a, da, dz);
  }
}
