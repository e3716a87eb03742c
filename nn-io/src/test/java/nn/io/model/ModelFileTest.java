package nn.io.model;

import static nn.core.activation.Activations.leakyRelu;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import nn.api.Backend;
import nn.api.DType;
import nn.api.ElementwiseLoop;
import nn.api.network.Catalogue;
import nn.api.network.ElementwiseActivation;
import nn.api.network.Layer;
import nn.api.network.Part;
import nn.api.network.PlugIn;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.io.array.ElementType;
import nn.io.array.NumberArray;
import nn.io.array.Safetensors;
import nn.io.file.FileFormatException;
import nn.io.file.FileProblem;
import nn.io.file.FileSource;
import nn.io.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private final Backend backend = Backends.open("naive");

  @TempDir Path folder;

  @AfterEach
  void close() {
    backend.close();
  }

  private Path saved(Network network) {
    Path file = folder.resolve("a.safetensors");
    ModelFile.save(file, network);
    return file;
  }

  private static FileFormatException refused(FileProblem problem, Runnable action) {
    FileFormatException refused = assertThrows(FileFormatException.class, action::run);
    assertEquals(problem, refused.problem(), refused.getMessage());
    return refused;
  }

  @Test
  void aNetworkThatIsOpenedPredictsTheSameBits() {
    try (Network network = Models.moons(backend);
        Network opened = ModelFile.open(saved(network), backend)) {
      double[][] records = Models.records(network, 50);
      assertArrayEquals(network.predict(records), opened.predict(records));
      assertEquals(network.weightsSha256(), opened.weightsSha256());
      assertEquals(network.architecture(), opened.architecture());
    }
  }

  @Test
  void everyPlugInOfNnIsKept() {
    Catalogue catalogue = Catalogue.load();
    Set<String> layers = new TreeSet<>();
    for (DType dtype : DType.values()) {
      try (Backend own = Backends.open("naive", BackendOptions.defaults().dtype(dtype))) {
        Models.all()
            .forEach(
                (name, builder) -> {
                  try (Network network = Models.filled(builder, own);
                      Network opened = ModelFile.open(saved(network), own)) {
                    assertEquals(network.architecture(), opened.architecture(), name);
                    assertArrayEquals(network.parameters(), opened.parameters(), name);
                    double[][] records = Models.records(network, 3);
                    assertArrayEquals(network.predict(records), opened.predict(records), name);
                    addKinds(network.layers(), layers);
                  }
                });
      }
    }
    assertEquals(catalogue.layers(), layers, "every kind is tried");
    assertEquals(catalogue.activations(), kinds(Models.ACTIVATIONS));
    assertEquals(catalogue.initialisers(), kinds(Models.INITIALISERS));
    assertEquals(catalogue.costs(), kinds(Models.COSTS));
  }

  private static Set<String> kinds(List<? extends PlugIn> plugIns) {
    return plugIns.stream().map(PlugIn::kind).collect(Collectors.toCollection(TreeSet::new));
  }

  private static void addKinds(List<Layer> layers, Set<String> kinds) {
    for (Layer layer : layers) {
      kinds.add(layer.kind());
      addKinds(layer.parts(6).stream().map(Part::layer).toList(), kinds);
    }
  }

  @Test
  void namesAndShapesAreThoseOfPyTorch() {
    try (Network images = Models.filled(Models.images(), backend);
        Network nested = Models.filled(Models.nested(), backend)) {
      assertEquals(
          "layers.0.weight [3, 1, 3, 3], layers.0.bias [3], layers.1.weight [3], layers.1.bias [3],"
              + " layers.1.running_mean [3], layers.1.running_var [3], layers.5.weight [4, 3],"
              + " layers.6.weight [4], layers.6.bias [4], layers.6.running_mean [4],"
              + " layers.6.running_var [4], layers.7.weight [3, 4], layers.7.bias [3]",
          shapes(images));
      assertEquals(
          "layers.0.weight [7, 3], layers.1.weight [6, 12], layers.1.bias [6],"
              + " layers.2.body.0.weight [5, 6], layers.2.body.0.bias [5],"
              + " layers.2.body.1.weight [6, 5], layers.2.body.1.bias [6],"
              + " layers.2.body.2.0.weight [6, 6], layers.3.weight [6], layers.3.bias [6],"
              + " layers.5.weight [2, 6], layers.5.bias [2]",
          shapes(nested));
    }
  }

  private String shapes(Network network) {
    return Safetensors.load(saved(network)).arrays().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("layers."))
        .map(entry -> entry.getKey() + " " + entry.getValue().shape())
        .collect(Collectors.joining(", "));
  }

  @Test
  void anEmbeddingsVectorsLieOneAfterAnother() {
    try (Network network = Network.inputs(1).embedding(3, 2).dense(1, relu()).build(backend)) {
      network.parameter(0, "weight", new double[] {1, 2, 3, 10, 20, 30}); // [size, categories]
      assertArrayEquals(
          new double[] {1, 10, 2, 20, 3, 30},
          Safetensors.load(saved(network)).array("layers.0.weight").toDoubles());
    }
  }

  @Test
  void theSameTrainingGivesTheSameBytesOnEveryJava() throws Exception {
    Path file = folder.resolve("a.safetensors");
    try (Network network = Models.moons(backend)) {
      ModelFile.of(network)
          .training(Models.TRAINING)
          .provenance(Map.of("data-sha256", "0123"))
          .card(Map.of("licence", "CC0", "metrics", Map.of("accuracy", 0x1p-44)))
          .save(file);
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    assertEquals(
        "68581ecca47a35803243c03c27755d92c6fb438e58e59a16188a21fe6350308a",
        HexFormat.of().formatHex(digest));
  }

  @Test
  void theFileSaysWhatItIs() {
    Path file = folder.resolve("a.safetensors");
    double[] record = {0.5, -0.25};
    try (Network network = Models.moons(backend)) {
      ModelFile.of(network)
          .training(Models.TRAINING)
          .example(record)
          .card(Map.of("licence", "CC0"))
          .save(file);
      ModelFile model = ModelFile.read(file);
      assertEquals(network.architecture(), model.architecture());
      assertArrayEquals(record, model.exampleInputs());
      assertArrayEquals(network.predict(record, 1), model.exampleOutputs());
      assertEquals(Map.of("licence", "CC0"), model.card());
      Map<String, Object> provenance = model.provenance();
      assertEquals(
          List.of("nn", "spec", "backend", "tier", "dtype", "training", "weights-sha256"),
          List.copyOf(provenance.keySet()));
      assertEquals("naive", provenance.get("backend"));
      assertEquals("exact-separate", provenance.get("tier"));
      assertEquals("float64", provenance.get("dtype"));
      assertEquals(network.weightsSha256(), provenance.get("weights-sha256"));
      assertEquals(
          Map.of(
              "epochs", 20.0,
              "batch", 16.0,
              "accumulate", 1.0,
              "shards", 1.0,
              "seed", 3.0,
              "optimiser",
                  Map.of(
                      "kind",
                      "adam",
                      "config",
                      Map.of("learning-rate", 0.01, "beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8)),
              "penalties", List.of()),
          provenance.get("training"));
    }
  }

  @Test
  void theDigestIsAtAFixedPlaceOverTheWholeFile() throws Exception {
    try (Network network = Models.moons(backend)) {
      byte[] bytes = Files.readAllBytes(saved(network));
      String digest = new String(bytes, 38, 64, StandardCharsets.US_ASCII);
      Arrays.fill(bytes, 38, 102, (byte) '0');
      byte[] computed = MessageDigest.getInstance("SHA-256").digest(bytes);
      assertEquals(HexFormat.of().formatHex(computed), digest);
    }
  }

  @Test
  void everyBitThatFlipsAndEveryByteThatIsMissingIsNoticed() throws Exception {
    try (Network network = Network.inputs(2).dense(2, relu()).dense(1, sigmoid()).build(backend)) {
      Path file = saved(network);
      byte[] bytes = Files.readAllBytes(file);
      FileSource source = new FileSource("open", file);
      for (int i = 0; i < bytes.length; i++) {
        for (int bit = 0; bit < 8; bit++) {
          bytes[i] ^= (byte) (1 << bit);
          assertThrows(FileFormatException.class, () -> ModelDocument.parse(source, bytes));
          bytes[i] ^= (byte) (1 << bit);
        }
        byte[] shorter = Arrays.copyOf(bytes, i);
        assertThrows(FileFormatException.class, () -> ModelDocument.parse(source, shorter));
      }
      ModelDocument.parse(source, bytes);
    }
  }

  @Test
  void aFileOpensOnOtherArithmetic() {
    for (DType from : DType.values()) {
      for (DType to : DType.values()) {
        try (Backend saver = Backends.open("naive", BackendOptions.defaults().dtype(from));
            Backend opener = Backends.open("naive-fma", BackendOptions.defaults().dtype(to))) {
          Models.all()
              .forEach(
                  (name, builder) -> {
                    try (Network network = Models.filled(builder, saver);
                        Network opened = ModelFile.open(saved(network), opener)) {
                      assertEquals(network.architecture(), opened.architecture(), name);
                    }
                  });
        }
      }
    }
  }

  @Test
  void aNetworkThatComputesSomethingElseIsRefused() {
    try (Network network = Models.moons(backend);
        Network other =
            Network.inputs(2).dense(5, leakyRelu(0.1)).dense(1, sigmoid()).build(backend);
        Backend fused = Backends.open("naive-fma");
        Network elsewhere = other.copy(fused)) {
      other.parameters(network.parameters());
      elsewhere.parameters(network.parameters());
      Example example = Example.of(network, new double[] {0.5, -0.25});
      FileSource source = new FileSource("open", Path.of("a"));
      for (Network wrong : List.of(other, elsewhere)) {
        FileFormatException refused =
            refused(
                FileProblem.INCONSISTENT,
                () -> example.require(source, wrong, backend.tier(), backend.dtype()));
        assertTrue(
            String.valueOf(refused.getMessage())
                .startsWith(
                    "open: a: it must compute what it did when it was saved: output 0 of its example was "),
            refused.getMessage());
      }
      double[] parameters = network.parameters();
      parameters[0] += 1e-12;
      network.parameters(parameters);
      refused(
          FileProblem.INCONSISTENT,
          () -> example.require(source, network, backend.tier(), backend.dtype()));
      try (Network near = network.copy(fused)) {
        example.require(source, near, backend.tier(), backend.dtype());
      }
    }
  }

  @Test
  void numbersThatDoNotFitIntoFloatsAreRefused() {
    try (Network network = Network.inputs(1).dense(1, sigmoid()).build(backend);
        Backend floats = Backends.open("naive", BackendOptions.defaults().dtype(DType.FLOAT32))) {
      network.parameter(0, "weight", new double[] {1e300});
      Path file = saved(network);
      FileFormatException refused =
          refused(FileProblem.INCONSISTENT, () -> ModelFile.open(file, floats));
      assertEquals(
          "open: "
              + file
              + ": its numbers must fit into FLOAT32: 'layers.0.weight' has 1.0E300; open it on a"
              + " backend of FLOAT64 [NN-209]",
          refused.getMessage());
    }
  }

  @Test
  void anExampleOfAnotherWidthIsRefused() {
    try (Network network = Models.moons(backend)) {
      assertEquals(
          "predict: a record must have 2 features: 3 numbers for 1 records",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ModelFile.of(network).example(1, 2, 3).save(folder.resolve("a")))
              .getMessage());
    }
  }

  /** A file of changed members and arrays, with a digest that is right. */
  private Path forged(UnaryOperator<String> model, UnaryOperator<Map<String, NumberArray>> arrays)
      throws Exception {
    try (Network network = Models.moons(backend)) {
      Path file = saved(network);
      ModelDocument document = ModelDocument.read(new FileSource("open", file));
      JsonObject changed = JsonObject.parse(model.apply(document.model().toString()));
      Map<String, NumberArray> others = arrays.apply(new LinkedHashMap<>(document.arrays()));
      Files.write(file, new ModelDocument(changed, null, others).toBytes());
      return file;
    }
  }

  private void refusedModel(FileProblem problem, String message, UnaryOperator<String> model)
      throws Exception {
    Path file = forged(model, UnaryOperator.identity());
    FileFormatException refused = refused(problem, () -> ModelFile.read(file));
    assertEquals("open: " + file + ": " + message, refused.getMessage());
  }

  @Test
  void aPlugInThatIsMissingIsNamed() throws Exception {
    refusedModel(
        FileProblem.MISSING_PLUG_IN,
        "it needs the plug-in 'acme-swish'; put the jar that provides it on the class path"
            + " (catalogue: no activation of this kind; add the jar that provides it: 'acme-swish',"
            + " known are [elu, gelu, identity, leaky-relu, mish, relu, selu, sigmoid, silu, softmax,"
            + " softplus, tanh]) [NN-208]",
        model -> model.replace("\"relu\"", "\"acme-swish\""));
  }

  /** Of a jar that is not on the class path. */
  private record Swish() implements ElementwiseActivation {
    @Override
    public String kind() {
      return "acme-swish";
    }

    @Override
    public ElementwiseLoop elementwise() {
      return Objects.requireNonNull(relu().elementwise());
    }

    @Override
    public ElementwiseLoop elementwiseGradient() {
      return Objects.requireNonNull(relu().elementwiseGradient());
    }
  }

  @Test
  void whatCouldNotBeOpenedIsNotSaved() throws Exception {
    try (Network known = Models.moons(backend);
        Network network = Network.inputs(2).dense(1, new Swish()).build(backend)) {
      Path file = saved(known);
      byte[] before = Files.readAllBytes(file);
      FileFormatException refused =
          refused(FileProblem.MISSING_PLUG_IN, () -> ModelFile.save(file, network));
      assertTrue(
          String.valueOf(refused.getMessage())
              .startsWith("save: " + file + ": it needs the plug-in 'acme-swish'; put the jar"));
      assertArrayEquals(before, Files.readAllBytes(file));
    }
  }

  /** Memory that a refusal has taken, in bytes. */
  private static long allocated(Runnable refusal) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThrows(FileFormatException.class, refusal::run); // loads classes
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThrows(FileFormatException.class, refusal::run);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void aRefusalTakesNoMoreMemoryThanTheFileAndSomeForItsText() throws Exception {
    Path file = folder.resolve("a.safetensors");
    try (Network network = Network.inputs(1000).dense(1000, relu()).build(backend)) {
      ModelFile.save(file, network);
    }
    byte[] bytes = Files.readAllBytes(file);
    long most = 2L * bytes.length;
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertTrue(allocated(() -> ModelFile.read(file)) < most);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertTrue(allocated(() -> ModelFile.read(file)) < most);
  }

  @Test
  void aTextThatWouldBecomeManyObjectsIsRefused() throws Exception {
    String many = "{\"inputs\":2,\"layers\":[" + "{},".repeat(250_000) + "{}]}";
    Path bomb = folder.resolve("b.safetensors");
    Files.write(bomb, ofModel(many));
    long size = Files.size(bomb);
    assertTrue(allocated(() -> ModelFile.read(bomb)) < 4 * size + (16 << 20));
    refused(FileProblem.TOO_LARGE, () -> ModelFile.read(bomb));
  }

  /** A file with a text in place of its model, and a digest that is right. */
  private static byte[] ofModel(String text) throws Exception {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("nn.sha256", "0".repeat(64));
    metadata.put("format", "pt");
    metadata.put("nn.format", "1.0");
    metadata.put("nn.model", text);
    return ofVersion(new Safetensors(metadata, Map.of()).toBytes(), "1.0");
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() throws Exception {
    refusedModel(
        FileProblem.INCONSISTENT,
        "an array must have the shape of its parameter: 'layers.0.weight' must be [6, 2], it is"
            + " [5, 2]; save it again with what wrote it [NN-209]",
        model -> model.replace("\"units\":5", "\"units\":6"));
    refusedModel(
        FileProblem.INCONSISTENT,
        "its layers cannot be built: catalogue: layer 'dense': dense: units must be at least 1: 0;"
            + " save it again with what wrote it [NN-209]",
        model -> model.replace("\"units\":5", "\"units\":0"));
    refusedModel(
        FileProblem.MALFORMED,
        "model: unknown member 'colour'; known are [inputs, layers, cost, columns,"
            + " missing-cells, target, requires, card, provenance]; save it again with what wrote it [NN-205]",
        model -> model.replace("{\"inputs\"", "{\"colour\":1,\"inputs\""));
    refusedModel(
        FileProblem.MALFORMED,
        "model: member 'inputs' must be a whole number of 32 bits: 2.5; save it again with what"
            + " wrote it [NN-205]",
        model -> model.replace("\"inputs\":2", "\"inputs\":2.5"));
    refusedModel(
        FileProblem.UNSUPPORTED,
        "it needs what this nn does not know: [quantised]; open it with a newer nn [NN-207]",
        model -> model.replace("\"requires\":[]", "\"requires\":[\"quantised\"]"));
  }

  @Test
  void aFewBytesThatAskForGigabytesAreRefused() throws Exception {
    String image = "\"input-channels\":1,\"input-height\":30000,\"input-width\":30000";
    String window = ",\"height\":3,\"width\":3,\"stride\":1";
    for (String layer :
        List.of(
            "{\"kind\":\"max-pooling\",\"config\":{" + image + window + "}}",
            "{\"kind\":\"batch-normalisation\",\"config\":{" + image + "}}",
            "{\"kind\":\"residual\",\"config\":{\"body\":{\"kind\":\"convolution\",\"config\":{"
                + image
                + window
                + ",\"channels\":1,\"padding\":1}}}}")) {
      Path file =
          forged(
              model -> model.replace("\"layers\":[", "\"layers\":[" + layer + ","),
              UnaryOperator.identity());
      refused(FileProblem.TOO_LARGE, () -> ModelFile.read(file));
    }
  }

  private void refusedArrays(String message, UnaryOperator<Map<String, NumberArray>> arrays)
      throws Exception {
    Path file = forged(UnaryOperator.identity(), arrays);
    FileFormatException refused =
        assertThrows(FileFormatException.class, () -> ModelFile.read(file));
    assertEquals("open: " + file + ": " + message, refused.getMessage());
  }

  @Test
  void arraysThatAreNotTheParametersAreRefused() throws Exception {
    NumberArray one = NumberArray.ofDoubles(new double[1], 1);
    refusedArrays(
        "its arrays must be the parameters of its layers: missing are [layers.0.bias], too many are"
            + " [layers.2.bias]; save it again with what wrote it [NN-209]",
        arrays -> {
          arrays.remove("layers.0.bias");
          arrays.put("layers.2.bias", one);
          return arrays;
        });
    refusedArrays(
        "every array must belong to something: unknown are [best.0, colour, target.mean]; save it"
            + " again with what wrote it [NN-205]",
        arrays -> {
          arrays.put("colour", one);
          arrays.put("best.0", one);
          arrays.put("target.mean", one);
          return arrays;
        });
    refusedArrays(
        "there must be 2 numbers 'example.inputs': there is no such array; save it again with what"
            + " wrote it [NN-209]",
        arrays -> {
          arrays.remove("example.inputs");
          return arrays;
        });
    refusedArrays(
        "its parameters must be all F64 or all F32: there are [F32, F64]; save it again with what"
            + " wrote it [NN-209]",
        arrays -> {
          arrays.put(
              "layers.1.bias", NumberArray.of(ElementType.F32, List.of(1), ByteBuffer.allocate(4)));
          return arrays;
        });
  }

  /** The bytes of a file with another version, and a digest that is right. */
  private static byte[] ofVersion(byte[] bytes, String version) throws Exception {
    byte[] changed = bytes.clone();
    byte[] text = version.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, changed, 131, text.length);
    Arrays.fill(changed, 38, 102, (byte) '0');
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(changed));
    System.arraycopy(digest.getBytes(StandardCharsets.US_ASCII), 0, changed, 38, 64);
    return changed;
  }

  @Test
  void aGreaterMajorVersionIsRefusedWithWhatWroteIt() throws Exception {
    try (Network network = Models.moons(backend)) {
      Path file = saved(network);
      Files.write(file, ofVersion(Files.readAllBytes(file), "2.0"));
      FileFormatException refused = refused(FileProblem.UNSUPPORTED, () -> ModelFile.read(file));
      assertEquals(
          "open: "
              + file
              + ", byte 131: its format is 2.0, written by nn development, this nn reads 1.x; open it"
              + " with an nn that reads that [NN-207]",
          refused.getMessage());
      assertEquals(131, refused.offset());
    }
  }

  @Test
  void aGreaterMinorVersionMayHaveWhatIsNotKnown() throws Exception {
    Path file =
        forged(
            model -> model.replace("{\"inputs\"", "{\"colour\":1,\"inputs\""),
            UnaryOperator.identity());
    Files.write(file, ofVersion(Files.readAllBytes(file), "1.9"));
    try (Network opened = ModelFile.open(file, backend);
        Network network = Models.moons(backend)) {
      assertEquals(network.weightsSha256(), opened.weightsSha256());
    }
  }

  @Test
  void anotherFileIsNoModel() throws Exception {
    Path file = folder.resolve("a.png");
    Files.writeString(file, "PNG, says who?");
    assertEquals(
        "open: "
            + file
            + ", byte 8: this is no model that nn saved; name one, or import arrays of another"
            + " program [NN-202]",
        refused(FileProblem.OTHER_FORMAT, () -> ModelFile.open(file, backend)).getMessage());
    Files.write(file, new Safetensors(Map.of(), Map.of()).toBytes());
    refused(FileProblem.OTHER_FORMAT, () -> ModelFile.open(file, backend));
    Path missing = folder.resolve("b");
    refused(FileProblem.UNREADABLE, () -> ModelFile.open(missing, backend));
  }
}
