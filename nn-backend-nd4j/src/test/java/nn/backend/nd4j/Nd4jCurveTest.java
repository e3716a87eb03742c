package nn.backend.nd4j;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.History;
import nn.core.Moons;
import nn.core.Network;
import nn.core.Training;
import nn.core.initialiser.Uniform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first iterations of the article's training run, against the curve that NumPy computed. */
@WithNatives
class Nd4jCurveTest {
  private static final int ITERATIONS = 1000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void curveIsTheArticles(int threads) throws IOException {
    History history = train(threads);
    List<String> lines = lines("/goldens/training-curve.csv");
    int compared = 0;
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = List.of(line.split(",", -1));
      int iteration = Integer.parseInt(cells.get(0));
      if (iteration <= ITERATIONS) {
        String where = "iteration " + iteration;
        assertEquals(Double.parseDouble(cells.get(1)), history.cost(iteration - 1), 1e-12, where);
        assertEquals(Double.parseDouble(cells.get(2)), history.accuracy(iteration - 1), where);
        compared++;
      }
    }
    assertEquals(20, compared); // the file has a selection
  }

  private static History train(int threads) {
    try (Backend backend = Backends.open("nd4j", new BackendOptions(DType.FLOAT64, threads));
        Network network =
            Network.inputs(2)
                .initialiser(new Uniform(0.1))
                .seed(100)
                .dense(25, relu())
                .dense(100, relu())
                .dense(100, relu())
                .dense(10, relu())
                .dense(1, sigmoid())
                .build(backend)) {
      return network.fit(
          Moons.make(1000, 0.2, 100), Training.epochs(ITERATIONS).learningRate(0.01));
    }
  }

  private static List<String> lines(String file) throws IOException {
    try (InputStream stream = Nd4jCurveTest.class.getResourceAsStream(file)) {
      byte[] content = Objects.requireNonNull(stream, file).readAllBytes();
      return new String(content, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
