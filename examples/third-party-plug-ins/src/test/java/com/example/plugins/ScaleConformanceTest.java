package com.example.plugins;

import nn.api.network.Layer;
import nn.core.initialiser.Uniform;
import nn.tck.LayerConformance;

class ScaleConformanceTest extends LayerConformance {
  @Override
  protected Layer layer() {
    return new Scale(new Uniform(1));
  }
}
