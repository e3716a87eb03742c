package nn.io.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import nn.api.Message;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.core.Network;
import nn.core.data.Standardiser;
import nn.io.json.JsonObject;
import nn.io.table.TargetScale;

/**
 * A folder with an ONNX file, and with what another program needs to compute the same: layers,
 * parameters, features, outputs. Numbers are little-endian doubles.
 */
record SampleFolder(Path path) {

  /** The folder of a network, made if there is none. */
  static SampleFolder of(Path root, String name, Network network) throws IOException {
    String type = network.backend().dtype().name().toLowerCase(Locale.ROOT);
    return new SampleFolder(Files.createDirectories(root.resolve(name + "-" + type)));
  }

  void export(OnnxExport export) {
    export.save(path.resolve("model.onnx"));
  }

  void numbers(String name, double... values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    Files.write(path.resolve(name + ".f64"), bytes.array());
  }

  void standardiser(Standardiser standardiser) throws IOException {
    numbers("preprocessing.mean", standardiser.means());
    numbers("preprocessing.deviation", standardiser.deviations());
  }

  void scale(TargetScale scale) throws IOException {
    numbers("target", scale.mean(), scale.deviation());
  }

  void labels(List<String> labels, double threshold) throws IOException {
    Files.write(path.resolve("labels"), labels);
    numbers("threshold", threshold);
  }

  /** Writes layers and parameters. */
  void network(Network network) throws IOException {
    List<Layer> layers = network.layers();
    JsonObject json =
        JsonObject.EMPTY
            .with("inputs", network.inputs())
            .with("dtype", network.backend().dtype().name())
            .with(
                "layers",
                layers.stream().map(layer -> nested(layer.kind(), layer.config())).toList());
    Files.writeString(path.resolve("network.json"), json.toString());
    int inputs = network.inputs();
    for (int l = 0; l < layers.size(); l++) {
      for (Parameter parameter : Part.parameters(layers.get(l), inputs)) {
        String name = Message.of("layers.%d.%s", l, parameter.name());
        numbers(name, network.parameter(l, parameter.name()));
      }
      inputs = layers.get(l).units(inputs);
    }
  }

  private static JsonObject nested(String kind, Config config) {
    JsonObject json = JsonObject.EMPTY.with("kind", kind);
    for (var setting : config.settings().entrySet()) {
      String name = setting.getKey();
      Object value = setting.getValue();
      if (value instanceof Config.Nested inner) {
        json = json.with(name, nested(inner.kind(), inner.config()));
      } else if (value instanceof Double number) {
        json = json.with(name, number);
      } else if (value instanceof Boolean truth) {
        json = json.with(name, truth);
      } else {
        json = json.with(name, (String) value);
      }
    }
    return json;
  }
}
