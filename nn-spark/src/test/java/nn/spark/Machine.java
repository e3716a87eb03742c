package nn.spark;

import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.tanh;

import java.util.function.Consumer;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.optimiser.Adam;
import nn.core.training.Training;

/** A network with dropout and a trap, the records that train it, and the weights it ends with. */
final class Machine {
  static final DataSet DATA = Moons.make(240, 0.2, 3);

  private Machine() {}

  /** Eight shards; six steps in three epochs. */
  static Training training() {
    return Training.epochs(3).batch(120).shards(8).optimiser(new Adam(0.01)).seed(8);
  }

  /** The hash of the weights after what is done with the network. */
  static String weights(DType dtype, Consumer<Network> fit) {
    try (Backend backend = Backends.open("vector", new BackendOptions(dtype, 2));
        Network network =
            Network.inputs(2)
                .seed(2)
                .dense(9, tanh())
                .activation(new Trap())
                .dropout(0.25)
                .dense(5, relu())
                .dense(1, sigmoid())
                .build(backend)) {
      fit.accept(network);
      return network.weightsSha256();
    }
  }

  /** The hash of what one machine trains. */
  static String weights(DType dtype, Training training) {
    return weights(dtype, network -> network.fit(DATA, training));
  }
}
