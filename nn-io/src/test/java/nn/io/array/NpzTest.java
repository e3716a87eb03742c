package nn.io.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("arrays.npz"), bytes);
  }

  private FileFormatException refused(byte[] bytes) throws IOException {
    Path file = file(bytes);
    return assertThrows(FileFormatException.class, () -> Npz.read(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored", "deflated"})
  void readsWhatNumPyWrote(String name) throws IOException {
    Map<String, NumberArray> arrays = Npz.read(file(NpyTest.resource(name + ".npz")));
    List<String> names =
        name.equals("stored")
            ? List.of("0.weight", "0.bias")
            : List.of("0.weight", "0.bias", "zeros");
    assertEquals(names, List.copyOf(arrays.keySet()));
    NumberArray weight = Objects.requireNonNull(arrays.get("0.weight"));
    assertEquals(List.of(3, 2), weight.shape());
    assertArrayEquals(new double[] {0, 3, 1, 4, 2, 5}, weight.toDoubles());
    assertArrayEquals(
        new double[] {0.5, 1, 2}, Objects.requireNonNull(arrays.get("0.bias")).toDoubles());
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(NpyTest.resource("f8.npy"));
        out.closeEntry();
      }
    }
    return zip.toByteArray();
  }

  @Test
  void namesThatLookLikePathsAreNamesAndNoMore() throws IOException {
    Map<String, NumberArray> arrays = Npz.read(file(zip("../../x.npy", "/etc/y.npy")));
    assertEquals(List.of("../../x", "/etc/y"), List.copyOf(arrays.keySet()));
  }

  @Test
  void refusesAnEntryThatIsThereTwice() throws IOException {
    byte[] zip = replaced(zip("a.npy", "b.npy"), "b.npy", "a.npy");
    FileFormatException refused = refused(zip);
    assertEquals(FileProblem.MALFORMED, refused.problem());
    assertEquals(
        "read npz: "
            + folder.resolve("arrays.npz")
            + ", byte "
            + refused.offset()
            + ": a name must occur once: 'a.npy'; get the whole file again [NN-205]",
        refused.getMessage());
  }

  private static byte[] replaced(byte[] bytes, String old, String replacement) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace(old, replacement);
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void refusesWhatIsNoArchiveOfArrays() throws IOException {
    assertEquals(FileProblem.OTHER_FORMAT, refused(NpyTest.resource("f8.npy")).problem());
    assertEquals(FileProblem.OTHER_FORMAT, refused(zip("model.json")).problem());
    assertEquals(FileProblem.TRUNCATED, refused(new byte[] {'P', 'K', 3, 4}).problem());
  }

  @Test
  void refusesArchivesThatHoldTooMuchBeforeTheyAreInflated() throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("zeros.npy"));
      out.write(new byte[5 << 20]);
      out.closeEntry();
    }
    FileFormatException refused = refused(zip.toByteArray());
    assertEquals(
        "read npz: "
            + folder.resolve("arrays.npz")
            + ": a compressed file must hold at most 4 MiB"
            + " or 64 times its size, here 4194304 bytes: 5242880 bytes in its arrays; if you trust"
            + " it, decompress it first [NN-206]",
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored", "deflated"})
  void refusesEveryTruncationAndEveryFlippedBitOrReadsIt(String name) throws IOException {
    Damage.check(NpyTest.resource(name + ".npz"), folder, Npz::read);
  }

  @Test
  void refusesEveryFlippedBitOfWhatAnEntryHolds() throws IOException {
    byte[] zip = NpyTest.resource("stored.npz");
    int from = new String(zip, StandardCharsets.ISO_8859_1).indexOf("\u0093NUMPY");
    for (int bit = 8 * from; bit < 8 * (from + 128); bit++) {
      byte[] flipped = zip.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertEquals(FileProblem.CORRUPT, refused(flipped).problem());
    }
  }
}
