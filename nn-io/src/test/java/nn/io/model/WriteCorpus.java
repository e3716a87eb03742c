package nn.io.model;

import static nn.core.activation.Activations.relu;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Cost;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.training.Training;
import nn.io.table.CsvTable;
import nn.io.table.MissingPolicy;
import nn.io.table.Table;
import nn.io.table.TableModel;
import nn.io.table.TableNetwork;
import nn.io.table.TableSpec;
import nn.io.table.UnknownPolicy;

/**
 * Writes the files of a release that every later one must open. A program: its argument is a new
 * folder, which is then copied to {@code src/test/resources/corpus} under the version of the
 * format. Files that are there already are never written again.
 */
final class WriteCorpus {
  private static final String TABLE =
      """
      length,colour,legs,kind,mass
      1.5,red,4,cat,3.5
      2.5,,4,dog,12
      ,green,2,bird,0.5
      0.5,blue,2,bird,0.25
      3.5,red,4,dog,20
      1.25,blue,4,cat,4
      """;

  private final Path folder;

  private WriteCorpus(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException {
    WriteCorpus corpus = new WriteCorpus(Files.createDirectories(Path.of(arguments[0])));
    for (DType dtype : DType.values()) {
      try (Backend backend = Backends.open("naive", BackendOptions.defaults().dtype(dtype))) {
        corpus.write(backend, EnumJson.write(dtype));
      }
    }
  }

  private void write(Backend backend, String suffix) throws IOException {
    try (Network moons = Models.moons(backend)) {
      ModelFile.of(moons)
          .training(Models.TRAINING)
          .card(Map.of("licence", "CC0"))
          .save(folder.resolve("moons-" + suffix + ".safetensors"));
    }
    write(Models.images(), backend, "images-" + suffix);
    write(Models.nested(), backend, "nested-" + suffix);
    write("kind", backend, "classes-" + suffix);
    write("mass", backend, "number-" + suffix);
    writePlugIns(backend, suffix);
  }

  private void write(NetworkBuilder builder, Backend backend, String name) {
    try (Network network = Models.filled(builder, backend)) {
      ModelFile.save(folder.resolve(name + ".safetensors"), network);
    }
  }

  /** A layer of each activation, with an initialiser of each kind: all that may become another. */
  private void writePlugIns(Backend backend, String suffix) {
    NetworkBuilder activations = Network.inputs(3);
    for (int i = 0; i < Models.ACTIVATIONS.size(); i++) {
      activations
          .initialiser(Models.INITIALISERS.get(i % Models.INITIALISERS.size()))
          .dense(3, Models.ACTIVATIONS.get(i));
    }
    write(activations, backend, "activations-" + suffix);
    if (backend.dtype() == DType.FLOAT64) {
      writeCosts(backend);
    }
  }

  private void writeCosts(Backend backend) {
    for (int i = 0; i < Models.COSTS.size(); i++) {
      Cost cost = Models.COSTS.get(i);
      write(
          Network.inputs(2).dense(2, Models.activationFor(cost)).cost(cost),
          backend,
          "cost-" + i + "-" + cost.kind());
    }
  }

  private void write(String target, Backend backend, String name) throws IOException {
    Table table =
        CsvTable.read("table", new ByteArrayInputStream(TABLE.getBytes(StandardCharsets.UTF_8)));
    TableSpec spec =
        TableSpec.ofTarget(target)
            .categorical(List.of("legs"))
            .policies(
                policies -> policies.missing(MissingPolicy.MEAN).unknown(UnknownPolicy.ZEROS));
    try (TableModel model =
        TableModel.fit(
            table,
            spec,
            new TableNetwork(List.of(4), relu(), 0, false, 1),
            Training.epochs(5).learningRate(0.001),
            backend)) {
      ModelFile.save(folder.resolve(name + ".safetensors"), model);
    }
  }
}
