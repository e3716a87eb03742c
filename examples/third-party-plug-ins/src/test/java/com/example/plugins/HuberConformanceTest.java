package com.example.plugins;

import nn.api.network.Cost;
import nn.tck.CostConformance;

class HuberConformanceTest extends CostConformance {
  @Override
  protected Cost cost() {
    return new Huber(1.5);
  }
}
