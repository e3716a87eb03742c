package nn.io.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nn.io.array.Damage;
import nn.io.array.Golden;
import nn.io.array.NumberArray;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {
  private static final String ALONE = "save the state dictionary alone";
  private static final String COMMAND = ": torch.save(model.state_dict(), FILE)";

  @TempDir Path folder;

  private Path file(String name) throws IOException {
    return Files.write(
        folder.resolve(name + ".pt"), Golden.resource(TorchFileTest.class, name + ".pt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "layers", "checkpoint", "views", "types", "half"})
  void readsWhatPyTorchSaved(String name) throws IOException {
    Map<String, NumberArray> arrays = TorchFile.read(file(name));
    List<Golden> goldens =
        Golden.read(TorchFileTest.class, "tensors.txt", 2).stream()
            .filter(golden -> golden.words().get(0).equals(name))
            .toList();
    assertEquals(
        goldens.stream().map(golden -> golden.words().get(1)).toList(),
        List.copyOf(arrays.keySet()));
    for (Golden golden : goldens) {
      golden.assertIs(Objects.requireNonNull(arrays.get(golden.words().get(1))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "module | UNSUPPORTED | objects of 'torch.nn.modules.linear.Linear' are not read, since"
            + " that could execute anything; "
            + ALONE
            + COMMAND,
        "system | UNSUPPORTED | objects of 'posix.system' are not read, since that could execute"
            + " anything; "
            + ALONE
            + COMMAND,
        "old | OTHER_FORMAT | this is no file of PyTorch 1.6 or newer; save it again there with"
            + " torch.save(model.state_dict(), FILE)",
        "protocol | UNSUPPORTED | a pickle must be of protocol 2; save it without another"
            + " pickle_protocol",
        "key | UNSUPPORTED | keys must be text or whole numbers; " + ALONE,
        "expanded | TOO_LARGE | tensors that share their numbers must be at most 4 times the file;"
            + " save clones of them",
        "cycle | TOO_LARGE | there must be at most 1000000 values, as many of them lists and tensors as"
            + " suit its size, 32 in each other, with names of at most 512 characters; "
            + ALONE,
        "branches | TOO_LARGE | there must be at most 1000000 values, as many of them lists and tensors"
            + " as suit its size, 32 in each other, with names of at most 512 characters; "
            + ALONE,
        "nothing | OTHER_FORMAT | there is no tensor in it; save the parameters:"
            + " torch.save(model.state_dict(), FILE)",
      })
  void refusesWhatIsNoTensorAlone(String name, FileProblem problem, String message)
      throws IOException {
    Path file = file(name);
    FileFormatException refused = refused(file);
    String place = refused.offset() < 0 ? "" : ", byte " + refused.offset();
    assertEquals(
        "read torch: " + file + place + ": " + message + " [" + problem.code() + "]",
        refused.getMessage());
  }

  @Test
  void refusesOtherArchives() throws IOException {
    Path npz = folder.resolve("arrays.npz");
    Files.write(npz, Golden.resource(Golden.class, "stored.npz"));
    FileFormatException refused = refused(npz);
    assertTrue(String.valueOf(refused.getMessage()).contains("has a stored entry data.pkl"));
  }

  /** A pickle's instructions after those of the protocol, one letter for each byte. */
  static Stream<Arguments> malformedPickles() {
    String storage = "(" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu");
    String tensor = "ctorch._utils\n_rebuild_tensor_v2\n(";
    return Stream.of(
        Arguments.of("(.", "a value is missing"),
        Arguments.of("Nt.", "a mark is missing"),
        Arguments.of("h\5.", "nothing is remembered as 5"),
        Arguments.of("NNa.", "values must be appended to a list"),
        Arguments.of("NNNs.", "items must be set in a dictionary"),
        Arguments.of("}(" + text("a") + "N" + text("a") + "Nu.", "a key must be set once"),
        Arguments.of("N}b.", "attributes must be a dictionary's"),
        Arguments.of("X\1\0\0\0\u00ff.", "text must be UTF-8"),
        Arguments.of("c a\nb\n.", "a name must be at most 256 letters of ASCII"),
        Arguments.of("NNR.", "a call must have arguments"),
        Arguments.of("N)R.", "only a dictionary, a tensor or a parameter is made by a call"),
        Arguments.of(tensor + "tR.", "a tensor must have storage, offset, size and stride"),
        Arguments.of("NQ.", "a storage must have type, key, location and number of elements"),
        Arguments.of(
            storage + "K\3tQ.",
            "a storage must be a stored entry of its size: 3 numbers of F32 in '0'"),
        Arguments.of(
            tensor + storage + "K\2tQK\0NNNNtR.",
            "a tensor must have storage, offset, size and stride"),
        Arguments.of(
            tensor + storage + "K\2tQK\0N\u0085K\1\u0085NNtR.",
            "sizes and strides must be whole numbers"),
        Arguments.of(
            tensor + storage + "K\2tQK\1K\2\u0085K\1\u0085NNtR.",
            "a tensor must lie in its storage: array: elements must be in the bytes: shape [2] of"
                + " F32, strides [1], first 1, 8 bytes"));
  }

  private static String text(String text) {
    return "X" + (char) text.length() + "\0\0\0" + text;
  }

  @ParameterizedTest
  @MethodSource("malformedPickles")
  void refusesMalformedPickles(String instructions, String message) throws IOException {
    FileFormatException refused = refused(archive("little", instructions));
    assertEquals(FileProblem.MALFORMED, refused.problem());
    assertTrue(
        String.valueOf(refused.getMessage())
            .endsWith(message + "; get the whole file again [NN-205]"),
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "little | 0. | UNSUPPORTED | instruction 0x30 of a pickle is not followed; "
            + ALONE
            + COMMAND,
        "little | \u008a\tabcdefghi. | UNSUPPORTED | a whole number must fit in 64 bits; " + ALONE,
        "little | Xabcd. | TRUNCATED | the pickle ends too early; get the whole file again",
        "little | N | TRUNCATED | the pickle ends too early; get the whole file again",
        "middle | N. | MALFORMED | the byte order must be little or big; get the whole file again",
      })
  void refusesOtherPickles(
      String byteOrder, String instructions, FileProblem problem, String message)
      throws IOException {
    FileFormatException refused = refused(archive(byteOrder, instructions));
    assertTrue(
        String.valueOf(refused.getMessage()).endsWith(": " + message + " [" + problem.code() + "]"),
        refused.getMessage());
  }

  /** So many calls that they are compiled. */
  @Test
  void readsALongFileAgainAndAgain() throws IOException {
    StringBuilder pickle = new StringBuilder("}(");
    String zeros = "\0\0\0";
    pickle.append("X\3" + zeros + "aaa"); // a first entry remembers what the others have in common
    pickle.append("ctorch._utils\n_rebuild_tensor_v2\nq\0(");
    pickle.append("(X\7" + zeros + "storagectorch\nFloatStorage\nX\1" + zeros + "0");
    pickle.append("X\3" + zeros + "cpuK\2tQq\1K\0K\2\u0085K\1\u0085");
    pickle.append("\u0089ccollections\nOrderedDict\nq\2)Rtq\3R");
    int entries = 20_000;
    for (int entry = 0; entry < entries; entry++) {
      pickle.append("X\5" + zeros).append(String.format(Locale.ROOT, "%05d", entry));
      pickle.append("h\0h\3R");
    }
    Path file = archive("little", pickle.append("u.").toString());
    for (int time = 0; time < 10; time++) {
      assertEquals(entries + 1, TorchFile.read(file).size());
    }
  }

  @Test
  void aCompressedByteOrderIsNotInflated() throws IOException {
    Path file = folder.resolve("bomb.pt");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      store(out, "x/data.pkl", "\u0080\2}.".getBytes(StandardCharsets.ISO_8859_1));
      out.putNextEntry(new ZipEntry("x/byteorder"));
      out.write(new byte[1 << 20]);
      out.closeEntry();
    }
    String message = String.valueOf(refused(file).getMessage());
    assertTrue(message.contains("the byte order must be little or big"), message);
  }

  private static FileFormatException refused(Path file) {
    return assertThrows(FileFormatException.class, () -> TorchFile.read(file));
  }

  /** An archive as PyTorch's, with a storage of two floats. */
  private Path archive(String byteOrder, String instructions) throws IOException {
    Path file = folder.resolve("crafted.pt");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      store(out, "x/data.pkl", ("\u0080\2" + instructions).getBytes(StandardCharsets.ISO_8859_1));
      store(out, "x/byteorder", byteOrder.getBytes(StandardCharsets.ISO_8859_1));
      store(out, "x/data/0", new byte[8]);
    }
    return file;
  }

  private static void store(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  @Test
  void refusesEveryTruncationAndEveryFlippedBitOrReadsIt() throws IOException {
    Damage.check(Golden.resource(TorchFileTest.class, "dense.pt"), folder, TorchFile::read);
  }
}
