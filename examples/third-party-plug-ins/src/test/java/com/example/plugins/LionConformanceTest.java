package com.example.plugins;

import nn.api.network.Optimiser;
import nn.tck.OptimiserConformance;

class LionConformanceTest extends OptimiserConformance {
  @Override
  protected Optimiser optimiser() {
    return new Lion(0.01);
  }
}
