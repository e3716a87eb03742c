package nn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is told to go while it trains keeps what it has, and goes when it is told again. */
@DisabledOnOs(OS.WINDOWS) // where a process can only be killed
class InterruptionTest {
  private static final String FIRST_SIGNAL = "nn: ending after this step";

  private final StringBuilder printed = new StringBuilder();
  @TempDir Path folder;

  @Test
  void aTrainingThatIsToldToGoKeepsWhatItHas() throws IOException, InterruptedException {
    assertEquals(128 + 15, exitCode("TERM", "epoch 1/", "--epochs", "100000000"));
    assertKept();
  }

  @Test
  void soDoesCtrlC() throws IOException, InterruptedException {
    assumeFalse(isIgnored(2), "whoever started this has SIGINT ignored");
    assertEquals(128 + 2, exitCode("INT", "epoch 1/", "--epochs", "100000000"));
    assertKept();
  }

  private void assertKept() throws IOException {
    assertTrue(printed.toString().contains(FIRST_SIGNAL), printed::toString);
    assertTrue(printed.toString().contains("end               stopped"), printed::toString);
    assertEquals(
        List.of("history.csv", "report.html", "summary.json"),
        MoonsCommandTest.files(folder.resolve("out")));
  }

  /** A step takes a second or more here, and ending at once does not wait for it. */
  @Test
  void theSecondTimeItEndsAtOnce() throws IOException, InterruptedException {
    int exitCode =
        exitCode(
            "TERM", "iteration 1/", "--epochs", "1000", "--batch", "all", "--layers", "2500,2500");
    assertEquals(128 + 15, exitCode);
    assertFalse(printed.toString().contains("wrote"), printed::toString);
    assertFalse(Files.exists(folder.resolve("out")), printed::toString);
  }

  /** Sends a signal when a line begins so, and again when the tool says that one more helps. */
  private int exitCode(String signal, String line, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
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
                "--no-pictures",
                "--out",
                folder.resolve("out").toString()));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    boolean twice = List.of(more).contains("all");
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String read = reader.readLine(); read != null; read = reader.readLine()) {
        printed.append(read).append('\n');
        if (read.startsWith(line) || (twice && read.startsWith(FIRST_SIGNAL))) {
          send(signal, process);
        }
      }
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), printed::toString);
    return process.exitValue();
  }

  private static void send(String signal, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
  }

  /** Linux tells; what is ignored here is in a process that this one starts. */
  private static boolean isIgnored(int signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.notExists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> new BigInteger(line.substring(7).strip(), 16).testBit(signal - 1));
  }
}
