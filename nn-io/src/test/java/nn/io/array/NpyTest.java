package nn.io.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyTest {
  @TempDir Path folder;

  static List<Golden> goldens() throws IOException {
    return Golden.read(NpyTest.class, "arrays.txt", 1);
  }

  static byte[] resource(String name) throws IOException {
    return Golden.resource(NpyTest.class, name);
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("array.npy"), bytes);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void readsWhatNumPyWrote(Golden golden) throws IOException {
    golden.assertIs(Npy.read(file(resource(golden + ".npy"))));
  }

  @ParameterizedTest
  @CsvSource({"f8", "f8-one-dimension", "f8-number", "f8-no-record"})
  void writesTheBytesOfNumPy(String name) throws IOException {
    Golden golden =
        goldens().stream().filter(each -> each.toString().equals(name)).findFirst().orElseThrow();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    int[] shape = golden.shape().stream().mapToInt(Integer::intValue).toArray();
    Npy.write(golden.toDoubles(), written, shape);
    assertArrayEquals(resource(name + ".npy"), written.toByteArray());
  }

  @Test
  void writesLongArraysInPieces() throws IOException {
    double[] values = new double[30_000];
    Arrays.setAll(values, i -> 1.0 / (i + 1));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Npy.write(values, written, 100, 300);
    assertArrayEquals(values, Npy.read(file(written.toByteArray())).toDoubles());
    assertEquals(
        "write npy: the values must fill the shape: 30000 values, shape [7]",
        assertThrows(IllegalArgumentException.class, () -> Npy.write(values, written, 7))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,)} ~ UNSUPPORTED ~ elements must be"
            + " numbers or truth values: they are '|O'; convert them with astype and save them again",
        "{'descr': '<U3', 'fortran_order': False, 'shape': (1,)} ~ UNSUPPORTED ~ elements must be"
            + " numbers or truth values: they are '<U3'; convert them with astype and save them again",
        "{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (1,)} ~ UNSUPPORTED ~ elements"
            + " must be numbers or truth values: they are a record of several fields; convert them"
            + " with astype and save them again",
        "{'descr': '<f8', 'fortran_order': False} ~ MALFORMED ~ the header is none of NumPy: it must"
            + " be a dictionary of descr, fortran_order and shape alone; save it again with numpy.save",
        "{'descr': '<f8', 'descr': '<f8', 'shape': (1,)} ~ MALFORMED ~ the header is none of NumPy:"
            + " the keys must be descr, fortran_order and shape, each once: 'descr'; save it again"
            + " with numpy.save",
        "{'descr': '<f8', 'fortran_order': 1, 'shape': (1,)} ~ MALFORMED ~ the header is none of"
            + " NumPy: fortran_order must be True or False; save it again with numpy.save",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1)} ~ MALFORMED ~ the header is none of"
            + " NumPy: a tuple of one number needs a comma; save it again with numpy.save",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)} ~ MALFORMED ~ the header is none"
            + " of NumPy: an extent must be a whole number of at most 18 digits; save it again with"
            + " numpy.save",
        "__import__('os').system('true') ~ MALFORMED ~ the header is none of NumPy: '{' is missing;"
            + " save it again with numpy.save",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)} ~ TRUNCATED ~ the elements must"
            + " fill the file: shape [2] of F64, 8 bytes; get the whole file again",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} ~ MALFORMED ~ the elements must"
            + " fill the file: shape [1] of F32, 8 bytes; get the whole file again",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296)} ~ TRUNCATED ~"
            + " the elements must fill the file: shape [4294967296, 4294967296] of F64, 8 bytes; get"
            + " the whole file again",
      })
  void refusesOtherHeaders(String header, FileProblem problem, String message) throws IOException {
    Path file = file(npy(header));
    FileFormatException refused = assertThrows(FileFormatException.class, () -> Npy.read(file));
    String place = refused.offset() < 0 ? "" : ", byte " + refused.offset();
    assertEquals(
        "read npy: " + file + place + ": " + message + " [" + problem.code() + "]",
        refused.getMessage());
  }

  /** A file of version 1.0 with eight bytes of elements. */
  private static byte[] npy(String header) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    byte[] file = Arrays.copyOf(HexFormat.of().parseHex("934e554d50590100"), 10 + text.length + 8);
    file[8] = (byte) text.length;
    System.arraycopy(text, 0, file, 10, text.length);
    return file;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 0 | OTHER_FORMAT | an array of NumPy begins with \\x93NUMPY; name a file that"
            + " numpy.save wrote",
        "504b0304000000000000 | 0 | OTHER_FORMAT | an array of NumPy begins with \\x93NUMPY; name a"
            + " file that numpy.save wrote",
        "934e554d5059 | 6 | TRUNCATED | the header ends too early; get the whole file again",
        "934e554d50590400 | 6 | UNSUPPORTED | versions 1.0 to 3.0 are read: this is 4.0; save it"
            + " again",
        "934e554d505902001127000041 | 8 | TOO_LARGE | a header must have at most 10000 bytes: it has"
            + " 10001; save plain numbers",
        "934e554d50590100100041 | 10 | TRUNCATED | the header ends too early; get the whole file"
            + " again",
      })
  void refusesOtherFiles(String hex, long offset, FileProblem problem, String message)
      throws IOException {
    Path file = file(HexFormat.of().parseHex(hex));
    assertEquals(
        "read npy: " + file + ", byte " + offset + ": " + message + " [" + problem.code() + "]",
        assertThrows(FileFormatException.class, () -> Npy.read(file)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"f8-fortran", "f2", "version-3"})
  void refusesEveryTruncationAndEveryFlippedBitOrReadsIt(String name) throws IOException {
    Damage.check(resource(name + ".npy"), folder, Npy::read);
  }
}
