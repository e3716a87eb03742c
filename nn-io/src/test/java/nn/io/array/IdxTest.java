package nn.io.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxTest {
  /** Three records of 2 x 2, after the format's description. */
  private static final String IMAGES =
      "00000803" + "00000003" + "00000002" + "00000002" + "000102ff" + "10111213" + "20212223";

  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("images"), bytes);
  }

  private Path file(String hex) throws IOException {
    return file(HexFormat.of().parseHex(hex));
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  @Test
  void readsRecordsOfUnsignedBytes() throws IOException {
    NumberArray images = Idx.read(file(IMAGES));
    assertEquals(List.of(3, 2, 2), images.shape());
    assertEquals(ElementType.U8, images.type());
    assertEquals(4, images.width());
    assertEquals(255, images.get(0, 3));
    assertEquals(0x21, images.get(2, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> images.get(0, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> images.get(3, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "000009010000000280ff, I8, -128, -1",
    "00000b01000000028000ffff, I16, -32768, -1",
    "00000c01000000028000000000000001, I32, -2147483648, 1",
    "00000d0100000002bf8000003e800000, F32, -1, 0.25",
    "00000e0100000002bff00000000000003fb999999999999a, F64, -1, 0.1",
  })
  void readsEveryType(String hex, ElementType type, double first, double second)
      throws IOException {
    NumberArray numbers = Idx.read(file(hex));
    assertEquals(type, numbers.type());
    assertArrayEquals(new double[] {first, second}, numbers.toDoubles());
  }

  @Test
  void readsNoMoreThanAskedFor() throws IOException {
    assertEquals(List.of(2, 2, 2), Idx.read(file(IMAGES), 2).shape());
    assertEquals(List.of(3, 2, 2), Idx.read(file(IMAGES), 9).shape());
    assertThrows(IllegalArgumentException.class, () -> Idx.read(folder, 0));
  }

  @Test
  void readsGzip() throws IOException {
    assertEquals(0x13, Idx.read(file(zipped(HexFormat.of().parseHex(IMAGES)))).get(1, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00000701000000012a | OTHER_FORMAT | 0 | an IDX file begins with 0x0000 and a type from 0x08"
            + " to 0x0e: it begins with 0x000007; name an IDX file",
        "0100080100000001aa | OTHER_FORMAT | 0 | an IDX file begins with 0x0000 and a type from 0x08"
            + " to 0x0e: it begins with 0x010008; name an IDX file",
        "0000080100000002aa | TRUNCATED | -1 | [2] of U8 need 10 bytes, the file has 9; get the"
            + " whole file again",
        "0000080100000001aabb | MALFORMED | -1 | there are bytes after the last element of [1] of"
            + " U8; get the file again",
        "0000 | TRUNCATED | -1 | it ends too early; get the whole file again",
        "'' | TRUNCATED | -1 | it ends too early; get the whole file again",
        "00000800 | MALFORMED | 3 | there must be a dimension; get the file again",
        "000008020000000200000000 | MALFORMED | 8 | each dimension must be at least 1: one is 0;"
            + " name a file with records",
        "000008027fffffff7fffffff | TOO_LARGE | 4 | dimensions do not fit in an array: [2147483647,"
            + " 2147483647] of U8; split the file",
        "00000e017fffffff | TOO_LARGE | 4 | dimensions do not fit in an array: [2147483647] of F64;"
            + " split the file",
        "00000801ffffffff | TOO_LARGE | 4 | dimensions do not fit in an array: [4294967295] of U8;"
            + " split the file",
      })
  void refusesOtherFiles(String hex, FileProblem problem, long offset, String message)
      throws IOException {
    Path file = file(hex);
    FileFormatException refused = assertThrows(FileFormatException.class, () -> Idx.read(file));
    String place = offset < 0 ? "" : ", byte " + offset;
    assertEquals(
        "read idx: " + file + place + ": " + message + " [" + problem.code() + "]",
        refused.getMessage());
  }

  @Test
  void refusesWhatCannotBeRead() {
    Path missing = folder.resolve("none");
    assertEquals(
        "read idx: " + missing + ": there is no such file; check the path [NN-201]",
        assertThrows(FileFormatException.class, () -> Idx.read(missing)).getMessage());
    assertEquals(
        "read idx: " + folder + ": this is a folder; name a file [NN-201]",
        assertThrows(FileFormatException.class, () -> Idx.read(folder)).getMessage());
  }

  @Test
  void refusesGzipThatHoldsTooMuchBeforeItIsRead() throws IOException {
    byte[] bomb = new byte[8 << 20];
    System.arraycopy(HexFormat.of().parseHex("0000080100800000"), 0, bomb, 0, 8);
    Path file = file(zipped(java.util.Arrays.copyOf(bomb, bomb.length - 8 + 16)));
    FileFormatException refused = assertThrows(FileFormatException.class, () -> Idx.read(file));
    assertEquals(FileProblem.TOO_LARGE, refused.problem());
    assertTrue(
        String.valueOf(refused.getMessage())
            .contains("here 4194304 bytes: [8388608] of U8; if you trust it"));
  }

  @Test
  void refusesEveryTruncationAndEveryFlippedBitOrReadsIt() throws IOException {
    byte[] plain = HexFormat.of().parseHex(IMAGES);
    Damage.check(plain, folder, Idx::read);
    Damage.check(zipped(plain), folder, Idx::read);
  }
}
