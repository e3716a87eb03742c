package com.example.plugins;

import nn.api.network.Optimiser;
import nn.tck.OptimiserConformance;

class MomentumConformanceTest extends OptimiserConformance {
  @Override
  protected Optimiser optimiser() {
    return new Momentum(0.1, 0.9);
  }
}
