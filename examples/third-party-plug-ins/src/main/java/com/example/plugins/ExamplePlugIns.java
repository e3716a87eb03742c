package com.example.plugins;

import java.util.Map;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Layer;
import nn.api.network.Optimiser;
import nn.api.network.PlugInProvider;
import nn.core.layer.ImageShape;

/** Rebuilds this jar's plug-ins from kind and configuration; found by META-INF/services. */
public final class ExamplePlugIns implements PlugInProvider {

  @Override
  public Map<String, Factory<? extends Activation>> activations() {
    return Map.of("example-swish", (config, catalogue) -> new Swish(config.number("beta")));
  }

  @Override
  public Map<String, Factory<? extends Layer>> layers() {
    return Map.of(
        "example-scale",
        (config, catalogue) -> new Scale(catalogue.initialiser(config.plugIn("initialiser"))),
        "example-upsampling",
        (config, catalogue) ->
            new Upsampling(
                new ImageShape(
                    config.integer("channels"), config.integer("height"), config.integer("width")),
                config.integer("factor")));
  }

  @Override
  public Map<String, Factory<? extends Cost>> costs() {
    return Map.of("example-huber", (config, catalogue) -> new Huber(config.number("delta")));
  }

  @Override
  public Map<String, Factory<? extends Optimiser>> optimisers() {
    return Map.of(
        "example-clipped-rmsprop",
        (config, catalogue) -> new ClippedRmsProp(config.number("learning-rate")),
        "example-lion",
        (config, catalogue) -> new Lion(config.number("learning-rate")));
  }
}
