package nn.io.malformed;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** PyTorch's files with a fault: their pickles are written by hand, an instruction at a time. */
final class MalformedTorch {
  private static final String DICTIONARY = "}";
  private static final String SET = "s";
  private static final String END = ".";
  private static final String TYPE = "ctorch\nDoubleStorage\n";
  private static final byte[] DATA = new byte[8 * 12];

  private MalformedTorch() {}

  private static String text(String text) {
    return "X" + latin(Bytes.littleEndian(text.length(), 4)) + text;
  }

  private static String number(long number) {
    return "\u008a\b" + latin(Bytes.littleEndian(number, 8));
  }

  private static String numbers(long... numbers) {
    StringBuilder tuple = new StringBuilder("(");
    for (long number : numbers) {
      tuple.append(number(number));
    }
    return tuple.append('t').toString();
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static String storage(String type, String key, long elements) {
    return "(" + text("storage") + type + text(key) + text("cpu") + number(elements) + "tQ";
  }

  private static String tensor(String storage, long first, String size, String stride) {
    return "ctorch._utils\n_rebuild_tensor_v2\n("
        + storage
        + number(first)
        + size
        + stride
        + "\u0089ccollections\nOrderedDict\n)RtR";
  }

  /** 3 x 4 doubles. */
  private static String tensor() {
    return tensor(storage(TYPE, "0", 12), 0, numbers(3, 4), numbers(4, 1));
  }

  private static byte[] file(String pickle) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("m/data.pkl", Bytes.ascii("\u0080\2" + pickle));
    entries.put("m/version", Bytes.ascii("3\n"));
    entries.put("m/data/0", DATA);
    return new Zip(entries).stored();
  }

  private static byte[] dictionary(String value) {
    return file(DICTIONARY + text("w") + value + SET + END);
  }

  /** A file without a fault. */
  static byte[] right() {
    return dictionary(tensor());
  }

  static void addTo(MalformedFiles files) {
    addDamaged(files);
    addPickles(files);
    addTensors(files);
  }

  private static void addDamaged(MalformedFiles files) {
    byte[] right = right();
    files.draw(Reader.TORCH, "cut off", random -> Bytes.cut(right, random));
    byte[] pickle = Bytes.ascii("\u0080\2" + DICTIONARY + text("w") + tensor() + SET + END);
    Zip zip = Zip.of(right);
    files.draw(
        Reader.TORCH,
        "a pickle that is cut off",
        random -> zip.with("m/data.pkl", Bytes.cut(pickle, random)).stored());
    files.draw(
        Reader.TORCH,
        "noise in place of a pickle",
        random ->
            zip.with(
                    "m/data.pkl",
                    Bytes.join(new byte[] {(byte) 0x80, 2}, Bytes.noise(random, 1000)))
                .stored());
    files.add(Reader.TORCH, "of another format", MalformedModels.other());
    files.add(
        Reader.TORCH,
        "an entry is missing",
        zip.without("m/data.pkl").stored(),
        zip.without("m/data/0").stored(),
        new Zip(Map.of("data.pkl", pickle)).stored());
    for (int protocol : new int[] {0, 1, 3, 4, 5, 255}) {
      files.add(
          Reader.TORCH,
          "a pickle of another protocol",
          zip.with("m/data.pkl", Bytes.with(pickle, 1, (byte) protocol)).stored());
    }
  }

