package nn.io.malformed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every malformed file is refused by the one exception that its reader may throw. */
class MalformedFilesTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> eachIsRefusedInLittleMemory() {
    MalformedFiles all = MalformedFiles.all();
    Refusals refusals = new Refusals(folder.resolve("file"));
    return all.classes().entrySet().stream()
        .map(
            faults ->
                dynamicTest(
                    faults.getKey(),
                    () -> refusals.require(all.reader(faults.getKey()), faults.getValue())));
  }

  @Test
  void thereAreAThousandInSixtyClasses() {
    MalformedFiles all = MalformedFiles.all();
    assertTrue(all.size() >= 1000, "files: " + all.size());
    assertTrue(all.classes().size() >= 60, "classes: " + all.classes().size());
  }

  @Test
  void eachIsRefusedWith64MegabytesInAll() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Refusals.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
  }
}
