package nn.io.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nn.core.activation.Activations.leakyRelu;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.network.ActivatedLayer;
import nn.api.network.Activation;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Part;
import nn.api.network.Pass;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.activation.Identity;
import nn.core.data.DataSet;
import nn.core.data.Standardiser;
import nn.core.layer.Residual;
import nn.core.layer.Sequence;
import nn.core.training.Training;
import nn.io.file.FileFormatException;
import nn.io.table.CsvTable;
import nn.io.table.TableModel;
import nn.io.table.TableNetwork;
import nn.io.table.TableSpec;
import nn.io.table.TargetScale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExportTest {

  private final Backend backend = Backends.open("naive");

  @AfterEach
  void close() {
    backend.close();
  }

  /** That of goldens/dense-onnx.py. */
  private Network dense() {
    Network network =
        Network.inputs(2).dense(3, leakyRelu(0.25)).dense(1, sigmoid()).build(backend);
    network.weights(0, new double[][] {{1, -2}, {3, 4}, {-5, 6}});
    network.biases(0, new double[] {1, 0, -1});
    network.weights(1, new double[][] {{2, -3, 4}});
    network.biases(1, new double[] {7});
    return network;
  }

  @Test
  void theBytesAreThoseOfPythonsPackage() throws IOException {
    DataSet data =
        DataSet.of(new double[][] {{1, 10}, {3, 30}}, new double[][] {{0}, {1}}); // means 2, 20
    byte[] bytes =
        OnnxExport.of(dense())
            .standardise(Standardiser.fit(data))
            .inputNames(List.of("width", "height"))
            .classes(List.of("no", "yes é"))
            .threshold(0.25)
            .metadata("note", "by hand")
            .toBytes();

    try (InputStream golden = OnnxExportTest.class.getResourceAsStream("/goldens/dense.onnx")) {
      assertArrayEquals(golden.readAllBytes(), bytes);
    }
  }

  @Test
  void parametersAreReadBackByTheirNames() {
    for (DType dtype : DType.values()) {
      try (Backend other = Backends.open("naive", BackendOptions.defaults().dtype(dtype))) {
        SampleNetworks.all()
            .forEach((name, description) -> parametersAreReadBack(name, description.build(other)));
      }
    }
  }

  private static void parametersAreReadBack(String name, Network network) {
    Map<String, double[]> tensors = tensors(graph(OnnxExport.of(network).toBytes()));
    int inputs = network.inputs();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      for (Parameter parameter : Part.parameters(layer, inputs)) {
        String path = "layers." + l + "." + parameter.name();
        double[] values = network.parameter(l, parameter.name());
        boolean table = layer.kind().equals("embedding"); // a row for each category there
        assertArrayEquals(
            table ? transposed(values, parameter.shape().columns()) : values,
            tensors.get(path),
            () -> name + ": " + path);
      }
      inputs = layer.units(inputs);
    }
  }

  private static double[] transposed(double[] matrix, int columns) {
    int rows = matrix.length / columns;
    double[] result = new double[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      result[i % columns * rows + i / columns] = matrix[i];
    }
    return result;
  }

  private static ProtoFields graph(byte[] model) {
    return new ProtoFields(model).message(7);
  }

  private static Map<String, double[]> tensors(ProtoFields graph) {
    Map<String, double[]> tensors = new HashMap<>();
    for (ProtoFields tensor : graph.messages(5)) {
      ByteBuffer raw =
          ByteBuffer.wrap(tensor.bytes(9).isEmpty() ? new byte[0] : tensor.bytes(9).get(0))
              .order(ByteOrder.LITTLE_ENDIAN);
      boolean floats = tensor.integers(2).get(0) == 1;
      double[] values = new double[raw.remaining() / (floats ? Float.BYTES : Double.BYTES)];
      for (int i = 0; i < values.length; i++) {
        values[i] = floats ? raw.getFloat() : raw.getDouble();
      }
      tensors.put(tensor.text(8), values);
    }
    return tensors;
  }

  @Test
  void onlyTheStandardOperatorsOfSet17AreUsed() {
    ProtoFields model = new ProtoFields(OnnxExport.of(dense()).toBytes());

    assertEquals(List.of(8L), model.integers(1));
    assertEquals(1, model.messages(8).size());
    assertEquals("", model.message(8).text(1));
    assertEquals(List.of(17L), model.message(8).integers(2));
    for (ProtoFields node : model.message(7).messages(1)) {
      assertEquals(List.of(), node.texts(7), "domain");
    }
  }

  @Test
  void everyValueIsGivenBeforeItIsTaken() {
    SampleNetworks.all()
        .forEach(
            (name, description) -> {
              ProtoFields graph = graph(OnnxExport.of(description.build(backend)).toBytes());
              Set<String> known = new TreeSet<>(Set.of("features"));
              graph.messages(5).forEach(tensor -> assertTrue(known.add(tensor.text(8))));
              for (ProtoFields node : graph.messages(1)) {
                assertTrue(known.containsAll(node.texts(1)), () -> name + ": " + node.texts(1));
                assertTrue(known.add(node.text(2)), () -> name + ": " + node.text(2));
              }
              assertTrue(known.contains("outputs"));
            });
  }

  @Test
  void everyLayerAndActivationOfNnIsInASample() {
    Set<String> layers = new TreeSet<>();
    Set<String> activations = new TreeSet<>();
    SampleNetworks.all()
        .values()
        .forEach(
            description -> {
              Network network = description.build(backend);
              int inputs = network.inputs();
              for (Layer layer : network.layers()) {
                kinds(layer, inputs, layers, activations);
                inputs = layer.units(inputs);
              }
            });

    assertEquals(Catalogue.load().layers(), layers);
    assertEquals(Catalogue.load().activations(), activations);
  }

  private static void kinds(Layer layer, int inputs, Set<String> layers, Set<String> activations) {
    layers.add(layer.kind());
    if (layer instanceof ActivatedLayer activated) {
      activations.add(activated.activation().kind());
    }
    for (Part part : layer.parts(inputs)) {
      kinds(part.layer(), part.inputs(), layers, activations);
    }
  }

  @Test
  void theSameNetworkGivesTheSameBytes() {
    byte[] bytes = OnnxExport.of(dense()).toBytes();

    assertArrayEquals(bytes, OnnxExport.of(dense()).toBytes());
  }

  @Test
  void aFileIsReplacedAndNothingElseIsLeft(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    Files.writeString(file, "what was there before");

    OnnxExport.of(dense()).save(file);

    assertArrayEquals(OnnxExport.of(dense()).toBytes(), Files.readAllBytes(file));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsRefused(@TempDir Path folder) {
    Path file = folder.resolve("missing").resolve("model.onnx");

    FileFormatException refused =
        assertThrows(FileFormatException.class, () -> OnnxExport.of(dense()).save(file));

    assertEquals("NN-210", refused.code());
  }

  /** A layer that somebody else wrote. */
  private record Doubling() implements Layer {
    @Override
    public String kind() {
      return "acme-doubling";
    }

    @Override
    public Config config() {
      return Config.EMPTY;
    }

    @Override
    public int units(int inputs) {
      return inputs;
    }

    @Override
    public List<Parameter> parameters(int inputs) {
      return List.of();
    }

    @Override
    public boolean mixesRecords() {
      return false;
    }

    @Override
    public void forward(Pass pass, Tensor x, Tensor y) {
      pass.backend().combine(CombineOperation.ADD, x, x, y);
    }

    @Override
    public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {}
  }

  /** An activation that bears the kind of one of nn's, and is another. */
  private record FalseRelu() implements Activation {
    @Override
    public String kind() {
      return "relu";
    }

    @Override
    public Config config() {
      return Config.EMPTY;
    }

    @Override
    public boolean needsPreActivation() {
      return false;
    }

    @Override
    public void forward(Backend backend, Tensor z, Tensor a) {
      new Identity().forward(backend, z, a);
    }

    @Override
    public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {}
  }

  @Test
  void whatIsNotOfNnIsRefusedByItsKindAndPlace() {
    Network layer =
        Network.inputs(2)
            .dense(2, relu())
            .layer(new Residual(new Sequence(new Doubling())))
            .build(backend);
    Network activation = Network.inputs(2).dense(2, new FalseRelu()).build(backend);

    refused(
        "onnx: only nn's own layers can be exported; build what it does from these, or use the"
            + " network on a JVM: 'acme-doubling' by nn.io.onnx.OnnxExportTest$Doubling, layer 2, part body.0",
        layer,
        OnnxExport::toBytes);
    refused(
        "onnx: only nn's own activations can be exported; train with one of these, or use the"
            + " network on a JVM: 'relu' by nn.io.onnx.OnnxExportTest$FalseRelu, layer 1",
        activation,
        OnnxExport::toBytes);
  }

  private static void refused(String message, Network network, Consumer<OnnxExport> call) {
    OnnxExport export = OnnxExport.of(network);
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> call.accept(export)).getMessage());
  }

  @Test
  void whatDoesNotFitTheNetworkIsRefused() {
    Network quantity = Network.inputs(2).dense(1, relu()).build(backend);
    Network three = Network.inputs(2).dense(3, softmax()).build(backend);
    DataSet data = DataSet.of(new double[][] {{1, 2, 3}}, new double[][] {{1}});

    refused(
        "onnx: there must be one of the names for each input of the network: 1 for 2 inputs",
        three,
        export -> export.inputNames(List.of("width")));
    refused(
        "onnx: there must be one of the means for each input of the network: 3 for 2 inputs",
        three,
        export -> export.standardise(Standardiser.fit(data)));
    refused(
        "onnx: only quantities have a scale, but this network's outputs stand for classes: its cost"
            + " is categorical-cross-entropy",
        three,
        export -> export.scale(TargetScale.NONE));
    refused(
        "onnx: classes need one output and two names, or as many names as outputs, and a cost that"
            + " decides between them: 2 names, 3 outputs, cost categorical-cross-entropy",
        three,
        export -> export.classes(List.of("no", "yes")));
    refused(
        "onnx: classes need one output and two names, or as many names as outputs, and a cost that"
            + " decides between them: 2 names, 1 outputs, cost mean-squared-error",
        quantity,
        export -> export.classes(List.of("no", "yes")));
    refused(
        "onnx: a threshold must be a number, for a network with one output: 0.5, 3 outputs",
        three,
        export -> export.threshold(0.5));
    refused(
        "onnx: keys that begin with nn. are nn's own; choose another: 'nn.inputs'",
        three,
        export -> export.metadata("nn.inputs", "[]"));
  }

  @Test
  void aModelOfATableSaysWhatItsColumnsAre() throws IOException {
    String table = "width,colour,kind\n1,red,a\n2,blue,b\n3,red,c\n4,blue,a\n";
    CsvTable train = CsvTable.read("t", new ByteArrayInputStream(table.getBytes(UTF_8)));
    try (TableModel model =
        TableModel.fit(
            train, TableSpec.ofTarget("kind"), TableNetwork.usual(), Training.epochs(1), backend)) {
      ProtoFields file = new ProtoFields(OnnxExport.of(model).toBytes());

      Map<String, String> metadata = new HashMap<>();
      file.messages(14).forEach(entry -> metadata.put(entry.text(1), entry.text(2)));
      assertEquals(
          "[{\"name\":\"width\",\"type\":\"number\"},"
              + "{\"name\":\"colour\",\"type\":\"category\",\"categories\":[\"blue\",\"red\"]}]",
          metadata.get("nn.columns"));
      assertEquals("[\"a\",\"b\",\"c\"]", metadata.get("nn.classes"));
      assertEquals("\"kind\"", metadata.get("nn.target"));
    }
  }
}
