package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is told to go while it trains keeps what it has. */
@DisabledOnOs(OS.WINDOWS) // where a process can only be killed
class InterruptionTest {
  @TempDir Path folder;

  @Test
  void aTrainingThatIsToldToGoKeepsWhatItHas() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "../examples/data/iris.csv",
                "--target",
                "species",
                "--backend",
                "naive",
                "--epochs",
                "100000000",
                "--no-pictures",
                "--out",
                out.toString())
            .redirectErrorStream(true)
            .start();
    StringBuilder printed = new StringBuilder();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        printed.append(line).append('\n');
        if (line.startsWith("epoch 1/")) {
          process.toHandle().destroy(); // SIGTERM, which the JVM treats as Ctrl-C
        }
      }
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), printed::toString);
    assertTrue(printed.toString().contains("end               stopped"), printed::toString);
    assertTrue(Files.exists(out.resolve("summary.json")), printed::toString);
    assertEquals(3, MoonsCommandTest.files(out).size());
  }
}