  private static void addPickles(MalformedFiles files) {
    for (String name :
        List.of(
            "os\nsystem",
            "posix\nsystem",
            "builtins\neval",
            "subprocess\nPopen",
            "torch\nload",
            "torch.storage\n_load_from_bytes",
            "nt\nsystem",
            "builtins\ngetattr",
            "torch.nn.modules.linear\nLinear",
            "collections\nOrderedDict2",
            "\n",
            "a\n",
            "numpy.core.multiarray\n_reconstruct",
            "java.lang.Runtime\ngetRuntime",
            "x".repeat(300) + "\ny",
            "torch._utils \n_rebuild_tensor_v2")) {
      files.add(
          Reader.TORCH,
          "a name that is not allowed",
          dictionary("c" + name + "\n(" + text("rm -rf /") + "tR"));
    }
    for (char opcode :
        "0124FILSTUVPRYZ\\\u0082\u0092\u0093\u0094\u0095\u008f\u0001o\u0081".toCharArray()) {
      files.add(Reader.TORCH, "an instruction that is not followed", file(opcode + END));
    }
    for (String short1 :
        List.of(SET, "u", "a", "e", "t", "R", "Q", "b", "q\0", "\u0087", "h\5", "j\0\0\0\1", "")) {
      files.add(
          Reader.TORCH, "values that are missing", file(short1 + END), file("(" + short1 + END));
    }
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1000, 1 << 20}) {
      files.add(
          Reader.TORCH,
          "a text that is too long",
          file("X" + latin(Bytes.littleEndian(length, 4)) + "abc" + END));
    }
    for (String key : List.of("N", "\u0088", "]", "}", "G" + "\0".repeat(8), ")")) {
      files.add(Reader.TORCH, "a key that is none", file(DICTIONARY + key + tensor() + SET + END));
    }
    files.add(
        Reader.TORCH,
        "a key twice",
        file(DICTIONARY + "(" + text("w") + tensor() + text("w") + tensor() + "u" + END));
    files.add(
        Reader.TORCH, "no tensor", file(DICTIONARY + END), file("N" + END), file("K\1" + END));
    for (int depth : new int[] {40, 1000, 20_000}) {
      files.add(
          Reader.TORCH,
          "lists in lists",
          file("]".repeat(depth) + tensor() + "a".repeat(depth) + END));
    }
    files.add(Reader.TORCH, "a list in itself", file("]q\0h\0a" + END), file("}q\0K\1h\0s" + END));
    StringBuilder branches = new StringBuilder("]q\0");
    for (int level = 1; level < 30; level++) {
      branches.append("](h").append((char) (level - 1)).append("h").append((char) (level - 1));
      branches.append("eq").append((char) level);
    }
    files.add(Reader.TORCH, "a bomb of lists", file(branches + END));
  }

  private static void addTensors(MalformedFiles files) {
    for (long elements :
        new long[] {-1, 0, 11, 13, 1000, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE}) {
      files.add(
          Reader.TORCH,
          "a storage of another size",
          dictionary(tensor(storage(TYPE, "0", elements), 0, numbers(3, 4), numbers(4, 1))));
    }
    for (String key : List.of("1", "", "../0", "/etc/passwd", "0/", "00")) {
      files.add(
          Reader.TORCH,
          "a storage that is not there",
          dictionary(tensor(storage(TYPE, key, 12), 0, numbers(3, 4), numbers(4, 1))));
    }
    for (String type :
        List.of("ctorch\nComplexDoubleStorage\n", "ctorch\nStorage\n", "N", text("x"))) {
      files.add(
          Reader.TORCH,
          "a storage of an unknown type",
          dictionary(tensor(storage(type, "0", 12), 0, numbers(3, 4), numbers(4, 1))));
    }
    for (long first : new long[] {1, 12, -1, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE}) {
      files.add(
          Reader.TORCH,
          "a tensor that begins elsewhere",
          dictionary(tensor(storage(TYPE, "0", 12), first, numbers(3, 4), numbers(4, 1))));
    }
    long[][] sizes = {
      {4, 4},
      {3, 5},
      {-3, 4},
      {1 << 16, 1 << 16},
      {1L << 32, 1},
      {Long.MAX_VALUE, 4},
      {3},
      {3, 4, 1}
    };
    for (long[] size : sizes) {
      files.add(
          Reader.TORCH,
          "a size beyond the storage",
          dictionary(tensor(storage(TYPE, "0", 12), 0, numbers(size), numbers(4, 1))));
    }
    long[][] strides = {
      {5, 1}, {4, 2}, {-4, 1}, {1L << 31, 1}, {Long.MAX_VALUE, 1}, {4}, {4, 1, 1}
    };
    for (long[] stride : strides) {
      files.add(
          Reader.TORCH,
          "strides beyond the storage",
          dictionary(tensor(storage(TYPE, "0", 12), 0, numbers(3, 4), numbers(stride))));
    }
    for (long[] size : new long[][] {{1 << 20}, {1 << 15, 1 << 15}, {Integer.MAX_VALUE}}) {
      files.add(
          Reader.TORCH,
          "one number as many",
          dictionary(
              tensor(storage(TYPE, "0", 12), 0, numbers(size), numbers(new long[size.length]))));
    }
    for (String argument : List.of("N", text("x"), "]", "}", "\u0088")) {
      files.add(
          Reader.TORCH,
          "arguments of another type",
          dictionary(tensor(argument, 0, numbers(3, 4), numbers(4, 1))),
          dictionary(tensor(storage(TYPE, "0", 12), 0, argument, numbers(4, 1))),
          dictionary(tensor(storage(TYPE, "0", 12), 0, "(" + argument + "t", numbers(1))));
    }
  }
}
