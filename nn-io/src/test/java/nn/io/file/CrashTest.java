package nn.io.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saving survives every crash that {@link Crashes} tries, and nothing less than all of it does. */
class CrashTest {
  private static final int VERSIONS = 4;
  private static final String FILL = "aBcDeFgHiJk"; // and a digit: three blocks

  @TempDir Path folder;

  @FunctionalInterface
  private interface Saving {
    void save(Crashes disk, Path target, String version) throws IOException;
  }

  private Crashes.Found found(Saving saving) throws IOException {
    Path target = folder.resolve("model");
    Crashes disk = new Crashes(target);
    for (int version = 0; version < VERSIONS; version++) {
      String content = version + FILL;
      disk.begin(content);
      saving.save(disk, target, content);
      disk.acknowledge();
    }
    return disk.found();
  }

  private static DurableFile.Content content(String version) {
    return stream -> stream.write(bytes(version));
  }

  private static byte[] bytes(String version) {
    return version.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void theFileIsNeverTornAndNoSavedVersionIsLost() throws IOException {
    Crashes.Found found =
        found((disk, target, version) -> DurableFile.save(disk, target, content(version)));
    assertEquals(0, found.torn());
    assertEquals(0, found.lost());
    assertTrue(found.states() > 50, found.toString());
  }

  @Test
  void withoutForcingTheFolderSavedVersionsAreLost() throws IOException {
    Crashes.Found found =
        found(
            (disk, target, version) ->
                DurableFile.save(
                    CarelessStorage.withoutForcingTheFolder(disk), target, content(version)));
    assertEquals(0, found.torn());
    assertTrue(found.lost() > 0, found.toString());
  }

  @Test
  void withoutForcingTheFileItIsTorn() throws IOException {
    Crashes.Found found =
        found(
            (disk, target, version) ->
                DurableFile.save(new CarelessStorage(disk, false, true), target, content(version)));
    assertTrue(found.torn() > 0, found.toString());
  }

  @Test
  void writtenInPlaceItIsTorn() throws IOException {
    Crashes.Found found =
        found(
            (disk, target, version) -> {
              try (Storage.Output output = disk.overwrite(target)) {
                output.write(ByteBuffer.wrap(bytes(version)));
                output.force();
              }
              disk.forceFolder(folder);
            });
    assertTrue(found.torn() > 0, found.toString());
  }
}
