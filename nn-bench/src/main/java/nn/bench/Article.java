package nn.bench;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;

import nn.api.Backend;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.initialiser.Uniform;
import nn.core.training.Training;

/** The article's training run: 1,000 moons, full batch, cross-entropy, plain gradient descent. */
final class Article {
  static final int RECORDS = 1000;
  private static final int[] UNITS = {2, 25, 100, 100, 10, 1};

  private Article() {}

  static int[] units() {
    return UNITS.clone();
  }

  /** The units with each hidden layer this many times as wide. */
  static int[] units(int wider) {
    int[] units = units();
    for (int layer = 1; layer < units.length - 1; layer++) {
      units[layer] *= wider;
    }
    return units;
  }

  static DataSet data() {
    return data(RECORDS);
  }

  static DataSet data(int records) {
    return Moons.make(records, 0.2, 100);
  }

  static Network network(Backend backend) {
    return network(backend, units());
  }

  static Network network(Backend backend, int[] units) {
    NetworkBuilder builder = Network.inputs(units[0]).initialiser(new Uniform(0.1)).seed(100);
    for (int layer = 1; layer < units.length - 1; layer++) {
      builder = builder.dense(units[layer], relu());
    }
    return builder.dense(units[units.length - 1], sigmoid()).build(backend);
  }

  static Training training(int iterations) {
    return Training.epochs(iterations).fullBatch().learningRate(0.01);
  }
}
