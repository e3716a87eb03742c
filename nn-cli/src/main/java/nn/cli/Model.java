package nn.cli;

import java.util.List;
import nn.api.Backend;
import nn.api.network.Activation;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.activation.Identity;
import nn.core.activation.LeakyRelu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Softmax;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.io.TableEncoding;

/**
 * The network for a table.
 *
 * @param hidden units of the hidden layers
 * @param activation of the hidden layers
 * @param seed of the initial weights
 */
record Model(List<Integer> hidden, Activation activation, int seed) {
  /** The activation of a kind, with its usual setting where it has one. */
  static Activation activation(String kind) {
    Catalogue catalogue = catalogue();
    if (!catalogue.activations().contains(kind)) {
      throw ToolException.wrongUse(
          "train: no activation has the name '"
              + kind
              + "'; choose one of "
              + String.join(", ", catalogue.activations())
              + " with --activation");
    }
    Config config =
        kind.equals("leaky-relu")
            ? Config.EMPTY.with("slope", LeakyRelu.DEFAULT_SLOPE)
            : Config.EMPTY;
    try {
      return catalogue.activation(new Config.Nested(kind, config));
    } catch (IllegalArgumentException unsettled) {
      throw ToolException.wrongUse(
          "train: this activation cannot be made from its name alone; choose another with"
              + " --activation: "
              + unsettled.getMessage());
    }
  }

  private static Catalogue catalogue() {
    try {
      return Catalogue.load();
    } catch (IllegalStateException broken) {
      throw ToolException.failed(
          "train: remove or repair a jar on the class path: " + broken.getMessage());
    }
  }

  /** The network with its initial weights. */
  Network build(TableEncoding encoding, Backend backend) {
    NetworkBuilder builder = Network.inputs(encoding.inputs().size()).seed(seed);
    for (int units : hidden) {
      builder.dense(units, activation);
    }
    int outputs = encoding.target().outputs();
    switch (encoding.target().task()) {
      case BINARY -> builder.dense(outputs, new Sigmoid()).cost(new BinaryCrossEntropy());
      case MULTICLASS -> builder.dense(outputs, new Softmax()).cost(new CategoricalCrossEntropy());
      case REGRESSION -> builder.dense(outputs, new Identity()).cost(new MeanSquaredError());
    }
    try {
      return builder.build(backend);
    } catch (IllegalArgumentException unbuildable) {
      throw ToolException.wrongUse(
          "train: no network can have these layers; choose others with --layers and --activation: "
              + unbuildable.getMessage());
    }
  }
}
