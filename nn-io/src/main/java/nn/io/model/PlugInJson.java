package nn.io.model;

import java.util.Map;
import nn.api.network.Config;
import nn.api.network.PlugIn;
import nn.io.json.JsonException;
import nn.io.json.JsonObject;

/** Plug-ins as JSON: {@code {"kind":"leaky-relu","config":{"slope":0.01}}}, without class names. */
final class PlugInJson {
  private static final String KIND = "kind";
  private static final String CONFIG = "config";

  private PlugInJson() {}

  /** A plug-in's kind and settings; no {@code config} where there is no setting. */
  static JsonObject write(PlugIn plugIn) {
    return write(new Config.Nested(plugIn.kind(), plugIn.config()));
  }

  private static JsonObject write(Config.Nested nested) {
    JsonObject kind = JsonObject.EMPTY.with(KIND, nested.kind());
    Map<String, Object> settings = nested.config().settings();
    if (settings.isEmpty()) {
      return kind;
    }
    JsonObject config = JsonObject.EMPTY;
    for (Map.Entry<String, Object> setting : settings.entrySet()) {
      config = with(config, setting.getKey(), setting.getValue());
    }
    return kind.with(CONFIG, config);
  }

  private static JsonObject with(JsonObject config, String name, Object value) {
    if (value instanceof Config.Nested nested) {
      return config.with(name, write(nested));
    }
    if (value instanceof Double number) {
      return config.with(name, number.doubleValue());
    }
    if (value instanceof Boolean truth) {
      return config.with(name, truth.booleanValue());
    }
    return config.with(name, (String) value);
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws JsonException if it is something else
   */
  static Config.Nested read(JsonObject plugIn) {
    Config config = Config.EMPTY;
    if (plugIn.has(CONFIG)) {
      for (Map.Entry<String, Object> setting : plugIn.object(CONFIG).toMap().entrySet()) {
        config = with(config, setting.getKey(), setting.getValue(), plugIn);
      }
    }
    return new Config.Nested(plugIn.text(KIND), config);
  }

  private static Config with(Config config, String name, Object value, JsonObject plugIn) {
    if (value instanceof JsonObject nested) {
      return config.with(name, read(nested));
    }
    if (value instanceof Double number) {
      return config.with(name, number.doubleValue());
    }
    if (value instanceof Boolean truth) {
      return config.with(name, truth.booleanValue());
    }
    return config.with(name, plugIn.object(CONFIG).text(name));
  }
}
