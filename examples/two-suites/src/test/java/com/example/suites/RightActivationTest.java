package com.example.suites;

import nn.api.network.Activation;
import nn.core.activation.Tanh;
import nn.tck.ActivationConformance;

class RightActivationTest extends ActivationConformance {
  @Override
  protected Activation activation() {
    return new Tanh();
  }
}
