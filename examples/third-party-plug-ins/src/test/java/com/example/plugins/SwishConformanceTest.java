package com.example.plugins;

import nn.api.network.Activation;
import nn.tck.ActivationConformance;

class SwishConformanceTest extends ActivationConformance {
  @Override
  protected Activation activation() {
    return new Swish(1.5);
  }
}
