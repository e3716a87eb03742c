package nn.io.malformed;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.Moons;
import nn.core.optimiser.Adam;
import nn.core.training.Training;
import nn.core.training.TrainingState;
import nn.io.model.Checkpoint;
import nn.io.model.ModelFile;

/** Models, checkpoints and safetensors files with a fault. */
final class MalformedModels {
  private static final String WEIGHT = "\"layers.0.weight\":{\"dtype\":\"F64\",\"shape\":[3,2],";
  private static final String OFFSETS = "\"data_offsets\":[0,48]";

  private final MalformedFiles files;
  private final byte[] model;
  private final byte[] images;
  private final byte[] checkpoint;

  private MalformedModels(MalformedFiles files, byte[] model, byte[] images, byte[] checkpoint) {
    this.files = files;
    this.model = model;
    this.images = images;
    this.checkpoint = checkpoint;
  }

  static void addTo(MalformedFiles files) {
    MalformedModels models = new MalformedModels(files, model(), images(), checkpoint());
    models.addDamaged();
    models.addHeaders();
    models.addArrays();
    models.addDocuments();
    models.addCheckpoints();
  }

  // ---- what is right

  /** How a small file is saved. */
  @FunctionalInterface
  private interface Saving {
    void save(Path file, Backend backend);
  }

