package nn.bench;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;

import nn.api.Backend;
import nn.core.DataSet;
import nn.core.Moons;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.Training;
import nn.core.initialiser.Uniform;

/** The article's training run: 1,000 moons, full batch, cross-entropy, plain gradient descent. */
final class Article {
  static final int RECORDS = 1000;
  private static final int[] UNITS = {2, 25, 100, 100, 10, 1};

  private Article() {}

  static int[] units() {
    return UNITS.clone();
  }

  static DataSet data() {
    return Moons.make(RECORDS, 0.2, 100);
  }

  static Network network(Backend backend) {
    NetworkBuilder builder = Network.inputs(UNITS[0]).initialiser(new Uniform(0.1)).seed(100);
    for (int layer = 1; layer < UNITS.length - 1; layer++) {
      builder = builder.dense(UNITS[layer], relu());
    }
    return builder.dense(UNITS[UNITS.length - 1], sigmoid()).build(backend);
  }

  static Training training(int iterations) {
    return Training.epochs(iterations).fullBatch().learningRate(0.01);
  }
}
