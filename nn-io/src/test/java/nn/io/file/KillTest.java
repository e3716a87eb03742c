package nn.io.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it saves loses nothing that it said was saved. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGKILL")
class KillTest {
  /** {@code -Dnn.soak=true} kills a thousand. */
  private static final int KILLS = Boolean.getBoolean("nn.soak") ? 1000 : 15;

  private static final int MOST_MILLIS = 60; // between the first version and the kill
  private static final long VERSIONS = 1_000_000; // that no process saves before it is killed

  @TempDir Path folder;
  private final Random random = new Random(1);

  private Path file() {
    return folder.resolve("model");
  }

  private Process start(Saver.Protocol protocol, long first) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            Stream.of(Saver.class, DurableFile.class)
                .map(KillTest::location)
                .collect(Collectors.joining(File.pathSeparator)),
            Saver.class.getName(),
            protocol.name(),
            file().toString(),
            Long.toString(first))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Lets a process save until it is killed at a random moment, and returns what it saved last. */
  private long lastSavedBefore(Saver.Protocol protocol, long first)
      throws IOException, InterruptedException {
    Process process = start(protocol, first);
    try (BufferedReader printed = process.inputReader()) {
      printed.readLine(); // what it has found
      String saved = printed.readLine();
      Thread.sleep(random.nextInt(MOST_MILLIS));
      kill(process);
      String last = saved;
      while (saved != null) {
        last = saved;
        saved = printed.readLine();
      }
      return Long.parseLong(last);
    }
  }

  /** The process itself would close what it has printed. */
  private static void kill(Process process) throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void nothingIsCorruptAndNothingSavedIsLost() throws IOException, InterruptedException {
    for (int kill = 0; kill < KILLS; kill++) {
      long saved = lastSavedBefore(Saver.Protocol.DURABLE, kill * VERSIONS);
      long found = Saver.version(file());
      assertTrue(found >= saved, "kill " + kill + ": saved " + saved + ", found " + found);
      assertTrue(leftovers() <= 1, "the next saving removes what a kill leaves");
    }
    DurableFile.save(file(), stream -> stream.write(1));
    assertEquals(0, leftovers());
  }

  private long leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(other -> !other.equals(file())).count();
    }
  }

  /**
   * What such kills show where the old bytes are overwritten: else the test above shows nothing.
   */
  @Test
  void writtenInPlaceItIsCorruptSoonerOrLater() throws IOException, InterruptedException {
    int most = 50 * KILLS;
    int kill = 0;
    do {
      assertTrue(kill < most, "no kill has come while the file was written");
      lastSavedBefore(Saver.Protocol.IN_PLACE, kill++ * VERSIONS);
    } while (Saver.version(file()) >= 0);
  }

  /** None takes for a leftover what the other is writing. */
  @Test
  void twoProcessesSaveOneFile() throws IOException, InterruptedException {
    Process one = start(Saver.Protocol.DURABLE, 0);
    Process two = start(Saver.Protocol.DURABLE, VERSIONS);
    try (BufferedReader first = one.inputReader();
        BufferedReader second = two.inputReader()) {
      for (int version = 0; version < 50; version++) {
        assertNotNull(first.readLine(), "it has ended");
        assertNotNull(second.readLine(), "it has ended");
      }
    } finally {
      kill(one);
      kill(two);
    }
    assertTrue(Saver.version(file()) >= 0);
  }
}
