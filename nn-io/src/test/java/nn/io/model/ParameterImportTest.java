package nn.io.model;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.Backend;
import nn.api.network.Activation;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.io.array.Golden;
import nn.io.array.NumberArray;
import nn.io.array.Safetensors;
import nn.io.file.FileFormatException;
import nn.io.torch.TorchFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterImportTest {
  private static final double TOLERANCE = 1e-12;

  private final Backend backend = Backends.open("naive");

  @TempDir Path folder;

  @AfterEach
  void close() {
    backend.close();
  }

  private ParameterImport imported(Class<?> beside, String name) throws IOException {
    return ParameterImport.read(Files.write(folder.resolve(name), Golden.resource(beside, name)));
  }

  private ParameterImport imported(String name) throws IOException {
    return imported(ParameterImportTest.class, name);
  }

  private static Golden golden(String name, String what) throws IOException {
    return Golden.read(ParameterImportTest.class, "imports.txt", 2).stream()
        .filter(golden -> golden.words().equals(List.of(name, what)))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a network answers what the other program's answered. */
  private static void assertAnswers(String name, Network network) throws IOException {
    Golden features = golden(name, "features");
    double[] outputs = network.predict(features.toDoubles(), features.shape().get(0));
    assertArrayEquals(golden(name, "outputs").toDoubles(), outputs, TOLERANCE);
  }

  private static Activation activation(String name) {
    return switch (name) {
      case "relu" -> relu();
      case "tanh" -> tanh();
      case "sigmoid" -> sigmoid();
      case "softmax" -> softmax();
      default -> identity();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "named, .pt, tanh, softmax",
    "binary, .npz, relu, sigmoid",
    "multiclass, .npz, tanh, softmax",
    "regressor, .npz, sigmoid, identity",
  })
  void denseNetworksAnswerAsInTheOtherProgram(
      String name, String suffix, String hidden, String last) throws IOException {
    ParameterImport parameters = imported(name + suffix);
    NetworkBuilder builder = parameters.dense(activation(hidden), activation(last));
    try (Network network = builder.build(backend)) {
      parameters.into(network);
      assertAnswers(name, network);
    }
  }

  @Test
  void otherLayersAnswerAsInPyTorchWhereTheNetworkIsGiven() throws IOException {
    assertAnswers(
        "normalised",
        Network.inputs(3)
            .dense(4, identity())
            .batchNormalisation()
            .activation(relu())
            .layerNormalisation()
            .dense(1, identity()));
    assertAnswers(
        "convolution", Network.images(2, 5, 5).convolution(3, 3, relu()).dense(2, sigmoid()));
    assertAnswers("embedding", Network.inputs(2).embedding(5, 3).dense(2, identity()));
  }

  private void assertAnswers(String name, NetworkBuilder builder) throws IOException {
    try (Network network = builder.build(backend)) {
      imported(name + ".pt").into(network);
      assertAnswers(name, network);
    }
  }

  @Test
  void takesTheNetworkOfACheckpoint() throws IOException {
    ParameterImport checkpoint = imported(TorchFile.class, "checkpoint.pt");
    assertEquals(List.of("weight", "bias"), List.copyOf(checkpoint.arrays().keySet()));
    assertEquals(List.of(""), checkpoint.layers());
  }

  @Test
  void takesTheLayersThatAreNamedInTheirOrder() throws IOException {
    ParameterImport named = imported("named.pt");
    assertEquals(List.of("fc1", "fc2", "out"), named.layers());
    assertEquals(List.of("fc2", "out"), named.layers(List.of("fc2", "out")).layers());
    assertEquals(List.of(""), named.under("fc2.").layers());
  }

  @Test
  void takesLayersOfSafetensorsByTheNumbersInTheirNames() throws IOException {
    Path file = folder.resolve("numbered.safetensors");
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    arrays.put("body.10.weight", NumberArray.ofDoubles(new double[] {3}, 1, 1));
    arrays.put("body.10.bias", NumberArray.ofDoubles(new double[] {4}, 1));
    arrays.put("body.2.weight", NumberArray.ofDoubles(new double[] {1, 2}, 1, 2));
    Files.write(file, new Safetensors(Map.of(), arrays).toBytes());
    ParameterImport parameters = ParameterImport.read(file);
    assertEquals(List.of("body.2", "body.10"), parameters.layers());
    try (Network network = parameters.dense(identity(), identity()).build(backend)) {
      parameters.into(network);
      assertArrayEquals(new double[] {37}, network.predict(new double[] {5, 3}, 1));
    }
  }

  @Test
  void asksForTheOrderOfLayersThatSafetensorsDoesNotKeep() throws IOException {
    Path file = folder.resolve("named.safetensors");
    NumberArray one = NumberArray.ofDoubles(new double[] {1}, 1, 1);
    Map<String, NumberArray> arrays = Map.of("encoder.weight", one, "decoder.weight", one);
    Files.write(file, new Safetensors(Map.of(), arrays).toBytes());
    ParameterImport parameters = ParameterImport.read(file);
    assertEquals(
        "import: "
            + file
            + ": a .safetensors file keeps no order of layers, and these do not differ"
            + " in numbers alone; name the layers to take, in their order: 'decoder'"
            + " {weight=F64[1, 1]}, 'encoder' {weight=F64[1, 1]} [NN-209]",
        message(() -> parameters.dense(relu(), relu())));
    List<String> order = List.of("encoder", "decoder");
    assertEquals(order, parameters.layers(order).layers());
    try (Network network = parameters.layers(order).dense(relu(), relu()).build(backend)) {
      parameters.layers(order).into(network);
    }
  }

  @Test
  void saysWhichLayersDoNotFitAndSetsNothing() throws IOException {
    ParameterImport named = imported("named.pt");
    try (Network network = Network.inputs(3).dense(5, tanh()).dense(4, tanh()).build(backend)) {
      String before = network.weightsSha256();
      assertEquals(
          "import: "
              + folder.resolve("named.pt")
              + ": there must be as many layers with parameters"
              + " in both; name the layers to take, in their order: the network has layer 1 (dense:"
              + " weight [5, 3], bias [5, 1]), layer 2 (dense: weight [4, 5], bias [4, 1]), the file"
              + " 'fc1' {weight=F64[5, 3], bias=F64[5]}, 'fc2' {weight=F64[4, 5], bias=F64[4]},"
              + " 'out' {weight=F64[2, 4]} [NN-209]",
          message(() -> named.into(network)));
      assertContains(
          "'fc2': weight must be of shape [5, 3], it is [4, 5]; name",
          message(() -> named.layers(List.of("fc2", "fc1")).into(network)));
      assertContains(
          "'out': the parameters must be [weight, bias], they are [weight]; name",
          message(() -> named.layers(List.of("fc1", "out")).into(network)));
      assertEquals(before, network.weightsSha256());
    }
  }

  @Test
  void saysWhyNoDenseNetworkIsMadeOfTheLayers() throws IOException {
    assertContains(
        "each layer must take what the one before it gives: 'fc1' takes 3, and gets 4; name the"
            + " layers in their order: ",
        message(() -> imported("named.pt").layers(List.of("fc2", "fc1")).dense(relu(), relu())));
    assertContains(
        "a fully connected layer has a weight of two dimensions, and at most a bias: '0' has"
            + " {weight=F64[3, 2, 3, 3], bias=F64[3]}; build the network, and import into that",
        message(() -> imported("convolution.pt").dense(relu(), relu())));
    assertContains(
        "there is no layer 'fc3'; the layers are 'fc1' ",
        message(() -> imported("named.pt").layers(List.of("fc3"))));
    assertContains(
        "no name begins with 'model.'; the names are [fc1.weight, ",
        message(() -> imported("named.pt").under("model.")));
  }

  @Test
  void refusesAFileOfCountersAlone() throws IOException {
    Path file = folder.resolve("counters.safetensors");
    NumberArray counter = NumberArray.ofDoubles(new double[] {1}, 1);
    Files.write(
        file, new Safetensors(Map.of(), Map.of("bn.num_batches_tracked", counter)).toBytes());
    assertContains(
        "there must be a layer with parameters; save the whole state dictionary: the names are"
            + " [bn.num_batches_tracked]",
        message(() -> ParameterImport.read(file).dense(relu(), relu())));
  }

  @Test
  void refusesFilesOfOtherNames() {
    assertEquals(
        "import: model.h5: parameters are imported from .pt, .pth, .safetensors and .npz files; save them"
            + " as one of these [NN-202]",
        message(() -> ParameterImport.read(Path.of("model.h5"))));
  }

  private static void assertContains(String part, String message) {
    assertEquals(part, message.contains(part) ? part : message);
  }

  private static String message(org.junit.jupiter.api.function.Executable call) {
    return String.valueOf(assertThrows(FileFormatException.class, call).getMessage());
  }
}
