package nn.io.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.io.table.TableModel;
import org.junit.jupiter.api.Test;

/** Opens what earlier releases have written; {@link WriteCorpus} writes more. */
class CorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus");

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(CORPUS)) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  @Test
  void everyFileOpensAndComputesWhatItDid() throws IOException {
    List<Path> files = files();
    assertFalse(files.isEmpty());
    for (String name : List.of("naive", "naive-fma")) {
      for (DType dtype : DType.values()) {
        try (Backend backend = Backends.open(name, BackendOptions.defaults().dtype(dtype))) {
          for (Path file : files) {
            opens(file, backend);
          }
        }
      }
    }
  }

  private static void opens(Path file, Backend backend) {
    ModelFile model = ModelFile.read(file);
    boolean sameBits = EnumJson.write(backend.dtype()).equals(model.provenance().get("dtype"));
    try (Network network = model.network(backend)) { // which computes the example
      if (sameBits) {
        assertEquals(
            model.provenance().get("weights-sha256"), network.weightsSha256(), file.toString());
      }
    }
    if (model.preparation() != null) {
      try (TableModel table = model.tableModel(backend)) {
        assertEquals(model.preparation(), table.preparation());
      }
    }
  }

  @Test
  void noFileHasEverChanged() throws Exception {
    List<String> sums = new ArrayList<>();
    for (Path file : files()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      String name = CORPUS.relativize(file).toString().replace('\\', '/');
      sums.add(HexFormat.of().formatHex(digest) + "  " + name);
    }
    assertEquals(Files.readAllLines(CORPUS.resolve("SHA256SUMS")), sums);
  }
}
