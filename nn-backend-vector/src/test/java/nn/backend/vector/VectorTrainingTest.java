package nn.backend.vector;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static org.junit.jupiter.api.Assertions.assertEquals;

import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.Moons;
import nn.core.initialiser.Uniform;
import nn.core.training.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Swapping the jar leaves the trained network as it was, bit for bit. */
class VectorTrainingTest {

  /** The hash of the article's network after 100 of its iterations. */
  private static String train(String name, DType dtype, int threads) {
    try (Backend backend = Backends.open(name, new BackendOptions(dtype, threads));
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
      network.fit(Moons.make(1000, 0.2, 100), Training.epochs(100).learningRate(0.01));
      return network.weightsSha256();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTrainedNetworkIsNaives(DType dtype) {
    for (String suffix : new String[] {"", "-fma"}) {
      String expected = train("naive" + suffix, dtype, 1);
      for (int threads : new int[] {1, 2, 5}) {
        assertEquals(
            expected,
            train("vector" + suffix, dtype, threads),
            suffix + " " + threads + " threads");
      }
    }
  }
}
