package example;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;

import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.Network;
import nn.core.training.Training;

/** Trains the same network on three backends that are open side by side, and compares them. */
public final class EachBackend {
  private static final DataSet MOONS = Moons.make(1000, 0.2, 100);

  public static void main(String[] args) {
    for (DType dtype : DType.values()) {
      BackendOptions options = BackendOptions.defaults().dtype(dtype);
      try (Backend naive = Backends.open("naive", options);
          Backend ejml = Backends.open("ejml", options);
          Backend nd4j = Backends.open("nd4j", options)) {
        Network reference = train(naive);
        print(train(ejml), reference);
        print(train(nd4j), reference);
      }
    }
  }

  private static Network train(Backend backend) {
    Network network =
        Network.inputs(2).seed(100)
            .dense(25, relu()).dense(25, relu()).dense(1, sigmoid()).build(backend);
    network.fit(MOONS, Training.epochs(100).learningRate(0.1));
    return network;
  }

  private static void print(Network network, Network reference) {
    boolean same = network.weightsSha256().equals(reference.weightsSha256());
    System.out.println(
        network.backend().dtype() + " " + network.backend().name() + ": "
            + (same ? "naive's bits" : "naive's weights within " + distance(network, reference)));
  }

  private static double distance(Network network, Network reference) {
    double distance = 0;
    for (int layer = 0; layer < network.layers().size(); layer++) {
      double[] w = network.parameter(layer, "weight");
      double[] expected = reference.parameter(layer, "weight");
      for (int i = 0; i < w.length; i++) {
        distance = Math.max(distance, Math.abs(w[i] - expected[i]));
      }
    }
    return distance;
  }
}
