package nn.core.golden;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.DataSet;
import nn.core.History;
import nn.core.Moons;
import nn.core.Network;
import nn.core.Training;
import nn.core.initialiser.Uniform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The article's training run, 9,999 iterations, against the curve that NumPy computed. */
class TrainingCurveTest {
  private static final DataSet MOONS = Moons.make(1000, 0.2, 100);

  private static Network articleNetwork(Backend backend) {
    return Network.inputs(2)
        .initialiser(new Uniform(0.1))
        .seed(100)
        .dense(25, relu())
        .dense(100, relu())
        .dense(100, relu())
        .dense(10, relu())
        .dense(1, sigmoid())
        .build(backend);
  }

  private static History train(String name, BackendOptions options, int iterations) {
    try (Backend backend = Backends.open(name, options);
        Network network = articleNetwork(backend)) {
      return network.fit(MOONS, Training.epochs(iterations).learningRate(0.01));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "naive,     FLOAT64, 1e-13, 0",
    "naive-fma, FLOAT64, 1e-13, 0",
    "naive,     FLOAT32, 1e-4,  0.003",
  })
  void curveIsTheArticles(
      String name, DType dtype, double costTolerance, double accuracyTolerance) {
    History history = train(name, BackendOptions.defaults().dtype(dtype), 9999);
    assertEquals(9999, history.size());
    List<String> lines = Golden.lines("training-curve.csv");
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(",", -1));
      int iteration = Integer.parseInt(cells.get(0));
      String where = name + " " + dtype + " iteration " + iteration;
      assertEquals(
          Double.parseDouble(cells.get(1)), history.cost(iteration - 1), costTolerance, where);
      assertEquals(
          Double.parseDouble(cells.get(2)),
          history.accuracy(iteration - 1),
          accuracyTolerance,
          where);
    }
  }

  @Test
  void threadsChangeNoBit() {
    String expected = "";
    for (int threads : new int[] {1, 2, 5}) {
      try (Backend backend = Backends.open("naive", BackendOptions.defaults().threads(threads));
          Network network = articleNetwork(backend)) {
        network.fit(MOONS, Training.epochs(300).learningRate(0.01));
        String hash = network.weightsSha256();
        assertEquals(expected.isEmpty() ? hash : expected, hash, threads + " threads");
        expected = hash;
      }
    }
  }
}
