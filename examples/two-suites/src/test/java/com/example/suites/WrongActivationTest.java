package com.example.suites;

import nn.api.Backend;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.core.activation.Tanh;
import nn.tck.ActivationConformance;

class WrongActivationTest extends ActivationConformance {

  /** Its gradient is that of the identity. */
  private record Wrong(Tanh tanh) implements Activation {
    @Override
    public String kind() {
      return tanh.kind();
    }

    @Override
    public boolean needsPreActivation() {
      return false;
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      tanh.forward(backend, z, a);
    }

    @Override
    public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
      if (dz != da) {
        backend.copy(da, dz);
      }
    }
  }

  @Override
  protected Activation activation() {
    return new Wrong(new Tanh());
  }
}
