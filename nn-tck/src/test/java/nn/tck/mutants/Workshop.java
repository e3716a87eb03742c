package nn.tck.mutants;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles mutants in a folder of its own: the repository's files are only read. The whole module
 * is compiled, as javac copies a class's constants into others, with the float twin of what is
 * mutated.
 */
final class Workshop {
  private final Path repository;
  private final Subject subject;
  private final Path folder;
  private final String classPath;

  /**
   * One that mutates a module.
   *
   * @param folder its own, made if it is not there
   * @param classPath of the suite and the backends
   */
  Workshop(Path repository, Subject subject, Path folder, String classPath) {
    this.repository = repository;
    this.subject = subject;
    this.folder = folder;
    this.classPath = classPath;
  }

  /** Where {@link #compile} leaves the classes. */
  Path classes() {
    return folder.resolve("classes");
  }

  /** Compiles a mutant; false if it is not Java, or has no twin. */
  boolean compile(Mutant mutant) throws IOException, InterruptedException {
    Path original = subject.file(repository, mutant.file());
    return compile(mutant.file(), mutant.apply(Files.readString(original)));
  }

  /** Compiles the module with another text for one of its files. */
  private boolean compile(String file, String text) throws IOException, InterruptedException {
    delete(folder);
    Path sources = folder.resolve("sources");
    copy(subject.sources(repository), sources);
    Path original = subject.file(repository, file);
    Files.writeString(sources.resolve(subject.sources(repository).relativize(original)), text);
    return generate(sources) && javac();
  }

  private boolean generate(Path sources) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            java(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            repository
                .resolve("nn-codegen/src/main/java/nn/codegen/GenerateSources.java")
                .toString(),
            sources.toString(),
            folder.resolve("generated").toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("generate.txt").toFile())
            .start();
    return process.waitFor() == 0;
  }

  private boolean javac() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String name : List.of("sources", "generated")) {
      if (Files.exists(folder.resolve(name))) {
        sources.addAll(files(folder.resolve(name)));
      }
    }
    sources.removeIf(file -> !file.toString().endsWith(".java"));
    sources.removeIf(file -> file.endsWith("module-info.java")); // on the class path
    Files.createDirectories(classes());
    List<String> options =
        List.of(
            "-proc:none",
            "-nowarn",
            "-Xlint:none",
            "--add-modules=jdk.incubator.vector",
            "-cp",
            classPath,
            "-d",
            classes().toString());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      StringWriter said = new StringWriter();
      boolean compiled =
          compiler
              .getTask(
                  said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
              .call();
      Files.writeString(folder.resolve("javac.txt"), said.toString());
      return compiled;
    }
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path copy = to.resolve(from.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(folder);
  }
}