  private static byte[] saved(Saving saving) {
    try (Backend backend = Backends.open("naive")) {
      Path file = Files.createTempFile("model", ".safetensors");
      saving.save(file, backend);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Network network(Backend backend) {
    return Network.inputs(2)
        .dense(3, relu())
        .batchNormalisation()
        .dense(1, sigmoid())
        .build(backend);
  }

  static byte[] model() {
    return saved(
        (file, backend) -> {
          try (Network network = network(backend)) {
            ModelFile.save(file, network);
          }
        });
  }

  private static byte[] images() {
    return saved(
        (file, backend) -> {
          try (Network network =
              Network.images(1, 4, 4)
                  .convolution(2, 3, relu())
                  .maxPooling(2)
                  .dense(3, softmax())
                  .build(backend)) {
            ModelFile.save(file, network);
          }
        });
  }

  static byte[] checkpoint() {
    return saved(
        (file, backend) -> {
          try (Network network = network(backend)) {
            Training training =
                Training.epochs(3)
                    .batch(8)
                    .optimiser(new Adam(0.01))
                    .validation(Moons.make(9, 0.2, 2));
            TrainingState state = network.fit(Moons.make(20, 0.2, 1), training).state();
            Checkpoint.save(file, network, state);
          }
        });
  }

  // ---- damaged

  private void addDamaged() {
    for (byte[] file : List.of(model, images)) {
      files.draw(Reader.MODEL, "cut off", random -> Bytes.cut(file, random));
      files.draw(
          Reader.MODEL,
          "a bit is another",
          random -> Bytes.flipped(file, random.nextInt(8 * file.length)));
      files.draw(
          Reader.MODEL,
          "bytes follow",
          random -> Bytes.join(file, Bytes.noise(random, 1 + random.nextInt(99))));
    }
    files.draw(Reader.CHECKPOINT, "cut off", random -> Bytes.cut(checkpoint, random));
    files.draw(
        Reader.CHECKPOINT,
        "a bit is another",
        random -> Bytes.flipped(checkpoint, random.nextInt(8 * checkpoint.length)));
    files.draw(Reader.MODEL, "noise", random -> Bytes.noise(random, random.nextInt(2000)));
    files.draw(
        Reader.MODEL,
        "noise with a digest",
        random ->
            Container.signed(Bytes.with(model, 150, Bytes.noise(random, 1 + random.nextInt(400)))));
    files.draw(
        Reader.MODEL,
        "data with a digest, but too short or long",
        random -> Container.of(model).data(Bytes.noise(random, 1 + random.nextInt(100))).toBytes());
    files.draw(Reader.SAFETENSORS, "cut off", random -> Bytes.cut(model, random));
    files.add(Reader.MODEL, "of another format", other());
    files.add(Reader.SAFETENSORS, "of another format", other());
  }

  static byte[][] other() {
    return new byte[][] {
      {},
      {0},
      Bytes.ascii("PK\3\4 and so on, as an archive begins"),
      Bytes.ascii("%PDF-1.7 and so on"),
      Bytes.ascii("\u0080\2}q\0."),
      Bytes.ascii("{\"a\":1}"),
      Bytes.gzip(model()),
      Bytes.ascii("x,y\n1,2\n"),
      Bytes.ascii("\u00ac\u00ed\0\5sr\0\21java.util.HashMap"),
    };
  }

  // ---- the header

  private void addHeaders() {
    for (long length : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 1 << 30}) {
      byte[] prefix = Bytes.littleEndian(length, Long.BYTES);
      files.add(
          Reader.MODEL, "a length of the header", Container.signed(Bytes.with(model, 0, prefix)));
      files.add(Reader.SAFETENSORS, "a length of the header", Bytes.with(model, 0, prefix));
    }
    for (int more : new int[] {-128, -64, -63, -8, -1, 1, 8, 63, 64, 128}) {
      int length = Container.of(model).toBytes().length - Container.of(model).data().length - 8;
      files.add(
          Reader.MODEL,
          "a length of the header that is a little wrong",
          Container.signed(Bytes.with(model, 0, Bytes.littleEndian(length + more, Long.BYTES))));
    }
    files.draw(
        Reader.MODEL,
        "a header with a letter less",
        random -> {
          String header = Container.of(model).header();
          int at = 120 + random.nextInt(header.length() - 120);
          String less = header.substring(0, at) + header.substring(at + 1);
          return header.charAt(at) >= '0' && header.charAt(at) <= 'z'
              ? new Container(header.substring(0, header.length() - 1), new byte[0]).toBytes()
              : new Container(less, Container.of(model).data()).toBytes();
        });
    for (String value : List.of("{".repeat(10_000), "[".repeat(10_000), "{\"a\":".repeat(9_000))) {
      header("nested deeply", OFFSETS, OFFSETS + ",\"x\":" + value);
      header("nested deeply", "\"shape\":[3,2]", "\"shape\":" + value);
      files.add(Reader.SAFETENSORS, "nested deeply", new Container(value, model).toBytes());
    }
    for (String bad : List.of("\u00ff", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00e2\u0082")) {
      header("a name that is not UTF-8", "layers.0.weight", "layers.0." + bad);
    }
    for (String bad : List.of("\\u0000", "\\n", "\\ud800", "\1", "\\x", "", "x".repeat(600))) {
      header("a name that nobody may have", "\"layers.0.weight\"", "\"" + bad + "\"");
    }
    header("a version", "\"nn.format\":\"1.0\"", "2.0", "9999.9", "0.9", "10.0");
    header("no version", "\"nn.format\":\"1.0\"", "1", "1.", "x.y", "", "-1.0", "1,0", "99999.0");
    for (String before : List.of(" ", "\n", "\u00ef\u00bb\u00bf", "[", "\"a\":")) {
      Container right = Container.of(model);
      files.add(
          Reader.MODEL,
          "something before the header",
          new Container(before + right.header(), right.data()).toBytes());
    }
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      many.append(",\"n")
          .append(i)
          .append("\":{\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[0,0]}");
    }
    header("too many arrays", WEIGHT, many.substring(1) + "," + WEIGHT);
    files.add(
        Reader.SAFETENSORS,
        "too many arrays",
        new Container("{" + many.substring(1) + "}", new byte[0]).toBytes());
  }

  /** A value in place of the version's, or a text in place of another. */
  private void header(String fault, String from, String... to) {
    for (String value : to) {
      String replacement = from.contains("nn.format") ? "\"nn.format\":\"" + value + "\"" : value;
      files.add(Reader.MODEL, fault, Container.of(model).header(from, replacement).toBytes());
    }
  }

  // ---- the arrays

  private void addArrays() {
    both("a name twice", "\"layers.0.bias\"", "\"layers.0.weight\"");
    both("a member twice", OFFSETS, OFFSETS + "," + OFFSETS);
    both("a type twice", "\"dtype\":\"F64\",", "\"dtype\":\"F64\",\"dtype\":\"F32\",");
    header("a member that is unknown", OFFSETS, OFFSETS + ",\"byte_order\":\"big\"");
    for (String type : List.of("F128", "f64", "", "F640", "C64", "\\u0046128")) {
      both("an unknown type", "\"F64\"", "\"" + type + "\"");
    }
    for (String type : List.of("F32", "F16", "BF16", "I32", "U8", "BOOL", "I8", "U16")) {
      both("a type of another width", "\"F64\"", "\"" + type + "\"");
    }
    for (String shape : List.of("[3,3]", "[]", "[0]", "[6,6]", "[1]", "[3,2,0]")) {
      both("a shape that the bytes do not fill", "[3,2]", shape);
    }
    for (String shape :
        List.of(
            "[2147483648]",
            "[2147483647,2147483647]",
            "[65536,65536]",
            "[4294967296,4294967296]",
            "[9223372036854775807]",
            "[99999999999999999999]",
            "[3,2,4294967296]")) {
      both("a shape beyond all memory", "[3,2]", shape);
    }
    for (String shape :
        List.of(
            "[-3,-2]",
            "[3.0,2]",
            "[3e0,2]",
            "[03,2]",
            "[0x3,2]",
            "[+3,2]",
            "[-0,2]",
            "[\"3\",2]",
            "[null,2]",
            "[3,2",
            "3",
            "null",
            "{}",
            "[[3,2]]",
            "[3,2,]")) {
      both("a shape that is none", "[3,2]", shape);
    }
    both("too many dimensions", "[3,2]", "[3,2" + ",1".repeat(100) + "]");
    for (String offsets :
        List.of("[48,0]", "[0]", "[]", "[0,48,48]", "[-8,40]", "[0,48.0]", "[\"0\",48]", "null")) {
      both("offsets that are none", "[0,48]", offsets);
    }
    for (String offsets :
        List.of("[8,56]", "[1,49]", "[4096,4144]", "[9007199254740992,9007199254741040]")) {
      both("offsets with a gap", "[0,48]", offsets);
    }
    for (String offsets : List.of("[0,24]", "[24,72]", "[0,72]", "[47,71]")) {
      both("offsets over each other", "[48,72]", offsets);
    }
    both(
        "bytes beyond the end",
        "\"data_offsets\":[216,224]",
        "\"data_offsets\":[216,1099511627776]");
    both("missing members", "\"dtype\":\"F64\",", "");
    both("missing members", "\"shape\":[3,2],", "");
    both("missing members", "," + OFFSETS, "");
  }

  /** For both who read safetensors. */
  private void both(String fault, String from, String to) {
    byte[] changed = Container.of(model).header(from, to).toBytes();
    files.add(Reader.MODEL, fault, changed);
    files.add(Reader.SAFETENSORS, fault, changed);
  }

  // ---- what they mean

  private void addDocuments() {
    for (String kind :
        List.of(
            "Dense", "dense2", "", "java.lang.Runtime", "nn.core.layer.Dense", "../dense", "{}")) {
      model("a kind that is unknown", "'kind':'dense'", "'kind':'" + kind + "'");
    }
    for (String units :
        List.of("0", "-1", "1.5", "1e18", "2147483648", "'3'", "null", "true", "[3]")) {
      model("a setting out of range", "'units':3", "'units':" + units);
    }
    for (String units : List.of("4", "1000", "1000000", "2147483647", "268435456")) {
      model("more units than arrays", "'units':3", "'units':" + units);
    }
    for (String inputs : List.of("0", "-2", "3", "2147483647", "2.5", "'2'", "null", "1e300")) {
      model("other inputs than arrays", "'inputs':2", "'inputs':" + inputs);
    }
    for (String epsilon : List.of("-1", "0", "1e999", "NaN", "Infinity", "'x'", "{}")) {
      model("a setting that a layer refuses", "'epsilon':0.00001", "'epsilon':" + epsilon);
    }
    model("a setting that is missing", "'units':3,", "");
    model(
        "a setting that is missing",
        "'config':{'units':1,'activation':{'kind':'sigmoid'},'initialiser':{'kind':'xavier-normal'}}",
        "'config':{}");
    model("a setting that is unknown", "'units':3", "'units':3,'colour':'blue'");
    model("a setting twice", "'units':3", "'units':3,'units':3");
    model("a part that is required", "'requires':[]", "'requires':['time-travel']");
    model("a part that is required", "'requires':[]", "'requires':'time-travel'");
    model("a member that is unknown", "'requires':[]", "'requires':[],'script':'rm'");
    for (String part :
        List.of(
            "'inputs':2,",
            "'cost':{'kind':'binary-cross-entropy'},",
            "'nn':'development',",
            "'tier':'exact-separate',",
            "'spec':1,")) {
      if (Container.of(model).header().contains(part.replace("'", "\\\""))
          && !part.contains("spec")) {
        model("a member that is missing", part, "");
      }
    }
    model("layers that are none", "'layers':[", "'layers':[1,");
    model("layers that are none", "'layers':[", "'layers':[[],");
    model("a cost that does not fit", "binary-cross-entropy", "categorical-cross-entropy");
    for (String name :
        List.of("layers.0.w", "layers.9.weight", "layers.00.weight", "other.weight", "layers")) {
      header("an array that belongs to nothing", "layers.0.weight", name);
    }
    header(
        "an example of other inputs",
        "\"example.inputs\":{\"dtype\":\"F64\",\"shape\":[2]",
        "\"example.inputs\":{\"dtype\":\"F64\",\"shape\":[1,2]");
    header("no example", "example.inputs", "example.outputs2");
    header("no example", "example.outputs", "example.inputs2");
    files.draw(
        Reader.MODEL,
        "JSON in JSON that breaks off",
        random -> {
          String header = Container.of(model).header();
          int begin = header.indexOf("\"nn.model\":\"") + 12;
          int end = header.indexOf("}\"}", begin);
          int cut = begin + random.nextInt(end - begin);
          while (header.charAt(cut - 1) == '\\') {
            cut--;
          }
          return new Container(
                  header.substring(0, cut) + header.substring(end + 1), Container.of(model).data())
              .toBytes();
        });
  }

  private void model(String fault, String from, String to) {
    files.add(Reader.MODEL, fault, Container.of(model).model(from, to).toBytes());
  }

  // ---- checkpoints

  private void addCheckpoints() {
    files.add(Reader.CHECKPOINT, "a model alone", model, images);
    for (String counter : List.of("epoch", "step", "batch", "data")) {
      for (String value : List.of("", "x", "1.5", "99999999999999999999", "0x1", "1e3", " 1")) {
        counter("a counter that is none", counter, value);
      }
      training("a counter that is missing", "'" + counter + "':", "'" + counter + "s':");
    }
    for (String counter : List.of("epoch", "step", "batch")) {
      for (String value : List.of("-1", "-9223372036854775808")) {
        counter("a counter below 0", counter, value);
      }
    }
    training("a plan that is missing", "'plan'", "'plans'");
    training("a member that is unknown", "{'plan'", "{'wish':1,'plan'");
    for (String name : List.of("sums", "history.cost", "history.accuracy")) {
      checkpoint("a list that is missing", "\"training." + name, "\"training.x" + name);
    }
    for (String kind : List.of("best", "optimiser.mean", "optimiser.variance")) {
      checkpoint(
          "an array of no parameter",
          "\"" + kind + ".layers.0.bias",
          "\"" + kind + ".layers.7.bias");
      checkpoint(
          "an array of no parameter", "\"" + kind + ".layers.0.bias", "\"" + kind + ".layers.0.b");
      checkpoint(
          "an array of another size",
          "\"" + kind + ".layers.0.bias",
          "\"" + kind + ".layers.0.weight2");
    }
    for (String name : List.of("other", "optimiser", "best.weight", "layers.9.bias")) {
      checkpoint("an array that belongs to nothing", "\"training.sums\"", "\"" + name + "\"");
    }
    files.draw(
        Reader.CHECKPOINT,
        "other lengths of the history",
        random -> {
          String name = random.nextBoolean() ? "cost" : "accuracy";
          String from = "\"training.history." + name + "\":{\"dtype\":\"F64\",\"shape\":[3]";
          return Container.of(checkpoint)
              .header(from, from.replace("[3]", "[" + (4 + random.nextInt(9)) + "]"))
              .toBytes();
        });
    for (int epochs : new int[] {0, 1, 2, 4, 100, Integer.MAX_VALUE}) {
      counter("more or fewer epochs than in the history", "epoch", Integer.toString(epochs));
    }
  }

  private void counter(String fault, String counter, String value) {
    String header = Container.of(checkpoint).header();
    String begin = "\\\"" + counter + "\\\":\\\"";
    int at = header.indexOf(begin, header.indexOf("counters")) + begin.length();
    int end = header.indexOf("\\\"", at);
    files.add(
        Reader.CHECKPOINT,
        fault,
        new Container(
                header.substring(0, at) + value + header.substring(end),
                Container.of(checkpoint).data())
            .toBytes());
  }

  private void training(String fault, String from, String to) {
    files.add(Reader.CHECKPOINT, fault, Container.of(checkpoint).model(from, to).toBytes());
  }

  private void checkpoint(String fault, String from, String to) {
    files.add(Reader.CHECKPOINT, fault, Container.of(checkpoint).header(from, to).toBytes());
  }
}
