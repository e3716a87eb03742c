package nn.io.model;

import nn.api.network.PlugIn;
import nn.core.training.Training;
import nn.io.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The settings of a training that its bits depend on, as JSON. */
final class TrainingJson {

  private TrainingJson() {}

  /** Members for each setting; of plug-ins kind and settings. */
  static JsonObject write(Training training) {
    JsonObject json =
        JsonObject.EMPTY
            .with("epochs", training.epochs())
            .with("batch", training.batch())
            .with("accumulate", training.accumulate())
            .with("shards", training.shards())
            .with("seed", training.seed())
            .with("optimiser", PlugInJson.write(training.optimiser()));
    json = with(json, "schedule", training.schedule());
    json = json.with("penalties", training.penalties().stream().map(PlugInJson::write).toList());
    return with(json, "clip", training.clip());
  }

  private static JsonObject with(JsonObject json, String name, @Nullable PlugIn plugIn) {
    return plugIn == null ? json : json.with(name, PlugInJson.write(plugIn));
  }
}
