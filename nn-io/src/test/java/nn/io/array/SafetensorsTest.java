package nn.io.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside the files of src/tools/safetensors_files.py and what safetensors 0.5.2 says of them. */
class SafetensorsTest {
  /** The good ones that nn could have written. */
  private static final Set<String> OWN =
      Set.of(
          "aligned",
          "aligned, no metadata",
          "no array",
          "empty array",
          "a single number",
          "three types",
          "name beyond ASCII");

  /** What safetensors accepts, although two readers could see two files. */
  private static final Set<String> AMBIGUOUS = Set.of("name twice", "metadata key twice");

  @TempDir Path folder;

  private static List<JsonObject> goldens() throws IOException {
    try (InputStream stream =
        SafetensorsTest.class.getResourceAsStream("/goldens/safetensors.json")) {
      byte[] text = Objects.requireNonNull(stream).readAllBytes();
      return JsonObject.parse(new String(text, StandardCharsets.UTF_8)).objects("files");
    }
  }

  private static void assertArrays(JsonObject expected, Safetensors actual, String name) {
    assertEquals(expected.names(), actual.arrays().keySet(), name);
    for (String array : expected.names()) {
      double[] values =
          expected.texts(array).stream()
              .mapToDouble(text -> Double.parseDouble(text.replace("inf", "Infinity")))
              .toArray();
      assertArrayEquals(values, actual.array(array).toDoubles(), name);
    }
  }

  @Test
  void importsWhatSafetensorsReadsAndNoFileThatCanBeReadInTwoWays() throws IOException {
    Path file = folder.resolve("a");
    for (JsonObject golden : goldens()) {
      String name = golden.text("name");
      Files.write(file, Base64.getDecoder().decode(golden.text("bytes")));
      if (golden.flag("accepted") && !AMBIGUOUS.contains(name)) {
        assertArrays(golden.object("arrays"), Safetensors.importFile(file), name);
      } else {
        assertThrows(FileFormatException.class, () -> Safetensors.importFile(file), name);
      }
    }
  }

  @Test
  void loadsNothingButWhatCouldBeItsOwn() throws IOException {
    Path file = folder.resolve("a");
    for (JsonObject golden : goldens()) {
      String name = golden.text("name");
      Files.write(file, Base64.getDecoder().decode(golden.text("bytes")));
      if (OWN.contains(name)) {
        assertArrays(golden.object("arrays"), Safetensors.load(file), name);
      } else {
        assertThrows(FileFormatException.class, () -> Safetensors.load(file), name);
      }
    }
  }

  private static Safetensors sample() {
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    arrays.put(
        "f",
        NumberArray.of(
            ElementType.F32, List.of(3), ByteBuffer.allocate(12).putFloat(0.1f).position(0)));
    arrays.put("d", NumberArray.ofDoubles(new double[] {1, 2, 3, 4, 5, 6}, 2, 3).transposed());
    arrays.put(
        "i",
        NumberArray.of(
            ElementType.I64,
            List.of(1),
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(-7).flip()));
    return new Safetensors(Map.of("k", "v\"\n"), arrays);
  }

  @Test
  void isWrittenAndReadBack() throws IOException {
    Path file = folder.resolve("a");
    byte[] bytes = sample().toBytes();
    Files.write(file, bytes);
    for (Safetensors read : List.of(Safetensors.load(file), Safetensors.importFile(file))) {
      assertEquals(Map.of("k", "v\"\n"), read.metadata());
      assertEquals(List.of("d", "i", "f"), List.copyOf(read.arrays().keySet()));
      assertEquals("F64[3, 2]", read.array("d").toString());
      assertArrayEquals(new double[] {1, 4, 2, 5, 3, 6}, read.array("d").toDoubles());
      assertArrayEquals(new double[] {-7}, read.array("i").toDoubles());
      assertArrayEquals(new double[] {0.1f, 0, 0}, read.array("f").toDoubles());
      assertArrayEquals(bytes, new Safetensors(read.metadata(), read.arrays()).toBytes());
    }
  }

