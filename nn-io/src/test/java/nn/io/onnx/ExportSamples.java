package nn.io.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Activation;
import nn.api.network.Decision;
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
import nn.io.table.CsvTable;
import nn.io.table.TableModel;
import nn.io.table.TableSpec;
import nn.io.table.TargetScale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the {@link SampleNetworks} and models of a {@link SampleTable}, trained a little, in both
 * number types: a {@link SampleFolder} for each, and in {@code activations} one for each
 * activation.
 */
public final class ExportSamples {
  private static final int TRAINED = 400;
  private static final double THRESHOLD = 0.37;
  private static final Set<String> STANDARDISED = Set.of("sigmoid", "tanh", "leaky");

  private final Path root;
  private final int records;

  private ExportSamples(Path root, int records) {
    this.root = root;
    this.records = records;
  }

  /**
   * Writes the folders.
   *
   * @param arguments where, and how many records to predict; started where examples is
   */
  public static void main(String[] arguments) throws IOException {
    new ExportSamples(Path.of(arguments[0]), Integer.parseInt(arguments[1])).write();
  }

  /** What docs/onnx.md does in Java. */
  private void writeIris() throws IOException {
    CsvTable iris = CsvTable.read(Path.of("examples", "data", "iris.csv"));
    try (TableModel model = TableModel.fit(iris, TableSpec.ofTarget("species"))) {
      OnnxExport.of(model).save(root.resolve("iris.onnx"));
    }
  }

  private void write() throws IOException {
    Files.createDirectories(root);
    writeIris();
    for (DType dtype : DType.values()) {
      try (Backend backend = Backends.open("naive", BackendOptions.defaults().dtype(dtype))) {
        for (Map.Entry<String, NetworkBuilder> sample : SampleNetworks.all().entrySet()) {
          try (Network network = sample.getValue().build(backend)) {
            write(sample.getKey(), network);
          }
        }
        writeTables(backend);
        for (Activation activation : SampleNetworks.activations()) {
          write(activation, backend);
        }
      }
    }
  }

  private void write(String name, Network network) throws IOException {
    RandomState random = new RandomState(1);
    boolean categories = name.equals("embedding");
    DataSet train = data(network, TRAINED, categories, false, random);
    Standardiser standardiser = STANDARDISED.contains(name) ? Standardiser.fit(train) : null;
    network.fit(
        standardised(standardiser, train),
        Training.epochs(10).batch(50).optimiser(new Adam(0.003)));
    DataSet others = data(network, records, categories, true, random);
    SampleFolder folder = SampleFolder.of(root, name, network);
    OnnxExport export = OnnxExport.of(network);
    if (standardiser != null) {
      export.standardise(standardiser);
      folder.standardiser(standardiser);
    }
    folder.numbers("features", others.features());
    double[] outputs =
        network.predict(standardised(standardiser, others).features(), others.records());
    meaning(network, export, folder, outputs);
    folder.numbers("outputs", outputs);
    folder.export(export);
    folder.network(network);
  }

  private static DataSet standardised(@Nullable Standardiser standardiser, DataSet data) {
    return standardiser == null ? data : standardiser.apply(data);
  }

  /** Gives outputs a scale, or classes. */
  private static void meaning(
      Network network, OnnxExport export, SampleFolder folder, double[] outputs)
      throws IOException {
    if (network.cost().decision() != Decision.NONE) {
      List<String> classes = classes(network);
      double threshold = network.cost().decision() == Decision.SIGN ? 0 : THRESHOLD;
      export.classes(classes);
      if (network.outputs() == 1) {
        export.threshold(threshold);
      }
      folder.labels(labels(network.outputs(), classes, outputs, threshold), threshold);
    } else if (network.outputs() == 1) {
      TargetScale scale = new TargetScale(123.4, 5.6);
      export.scale(scale);
      folder.scale(scale);
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = scale.number(outputs[i]);
      }
    }
  }

  private static List<String> classes(Network network) {
    int count = network.outputs() == 1 ? 2 : network.outputs();
    return IntStream.range(0, count).mapToObj(i -> "class é" + i).toList();
  }

  private static List<String> labels(
      int units, List<String> classes, double[] outputs, double threshold) {
    return IntStream.range(0, outputs.length / units)
        .map(
            record ->
                units > 1
                    ? Classes.firstMaximum(outputs, record * units, units)
                    : outputs[record] > threshold ? 1 : 0)
        .mapToObj(classes::get)
        .toList();
  }

  private void writeTables(Backend backend) throws IOException {
    RandomState random = new RandomState(1);
    SampleTable train = new SampleTable(TRAINED, false, random);
    SampleTable others = new SampleTable(records, true, random);
    for (String target : SampleTable.TARGETS) {
      try (TableModel model = train.fit(target, backend);
          Network network = model.network()) {
        SampleFolder folder = SampleFolder.of(root, "table-" + target, network);
        folder.export(OnnxExport.of(model));
        others.write(model, folder);
      }
    }
  }

  /** An activation alone, and what it makes of numbers that are no ordinary ones. */
  private void write(Activation activation, Backend backend) throws IOException {
    double most = backend.dtype().maxValue();
    double[] special = {Double.NaN, 1 / 0.0, -1 / 0.0, most, -most, 0.0, -0.0, most / 1e4, -1e4};
    try (Network network = Network.inputs(1).activation(activation).build(backend)) {
      SampleFolder folder =
          SampleFolder.of(root.resolve("activations"), activation.toString(), network);
      folder.export(OnnxExport.of(network));
      folder.numbers("features", special);
      folder.numbers("outputs", network.predict(special, special.length));
      folder.network(network);
    }
  }

  /**
   * Random records: whole numbers for categories, else normal numbers, of which some records have
   * such large ones that activations saturate.
   */
  private static DataSet data(
      Network network, int count, boolean categories, boolean extremes, RandomState random) {
    double[] features = new double[count * network.inputs()];
    for (int i = 0; i < features.length; i++) {
      int record = i / network.inputs();
      double scale = extremes && record % 100 == 0 ? Math.pow(10, record / 100 % 4) : 1;
      features[i] =
          categories ? random.integer(0, SampleNetworks.CATEGORIES) : scale * random.normal(0.2, 1);
    }
    double[] targets = new double[count * network.outputs()];
    for (int record = 0; record < count; record++) {
      target(network, targets, record, random);
    }
    return DataSet.of(count, features, network.inputs(), targets, network.outputs());
  }

  private static void target(Network network, double[] targets, int record, RandomState random) {
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
}
