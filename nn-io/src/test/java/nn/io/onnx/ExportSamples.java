package nn.io.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Message;
import nn.api.network.Activation;
import nn.api.network.Config;
import nn.api.network.Decision;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.data.DataSet;
import nn.core.data.Standardiser;
import nn.core.optimiser.Adam;
import nn.core.random.RandomState;
import nn.core.training.Classes;
import nn.core.training.Training;
import nn.io.table.TargetScale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the {@link SampleNetworks}, trained a little, in both number types: for each a folder with
 * {@code model.onnx}, and for who checks that file the layers ({@code network.json}), parameters,
 * features and outputs of records (little-endian doubles), and labels.
 */
public final class ExportSamples {
  private static final int TRAINED = 400;
  private static final double THRESHOLD = 0.37;

  private final Path folder;
  private final int records;
  private final RandomState random = new RandomState(1);

  private ExportSamples(Path folder, int records) {
    this.folder = folder;
    this.records = records;
  }

  /**
   * Writes the networks.
   *
   * @param arguments a folder, and how many records to predict
   */
  public static void main(String[] arguments) {
    new ExportSamples(Path.of(arguments[0]), Integer.parseInt(arguments[1])).write();
  }

  private void write() {
    for (DType dtype : DType.values()) {
      try (Backend backend = Backends.open("naive", BackendOptions.defaults().dtype(dtype))) {
        SampleNetworks.all().forEach((name, network) -> write(name, network, backend));
        SampleNetworks.activations().forEach(activation -> write(activation, backend));
      }
    }
  }

  /** An activation alone, and what it makes of numbers that are no ordinary ones. */
  private void write(Activation activation, Backend backend) {
    double most = backend.dtype().maxValue();
    double[] special = {Double.NaN, 1 / 0.0, -1 / 0.0, most, -most, 0.0, -0.0, most / 1e4, -1e4};
    try (Network network = Network.inputs(1).activation(activation).build(backend)) {
      String name = Message.of("%s-%s", activation, backend.dtype());
      Path target = Files.createDirectories(folder.resolve("activations").resolve(name));
      OnnxExport.of(network).save(target.resolve("model.onnx"));
      numbers(target, "features", special);
      numbers(target, "outputs", network.predict(special, special.length));
      Files.writeString(target.resolve("network.json"), json(network));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void write(String name, NetworkBuilder description, Backend backend) {
    try (Network network = description.build(backend)) {
      boolean categories = name.equals("embedding");
      DataSet data = data(network, TRAINED, categories, false);
      boolean standardised = name.equals("sigmoid") || name.equals("tanh") || name.equals("leaky");
      Standardiser standardiser = standardised ? Standardiser.fit(data) : null;
      network.fit(
          standardiser == null ? data : standardiser.apply(data),
          Training.epochs(10).batch(50).optimiser(new Adam(0.003)));
      DataSet others = data(network, records, categories, true);
      Path target =
          Files.createDirectories(
              folder.resolve(name + "-" + backend.dtype().name().toLowerCase(Locale.ROOT)));
      export(network, standardiser, others, target);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void export(
      Network network, @Nullable Standardiser standardiser, DataSet data, Path target)
      throws IOException {
    OnnxExport export = OnnxExport.of(network);
    DataSet inputs = data;
    if (standardiser != null) {
      export.standardise(standardiser);
      inputs = standardiser.apply(data);
      numbers(target, "preprocessing.mean", standardiser.means());
      numbers(target, "preprocessing.deviation", standardiser.deviations());
    }
    double[] outputs = network.predict(inputs.features(), inputs.records());
    numbers(target, "features", data.features());
    if (network.cost().decision() == Decision.NONE) {
      if (network.outputs() == 1) {
        TargetScale scale = new TargetScale(123.4, 5.6);
        export.scale(scale);
        numbers(target, "target", scale.mean(), scale.deviation());
        for (int i = 0; i < outputs.length; i++) {
          outputs[i] = scale.number(outputs[i]);
        }
      }
    } else {
      List<String> classes = classes(network);
      double threshold = network.cost().decision() == Decision.SIGN ? 0 : THRESHOLD;
      export.classes(classes);
      if (network.outputs() == 1) {
        export.threshold(threshold);
      }
      Files.write(target.resolve("labels"), labels(network, classes, outputs, threshold));
    }
    export.save(target.resolve("model.onnx"));
    numbers(target, "outputs", outputs);
    parameters(network, target);
    Files.writeString(target.resolve("network.json"), json(network));
  }

  private static List<String> classes(Network network) {
    int count = network.outputs() == 1 ? 2 : network.outputs();
    return IntStream.range(0, count).mapToObj(i -> "class é" + i).toList();
  }

  private static List<String> labels(
      Network network, List<String> classes, double[] outputs, double threshold) {
    int units = network.outputs();
    return IntStream.range(0, outputs.length / units)
        .mapToObj(
            record ->
                classes.get(
                    units > 1
                        ? Classes.firstMaximum(outputs, record * units, units)
                        : outputs[record] > threshold ? 1 : 0))
        .toList();
  }

  /**
   * Random records: whole numbers for categories, else normal numbers of different scales, of which
   * some records have such large ones that activations saturate.
   */
  private DataSet data(Network network, int count, boolean categories, boolean extremes) {
    double[] features = new double[count * network.inputs()];
    for (int i = 0; i < features.length; i++) {
      int record = i / network.inputs();
      double scale = extremes && record % 100 == 0 ? Math.pow(10, record / 100 % 4) : 1;
      features[i] =
          categories ? random.integer(0, SampleNetworks.CATEGORIES) : scale * random.normal(0.2, 1);
    }
    double[] targets = new double[count * network.outputs()];
    for (int record = 0; record < count; record++) {
      target(network, targets, record);
    }
    return DataSet.of(count, features, network.inputs(), targets, network.outputs());
  }

  private void target(Network network, double[] targets, int record) {
    int units = network.outputs();
    switch (network.cost().decision()) {
      case FIRST_MAXIMUM -> targets[record * units + random.integer(0, units)] = 1;
      case THRESHOLD -> targets[record] = random.integer(0, 2);
      case SIGN -> targets[record] = 2 * random.integer(0, 2) - 1;
      case NONE -> {
        for (int unit = 0; unit < units; unit++) {
          targets[record * units + unit] = random.normal();
        }
      }
    }
  }

  private static void parameters(Network network, Path target) throws IOException {
    int inputs = network.inputs();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      for (Parameter parameter : Part.parameters(layer, inputs)) {
        numbers(
            target, "layers." + l + "." + parameter.name(), network.parameter(l, parameter.name()));
      }
      inputs = layer.units(inputs);
    }
  }

  private static void numbers(Path target, String name, double... values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    Files.write(target.resolve(name + ".f64"), bytes.array());
  }

  /** The layers by kinds and settings. */
  private static String json(Network network) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("inputs", network.inputs());
      json.writeNumberField("outputs", network.outputs());
      json.writeStringField("dtype", network.backend().dtype().name());
      json.writeArrayFieldStart("layers");
      for (Layer layer : network.layers()) {
        nested(json, layer.kind(), layer.config());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void nested(JsonGenerator json, String kind, Config config) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind);
    for (Map.Entry<String, Object> setting : config.settings().entrySet()) {
      json.writeFieldName(setting.getKey());
      if (setting.getValue() instanceof Config.Nested inner) {
        nested(json, inner.kind(), inner.config());
      } else {
        json.writeObject(setting.getValue());
      }
    }
    json.writeEndObject();
  }
}
