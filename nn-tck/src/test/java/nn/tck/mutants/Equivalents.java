package nn.tck.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Mutants that compute the same, each with a sentence of proof: lines of an id, a space and the
 * sentence. An id without its {@code @threshold} stands for all thresholds.
 */
record Equivalents(Map<String, String> proofs) {

  static Equivalents read(Path file) throws IOException {
    return Files.exists(file) ? parse(Files.readString(file)) : new Equivalents(Map.of());
  }

  static Equivalents parse(String text) {
    Map<String, String> proofs = new LinkedHashMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("# "))
        .forEach(
            line -> {
              String[] parts = line.strip().split("\\s+", 2);
              if (parts.length < 2 || !parts[1].contains(" ")) {
                throw new IllegalArgumentException(
                    "mutants: an equivalent one needs a sentence of proof after its id: " + line);
              }
              proofs.put(parts[0], parts[1]);
            });
    return new Equivalents(proofs);
  }

  boolean has(String id) {
    return proofs.containsKey(id) || proofs.containsKey(id.replaceFirst("@\\d+$", ""));
  }
}
