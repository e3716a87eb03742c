package nn.io.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxBytesTest {
  /** Three records of 2 x 2, after the format's description. */
  private static final String IMAGES =
      "00000803" + "00000003" + "00000002" + "00000002" + "000102ff" + "10111213" + "20212223";

  @TempDir Path folder;

  private Path file(String hex) throws IOException {
    return Files.write(folder.resolve("images"), HexFormat.of().parseHex(hex));
  }

  @Test
  void readsRecordsOfUnsignedBytes() throws IOException {
    IdxBytes images = IdxBytes.read(file(IMAGES));
    assertEquals(List.of(3, 2, 2), images.extents());
    assertEquals(4, images.size());
    assertEquals(255, images.get(0, 3));
    assertEquals(0x21, images.get(2, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> images.get(0, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> images.get(3, 0));
  }

  @Test
  void readsNoMoreThanAskedFor() throws IOException {
    assertEquals(2, IdxBytes.read(file(IMAGES), 2).records());
    assertEquals(3, IdxBytes.read(file(IMAGES), 9).records());
    assertThrows(IllegalArgumentException.class, () -> IdxBytes.read(folder, 0));
  }

  @Test
  void readsGzip() throws IOException {
    Path zipped = folder.resolve("images.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(HexFormat.of().parseHex(IMAGES));
    }
    assertEquals(0x13, IdxBytes.read(zipped).get(1, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "00000d0100000001, 'not a file of unsigned bytes: it begins with 0x00000d01'",
    "0000080100000002aa, the file ends too early",
    "0000, the file ends too early",
    "0000080100000000, 'dimensions do not fit in an array: [0]'",
    "000008027fffffff7fffffff, 'dimensions do not fit in an array: [2147483647, 2147483647]'",
  })
  void refusesOtherFiles(String hex, String message) throws IOException {
    Path file = file(hex);
    IOException refused = assertThrows(IOException.class, () -> IdxBytes.read(file));
    assertEquals("idx: " + file + ": " + message, refused.getMessage());
  }
}
