package nn.io.malformed;

import java.util.List;
import java.util.Map;

/** NumPy's arrays with a fault, alone and in an archive. */
final class MalformedNumpy {
  private static final String MAGIC = "\u0093NUMPY";
  private static final String RIGHT = "{'descr': '<f8', 'fortran_order': False, 'shape': (40,), }";

  private MalformedNumpy() {}

  /** An array of doubles. */
  static byte[] array(int elements) {
    return array(new byte[8 * elements]);
  }

  /** An array of the doubles that these bytes are. */
  static byte[] array(byte[] data) {
    return file(1, RIGHT.replace("40", Integer.toString(data.length / 8)), data);
  }

  private static byte[] file(int version, String header, byte[] data) {
    int start = version == 1 ? 10 : 12;
    String line = header + " ".repeat(63 - (start + header.length()) % 64) + "\n";
    return Bytes.join(
        Bytes.ascii(MAGIC),
        new byte[] {(byte) version, 0},
        Bytes.littleEndian(line.length(), start - 8),
        Bytes.ascii(line),
        data);
  }

  static void addTo(MalformedFiles files) {
    byte[] right = array(40);
    files.draw(Reader.NPY, "cut off", random -> Bytes.cut(right, random));
    files.draw(
        Reader.NPY,
        "bytes follow",
        random -> Bytes.join(right, Bytes.noise(random, 1 + random.nextInt(99))));
    files.draw(Reader.NPY, "noise", random -> Bytes.noise(random, random.nextInt(500)));
    files.draw(
        Reader.NPY,
        "a letter of the header is another",
        random -> Bytes.with(right, 10 + random.nextInt(40), (byte) (1 + random.nextInt(31))));
    for (int version : new int[] {0, 4, 9, 255}) {
      files.add(Reader.NPY, "a version", Bytes.with(right, 6, (byte) version));
      files.add(Reader.NPY, "a version", Bytes.with(right, 7, (byte) version, (byte) 0, (byte) 0));
    }
    for (int length : new int[] {0, 1, 10, 117, 119, 1000, 20_000, 0xffff}) {
      files.add(
          Reader.NPY,
          "a length of the header",
          Bytes.with(right, 8, Bytes.littleEndian(length, 2)));
    }
    for (String type :
        List.of(
            "|O",
            "<U8",
            "|S9",
            "<c16",
            "<M8[ns]",
            "<m8",
            "<f16",
            "<f3",
            "f8",
            "<f",
            "",
            "|V8",
            "<i8,<i8",
            "<x4",
            "<f8'",
            "<\u00a48")) {
      header(files, "a type that is not read", "<f8", type);
    }
    for (String shape :
        List.of("(41,)", "(39,)", "(4, 11)", "(2, 2, 2)", "()", "(0,)", "(40, 0)", "(1,)")) {
      header(files, "a shape that the bytes do not fill", "(40,)", shape);
    }
    for (String shape :
        List.of(
            "(4294967296,)",
            "(2147483647,)",
            "(65536, 65536)",
            "(9223372036854775807,)",
            "(99999999999999999999,)",
            "(2147483647, 2147483647, 2147483647)",
            "(1073741824, 4, 5)")) {
      header(files, "a shape beyond all memory", "(40,)", shape);
    }
    for (String shape :
        List.of(
            "(-40,)",
            "(40.0,)",
            "40",
            "[40]",
            "(4e1,)",
            "('40',)",
            "(40",
            "40,)",
            "(None,)",
            "(,)",
            "(40 40)",
            "((40,),)",
            "(0x28,)",
            "(40,,)",
            "(True,)")) {
      header(files, "a shape that is none", "(40,)", shape);
    }
    for (String order : List.of("false", "0", "None", "'C'", "Flase", "", "not True")) {
      header(files, "an order that is none", "False", order);
    }
    for (String text :
        List.of(
            "__import__('os').system('x')",
            "[]",
            "",
            "{}",
            "None",
            "{'descr': '<f8'}",
            RIGHT + RIGHT,
            RIGHT + "x",
            "x" + RIGHT,
            RIGHT.replace("}", ""),
            RIGHT.replace("{", ""),
            "{'a':".repeat(1500),
            RIGHT.replace("'shape'", "'shapes'"),
            RIGHT.replace("'shape'", "'descr'"),
            RIGHT.replace(", }", ", 'more': 1}"),
            "(".repeat(9000))) {
      files.add(Reader.NPY, "a header that is none", file(1, text, new byte[320]));
      files.add(Reader.NPY, "a header that is none, of version 2", file(2, text, new byte[320]));
    }
    files.add(Reader.NPY, "of another format", MalformedModels.other());
    files.draw(
        Reader.NPZ,
        "an array that is none",
        random -> new Zip(Map.of("a.npy", Bytes.cut(right, random))).stored());
  }

  private static void header(MalformedFiles files, String fault, String from, String to) {
    byte[] array = file(1, RIGHT.replace(from, to), new byte[320]);
    files.add(Reader.NPY, fault, array);
    files.add(Reader.NPZ, fault, new Zip(Map.of("a.npy", array)).stored());
  }
}
