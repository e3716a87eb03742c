package nn.backend.vector;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static org.junit.jupiter.api.Assertions.assertEquals;

import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.initialiser.Uniform;
import nn.core.layer.Convolution;
import nn.core.optimiser.Adam;
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

  /** The hash of a small network for images, after some steps. */
  private static String trainImages(String name, DType dtype, int threads) {
    int records = 50;
    double[][] images = new double[records][12 * 10];
    double[][] targets = new double[records][3];
    for (int j = 0; j < records; j++) {
      for (int i = 0; i < images[j].length; i++) {
        images[j][i] = (j * 31 + i * i * 7) % 101 / 101.0;
      }
      targets[j][j % 3] = 1;
    }
    try (Backend backend = Backends.open(name, new BackendOptions(dtype, threads));
        Network network =
            Network.images(1, 12, 10)
                .seed(5)
                .layer(image -> new Convolution(image, 6, 3, relu()).padding(1))
                .maxPooling(2)
                .convolution(8, 2, relu())
                .averagePooling(2)
                .denseWithoutBias(20, relu())
                .layerNormalisation()
                .dropout(0.25)
                .dense(3, softmax())
                .build(backend)) {
      network.fit(
          DataSet.of(images, targets), Training.epochs(20).batch(16).optimiser(new Adam(0.01)));
      return network.weightsSha256();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTrainedNetworkForImagesIsNaives(DType dtype) {
    for (String suffix : new String[] {"", "-fma"}) {
      String expected = trainImages("naive" + suffix, dtype, 1);
      for (int threads : new int[] {1, 2, 5}) {
        assertEquals(expected, trainImages("vector" + suffix, dtype, threads));
      }
    }
  }
}
