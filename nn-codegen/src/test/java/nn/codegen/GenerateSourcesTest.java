package nn.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateSourcesTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(0);

  @TempDir Path folder;
  private Path source;
  private Path twin;

  @BeforeEach
  void aSourceWithATwinAmongOthers() throws IOException {
    source = folder.resolve("src with blanks/a/b/DoubleX.java");
    twin = folder.resolve("generated/a/b/FloatX.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source.resolveSibling("DoubleAlone.java"), "class DoubleAlone {}\n");
    writeSource("class DoubleX {}");
  }

  private void writeSource(String text) throws IOException {
    Files.writeString(source, "// GenerateSources writes its twin FloatX.\n" + text + "\n");
  }

  private void run() throws IOException {
    GenerateSources.main(
        new String[] {
          folder.resolve("src with blanks").toString(), folder.resolve("generated").toString()
        });
  }

  private List<String> generated() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("generated"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .toList();
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void writesTwinsIntoTheSamePackage() throws IOException {
    run();
    assertEquals(List.of("generated/a/b/FloatX.java"), generated());
    assertEquals(
        "// Generated from DoubleX.java by GenerateSources; edit that file.\nclass FloatX {}\n",
        Files.readString(twin));
  }

  @Test
  void leavesAFileAloneWhoseTextIsTheSame() throws IOException {
    run();
    Files.setLastModifiedTime(twin, LONG_AGO);
    run();
    assertEquals(LONG_AGO, time(twin));
    writeSource("final class DoubleX {}");
    run();
    assertEquals("final class FloatX {}", Files.readAllLines(twin).get(1));
  }

  @Test
  void deletesTheTwinOfASourceThatIsGone() throws IOException {
    run();
    Files.delete(source);
    run();
    assertEquals(List.of(), generated());
  }
}
