package nn.core.proof;

import nn.api.Backend;
import nn.api.Tensor;
import nn.api.network.Activation;

/** Softmax over the units of each record. */
record Softmax() implements Activation {

  @Override
  public String kind() {
    return "softmax";
  }

  @Override
  public void forward(Backend backend, Tensor z, Tensor a) {
    backend.softmax(z, a);
  }

  @Override
  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    backend.softmaxGradient(a, da, dz);
  }

  @Override
  public boolean needsPreActivation() {
    return false;
  }
}
