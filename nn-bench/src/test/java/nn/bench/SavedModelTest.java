package nn.bench;

import static nn.core.activation.Activations.gelu;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendException;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.data.Moons;
import nn.core.layer.Dense;
import nn.core.layer.Residual;
import nn.core.layer.Sequence;
import nn.core.training.Training;
import nn.io.model.ModelFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Here, since this is the module that has all backends. */
class SavedModelTest {
  private static final List<String> ALWAYS_HERE =
      List.of("naive", "naive-fma", "vector", "vector-fma", "ejml");

  @TempDir Path folder;

  private static List<Backend> open(DType dtype) {
    BackendOptions options = BackendOptions.defaults().dtype(dtype).threads(1);
    List<Backend> backends = new ArrayList<>();
    ALWAYS_HERE.forEach(name -> backends.add(Backends.open(name, options)));
    try {
      backends.add(Backends.open("nd4j", options));
    } catch (BackendException unavailable) {
      // Its natives are not those of this platform.
    }
    return backends;
  }

  private static Map<String, NetworkBuilder> builders() {
    Map<String, NetworkBuilder> builders = new LinkedHashMap<>();
    builders.put(
        "images",
        Network.images(1, 9, 9)
            .convolution(4, 3, relu())
            .batchNormalisation()
            .maxPooling(2)
            .dense(3, softmax()));
    builders.put(
        "nested",
        Network.inputs(40)
            .dense(33, tanh())
            .layer(new Residual(new Sequence(new Dense(70, gelu()), new Dense(33, tanh()))))
            .layerNormalisation()
            .dense(2, tanh()));
    return builders;
  }

  private static double[][] records(Network network) {
    double[][] records = new double[7][network.inputs()];
    for (int r = 0; r < records.length; r++) {
      for (int i = 0; i < records[r].length; i++) {
        records[r][i] = Math.sin(1 + r * 7.3 + i * 1.7);
      }
    }
    return records;
  }

  @Test
  void opensOnEveryBackendAndPredictsTheSameBitsOnThoseOfTheSameTier() {
    for (DType dtype : DType.values()) {
      List<Backend> backends = open(dtype);
      for (Backend saver : backends) {
        builders()
            .forEach(
                (name, builder) -> {
                  try (Network network = builder.seed(1).build(saver)) {
                    opensOnAll(name, network, backends);
                  }
                });
      }
      backends.forEach(Backend::close);
    }
  }

  private void opensOnAll(String name, Network network, List<Backend> backends) {
    Path file = folder.resolve(name);
    ModelFile.save(file, network);
    double[][] records = records(network);
    for (Backend backend : backends) {
      try (Network opened = ModelFile.open(file, backend)) { // which compares its example
        if (network.backend().tier() == backend.tier() && backend.tier().exact()) {
          assertArrayEquals(
              network.predict(records),
              opened.predict(records),
              name + " of " + network.backend().name() + " on " + backend.name());
        }
      }
    }
  }

  @Test
  void aTrainingGivesTheSameParametersInTheFilesOfAllBackendsOfATier() {
    List<Backend> backends = open(DType.FLOAT64);
    Map<Object, Object> digests = new LinkedHashMap<>();
    for (Backend backend : backends) {
      try (Network network =
          Network.inputs(2).dense(20, relu()).dense(1, tanh()).seed(1).build(backend)) {
        network.fit(Moons.make(64, 0.2, 1), Training.epochs(3));
        Path file = folder.resolve(backend.name());
        ModelFile.save(file, network);
        Map<String, Object> provenance = ModelFile.read(file).provenance();
        Object digest = provenance.get("weights-sha256");
        Object first = digests.putIfAbsent(backend.tier(), String.valueOf(digest));
        if (first != null && backend.tier().exact()) {
          assertEquals(first, digest, backend.name());
        }
      }
    }
    backends.forEach(Backend::close);
  }
}
