package nn.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A build of nn whose speed is compared: the jars of its modules, without their benchmarks. What
 * drives them is the same for all builds, the classes of this program.
 *
 * @param name for messages
 * @param libraries jars of nn-api, nn-core and two backends
 */
record Build(String name, List<Path> libraries) {
  /** What the works need. */
  static final List<String> MODULES =
      List.of("nn-api", "nn-core", "nn-backend-naive", "nn-backend-vector");

  Build {
    libraries = List.copyOf(libraries);
  }

  /**
   * The build in a checkout.
   *
   * @throws Refusal if a module has not been built
   */
  static Build in(Path checkout, String name) {
    return new Build(name, MODULES.stream().map(module -> jar(checkout, module)).toList());
  }

  /** The newest jar of a module's classes, which must be newer than its sources. */
  static Path jar(Path checkout, String module) {
    Path target = checkout.resolve(module).resolve("target");
    try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
      Path jar =
          files
              .filter(
                  file ->
                      file.getFileName().toString().matches(module + "-\\d[^-]*(-SNAPSHOT)?\\.jar"))
              .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
              .orElseThrow(() -> new Refusal(missing(checkout, module)));
      requireNewer(jar, checkout, module);
      return jar;
    } catch (IOException unreadable) {
      throw new Refusal(missing(checkout, module) + " (" + unreadable.getMessage() + ")");
    }
  }

  private static void requireNewer(Path jar, Path checkout, String module) throws IOException {
    Path sources = checkout.resolve(module).resolve("src").resolve("main");
    try (Stream<Path> files = Files.walk(sources)) {
      Optional<Path> newer =
          files
              .filter(Files::isRegularFile)
              .filter(file -> file.toFile().lastModified() > jar.toFile().lastModified())
              .findFirst();
      if (newer.isPresent()) {
        throw new Refusal(
            "guard: a jar must be newer than its sources: "
                + jar
                + " is older than "
                + newer.get()
                + "; build it"
                + command(checkout));
      }
    }
  }

  private static String missing(Path checkout, String module) {
    return "guard: a build must have the jars of "
        + String.join(", ", MODULES)
        + ": there is none in "
        + checkout.resolve(module).resolve("target")
        + "; build them"
        + command(checkout);
  }

  private static String command(Path checkout) {
    return ": (cd " + checkout + " && mvn " + String.join(" ", goal()) + ")";
  }

  /** Maven's arguments that build the modules and nothing else. */
  static List<String> goal() {
    return List.of(
        "-B", "-q", "-Dquick", "-DskipTests", "-pl", String.join(",", MODULES), "-am", "package");
  }

  /**
   * Starts all works on a backend.
   *
   * @param harness the jar or folder of this program's classes
   * @throws Refusal if that cannot be done with this build
   */
  SliceProcess start(Path harness, SliceWork.Setting with) {
    List<Path> path = new ArrayList<>(List.of(harness));
    path.addAll(libraries);
    List<String> command =
        JavaProcess.command(
            List.of(),
            path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
            GuardProgram.class,
            with.backend(),
            String.valueOf(with.threads()));
    try {
      return SliceProcess.start(new ProcessBuilder(command));
    } catch (SliceProcess.Silence ended) {
      throw cannot("any work on " + with.backend(), ended);
    }
  }

  /** What a build cannot do that the other one may. */
  Refusal cannot(String work, SliceProcess.Silence ended) {
    return new Refusal(
        "guard: both builds must do every work: "
            + name
            + " cannot do '"
            + work
            + "': "
            + ended.getMessage()
            + "; compare with a later build, or leave this backend out with --backends");
  }
}
