package nn.io.model;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.Moons;
import nn.io.array.Npy;
import nn.io.array.NumberArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what docs/model-file.md says of Python. */
class PythonTest {
  private static final int RECORDS = 200;

  private final Backend backend = Backends.open("naive");

  @TempDir Path folder;

  @AfterEach
  void close() {
    backend.close();
  }

  /** The program of the document that has a text. */
  private static String documented(String text) throws IOException {
    String page = Files.readString(Path.of("../docs/model-file.md"));
    List<String> programs =
        Arrays.stream(page.split("```python\n", -1))
            .skip(1)
            .map(block -> block.substring(0, block.indexOf("```")))
            .filter(program -> program.contains(text))
            .toList();
    assertEquals(1, programs.size(), text);
    return programs.get(0);
  }

  private Network moons() {
    Network network =
        Network.inputs(2).dense(25, relu()).dense(1, sigmoid()).seed(1).build(backend);
    network.fit(Moons.make(100, 0.2, 7), Models.TRAINING);
    ModelFile.save(folder.resolve("moons.safetensors"), network);
    return network;
  }

  private double[][] giveRecords(Network network) throws IOException {
    double[][] records = Models.records(network, RECORDS);
    double[] numbers = Arrays.stream(records).flatMapToDouble(Arrays::stream).toArray();
    try (OutputStream stream = Files.newOutputStream(folder.resolve("x.npy"))) {
      Npy.write(numbers, stream, RECORDS, network.inputs());
    }
    return records;
  }

  @Test
  void fiveLinesOfNumPyPredictTheSame() throws Exception {
    Python python = Python.with("numpy", "safetensors");
    try (Network network = moons()) {
      double[][] records = giveRecords(network);
      python.run(
          "import numpy as np\nx = np.load('x.npy')\n"
              + documented("np.maximum")
              + "np.save('y.npy', y)\n",
          folder);
      assertWithinBound(network, records);
    }
  }

  @Test
  void fiveLinesOfPyTorchPredictTheSame() throws Exception {
    Python python = Python.with("numpy", "torch", "safetensors");
    try (Network network = moons()) {
      double[][] records = giveRecords(network);
      python.run(
          "import numpy as np, torch\nx = torch.from_numpy(np.load('x.npy'))\n"
              + documented("nn.Linear")
              + "np.save('y.npy', y.detach().numpy())\n",
          folder);
      assertWithinBound(network, records);
    }
  }

  /**
   * Two computations of {@code W·x + b} differ by at most {@code 2·γ_k·(|W|·|x| + |b|)}, k being
   * the number of terms; ReLU hands a difference on as it is, sigmoid at most a quarter of it.
   */
  private void assertWithinBound(Network network, double[][] records) {
    NumberArray y = Npy.read(folder.resolve("y.npy"));
    for (int r = 0; r < RECORDS; r++) {
      double[] x = records[r];
      double[] hidden = new double[25];
      double[] difference = new double[25];
      for (int i = 0; i < 25; i++) {
        double[] w = network.weights(0)[i];
        double b = network.biases(0)[i];
        hidden[i] = Math.max(0, w[0] * x[0] + w[1] * x[1] + b);
        difference[i] = bound(3, Math.abs(w[0] * x[0]) + Math.abs(w[1] * x[1]) + Math.abs(b));
      }
      double magnitude = Math.abs(network.biases(1)[0]);
      double handedOn = 0;
      for (int i = 0; i < 25; i++) {
        double w = Math.abs(network.weights(1)[0][i]);
        magnitude += w * (hidden[i] + difference[i]);
        handedOn += w * difference[i];
      }
      double allowed = (handedOn + bound(26, magnitude)) / 4 + 4 * 0x1p-53; // sigmoid's rounding
      assertEquals(network.predict(records)[r][0], y.get(r, 0), allowed);
    }
  }

  /** {@code 2·γ_k·magnitude} (N. J. Higham, Accuracy and Stability, 2nd ed., section 3.1). */
  private static double bound(int k, double magnitude) {
    double ku = k * 0x1p-53;
    return 2 * ku / (1 - ku) * magnitude;
  }

  @Test
  void pyTorchTakesTheStateOfConvolutionsAndNormalisations() throws Exception {
    Python python = Python.with("numpy", "torch", "safetensors");
    try (Network network = Models.filled(Models.images(), backend)) {
      ModelFile.save(folder.resolve("images.safetensors"), network);
      double[][] records = giveRecords(network);
      python.run(
          """
          import numpy as np, torch
          from torch import nn
          from safetensors.torch import load_file
          layers = nn.ModuleList([nn.Conv2d(1, 3, 3), nn.BatchNorm2d(3), nn.MaxPool2d(2), nn.AvgPool2d(3),
                                  nn.Dropout(), nn.Linear(3, 4, bias=False), nn.BatchNorm1d(4), nn.Linear(4, 3)])
          net = nn.ModuleDict({"layers": layers}).double().eval()
          state = load_file("images.safetensors")
          net.load_state_dict({k: v for k, v in state.items() if k.startswith("layers.")})
          x = torch.from_numpy(np.load("x.npy")).reshape(-1, 1, 8, 8)
          x = layers[3](layers[2](layers[1](layers[0](x).relu()))).flatten(1)
          y = layers[7](layers[6](layers[5](x).tanh())).softmax(1)
          np.save("y.npy", y.detach().numpy())
          """,
          folder);
      NumberArray y = Npy.read(folder.resolve("y.npy"));
      double[][] predicted = network.predict(records);
      for (int r = 0; r < RECORDS; r++) {
        for (int i = 0; i < 3; i++) {
          assertEquals(predicted[r][i], y.get(r, i), 1e-13);
        }
      }
    }
  }

  @Test
  void aFewLinesOfPythonVerifyAndDescribe() throws Exception {
    Python python = Python.with("hashlib");
    moons().close();
    python.run(
        documented("hashlib")
            + """
              assert whole
              assert model["inputs"] == 2
              assert [layer["config"]["units"] for layer in model["layers"]] == [25, 1]
              """,
        folder);
  }

  @Test
  void safetensorsReadsEveryFileOfTheCorpus() throws Exception {
    Python python = Python.with("numpy", "safetensors");
    Path corpus = Path.of("src/test/resources/corpus").toAbsolutePath();
    python.run(
        """
        import glob, hashlib
        from safetensors.numpy import load_file
        files = glob.glob("CORPUS/*/*.safetensors")
        assert files
        for file in files:
            w = load_file(file)
            assert {"example.inputs", "example.outputs"} <= set(w), file
            b = open(file, "rb").read()
            assert hashlib.sha256(b[:38] + b"0" * 64 + b[102:]).hexdigest() == b[38:102].decode(), file
        """
            .replace("CORPUS", corpus.toString()),
        folder);
  }
}
