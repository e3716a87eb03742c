package com.example.rival;

import java.util.Map;
import nn.api.network.Layer;
import nn.api.network.PlugInProvider;
import nn.core.layer.Dropout;

/** Another jar's plug-ins, one of which has a kind of nn's own. */
public final class Rival implements PlugInProvider {

  /** For the service loader. */
  public Rival() {}

  @Override
  public Map<String, Factory<? extends Layer>> layers() {
    return Map.of(
        "dropout", (config, catalogue) -> new Dropout(0),
        "rival-dropout", (config, catalogue) -> new Dropout(0.125));
  }
}
