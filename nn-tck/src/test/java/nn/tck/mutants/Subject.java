package nn.tck.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What is mutated, and by which backends the suite reaches it. */
enum Subject {
  /** The vector backend: each product and sum rounded, and for products fused arithmetic too. */
  VECTOR(
      "nn-backend-vector",
      "nn/backend/vector",
      "vector",
      // How the suite finds the backend, and what is used until its kernels are compiled.
      Set.of(
          "WarmUp",
          "KernelCalls",
          "DoubleKernelCalls",
          "RecordKernel",
          "VectorModule",
          "Registers"),
      Set.of("Strip", "DoubleProduct", "TiledProduct")),
  /** The reference backend. */
  NAIVE(
      "nn-backend-naive",
      "nn/backend/naive",
      "naive",
      Set.of(),
      Set.of("DoubleProduct", "PanelProduct")),
  /** What all backends on the heap share; judged through naive. */
  HEAP("nn-api", "nn/api/heap", "naive", Set.of(), Set.of());

  final String module;
  private final String folder;
  private final String backend;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> leftOut;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> products;

  Subject(String module, String folder, String backend, Set<String> leftOut, Set<String> products) {
    this.module = module;
    this.folder = folder;
    this.backend = backend;
    this.leftOut = leftOut;
    this.products = products;
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Subject of(String name) {
    return Arrays.stream(values())
        .filter(subject -> subject.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "mutants: there is no subject '"
                        + name
                        + "'; choose one of "
                        + Arrays.toString(values())));
  }

  /** The folder of the module's sources. */
  Path sources(Path repository) {
    return repository.resolve(module).resolve("src/main/java");
  }

  /** The sources that are mutated, in the order of their names. */
  List<Path> files(Path repository) throws IOException {
    try (Stream<Path> files = Files.list(sources(repository).resolve(folder))) {
      return files
          .filter(file -> file.toString().matches(".*\\.(java|template)"))
          .filter(file -> !leftOut.contains(stem(file.getFileName().toString())))
          .filter(file -> !file.endsWith("package-info.java"))
          .sorted()
          .toList();
    }
  }

  /** The mutants of all these sources. */
  List<Mutant> mutants(Path repository, long seed) throws IOException {
    List<Mutant> mutants = new ArrayList<>();
    for (Path file : files(repository)) {
      String name = file.getFileName().toString();
      mutants.addAll(Mutator.mutants(name, Files.readString(file), seed));
    }
    return mutants;
  }

  /** A source by its name. */
  Path file(Path repository, String name) {
    return sources(repository).resolve(folder).resolve(name);
  }

  /** The backends with which a mutant of a file may be found. */
  List<String> backends(Mutant mutant) {
    if (mutant.id().startsWith("Strip#DoubleStrip")) {
      return List.of(backend); // of a template's class for one of both arithmetics
    }
    if (mutant.id().startsWith("Strip#DoubleFusedStrip") || mutant.file().contains("Fma")) {
      return List.of(backend + "-fma");
    }
    return products.contains(stem(mutant.file()))
        ? List.of(backend, backend + "-fma")
        : List.of(backend);
  }

  private static String stem(String file) {
    return file.replaceFirst("\\.\\w+$", "");
  }
}