  /** By hand: 8 bytes of length, the header up to byte 192, 7 numbers of 8 bytes, 3 of 4. */
  @Test
  void theBytesAreThoseOfTheFormat() {
    byte[] bytes = sample().toBytes();
    String header =
        "{\"__metadata__\":{\"k\":\"v\\\"\\n\"},"
            + "\"d\":{\"dtype\":\"F64\",\"shape\":[3,2],\"data_offsets\":[0,48]},"
            + "\"i\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[48,56]},"
            + "\"f\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[56,68]}}";
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int data = (8 + header.length() + 63) / 64 * 64;
    assertEquals(data - 8, buffer.getLong());
    assertEquals(
        header + " ".repeat(data - 8 - header.length()),
        new String(bytes, 8, data - 8, StandardCharsets.UTF_8));
    assertEquals(1, buffer.getDouble(data));
    assertEquals(4, buffer.getDouble(data + 8));
    assertEquals(-7, buffer.getLong(data + 48));
    assertEquals(0.1f, buffer.getFloat(data + 56));
    assertEquals(data + 68, bytes.length);
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    NumberArray half = NumberArray.of(ElementType.F16, List.of(1), ByteBuffer.allocate(2));
    assertEquals(
        "safetensors: an array's type must be one of [I64, F32, F64]: 'a' is F16[1]",
        assertThrows(
                IllegalArgumentException.class, () -> new Safetensors(Map.of(), Map.of("a", half)))
            .getMessage());
    NumberArray one = NumberArray.ofDoubles(new double[1], 1);
    for (String name : List.of("", "a\nb", "é".repeat(257))) {
      assertEquals(
          "safetensors: a name must have 1 to 512 bytes and no control character: '" + name + "'",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new Safetensors(Map.of(), Map.of(name, one)))
              .getMessage());
    }
    assertEquals(
        "safetensors: no array 'b', there are [a]",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Safetensors(Map.of(), Map.of("a", one)).array("b"))
            .getMessage());
  }

  private void refused(FileProblem problem, String message, byte[] bytes) {
    Path file = folder.resolve("a");
    FileFormatException refused =
        assertThrows(
            FileFormatException.class,
            () -> Safetensors.parse(new FileSource("load", file), bytes));
    assertEquals("load: " + file + message, refused.getMessage());
    assertEquals(problem, refused.problem());
  }

  private static byte[] file(String header, int data) {
    String padded = header + " ".repeat((120 - header.length() % 64) % 64);
    ByteBuffer bytes = ByteBuffer.allocate(8 + padded.length() + data);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(padded.length());
    return bytes.put(padded.getBytes(StandardCharsets.US_ASCII)).array();
  }

  @Test
  void messagesSayTheByteTheRuleAndWhatToDo() {
    String again = "; get the file again, or save it again with what wrote it [NN-205]";
    refused(
        FileProblem.TRUNCATED,
        ", byte 3: the length of the header is cut off; get the whole file again [NN-203]",
        new byte[3]);
    refused(
        FileProblem.OTHER_FORMAT,
        ", byte 0: a safetensors file begins with the length of its header, from 2 to 100000000:"
            + " 2314885530818453536; name such a file [NN-202]",
        " ".repeat(100).getBytes(StandardCharsets.US_ASCII));
    byte[] one = file("{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}", 8);
    refused(
        FileProblem.TRUNCATED,
        ", byte 72: 'a' should end at byte 80; get the whole file again [NN-203]",
        one);
    refused(
        FileProblem.MALFORMED,
        ", byte 80: 8 bytes follow the last array" + again,
        file("{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}", 24));
    refused(
        FileProblem.MALFORMED,
        ", byte 64: 'a', F64 [3] in bytes 0 to 16: its bytes must hold its shape" + again,
        file("{\"a\":{\"dtype\":\"F64\",\"shape\":[3],\"data_offsets\":[0,16]}}", 16));
    refused(
        FileProblem.UNSUPPORTED,
        ", byte 27: 'a' is of type 'F16', which is not read; convert it to F32 [NN-207]",
        file("{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2));
    refused(
        FileProblem.MALFORMED,
        ", byte 13: header: the text must be JSON: Unexpected character ('}' (code 125)): was"
            + " expecting a colon to separate field name and value"
            + again,
        file("{\"a\"}", 0));
  }

  @Test
  void memoryFollowsWhatTheFileHolds() {
    String header =
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[2000000000],\"data_offsets\":[0,16000000000]}}";
    assertThrows(
        FileFormatException.class,
        () -> Safetensors.parse(new FileSource("load", folder), file(header, 8)));
    StringBuilder many = new StringBuilder("{\"__metadata__\":{}");
    for (int i = 0; i <= 1 << 14; i++) {
      many.append(",\"")
          .append(i)
          .append("\":{\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[0,0]}");
    }
    FileFormatException refused =
        assertThrows(
            FileFormatException.class,
            () -> Safetensors.parse(new FileSource("load", folder), file(many + "}", 0)));
    assertEquals(FileProblem.TOO_LARGE, refused.problem());
    assertTrue(refused.offset() > 0);
  }
}
