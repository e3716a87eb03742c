package nn.io.table;

import java.util.List;
import nn.api.Backend;
import nn.api.network.Activation;
import nn.api.network.Decision;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.activation.Identity;
import nn.core.activation.Relu;
import nn.core.activation.Sigmoid;
import nn.core.activation.Softmax;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;

/**
 * A network for tables: dense layers, and at the end what suits the target: a sigmoid with binary
 * cross-entropy, a softmax with categorical cross-entropy, or a number with the mean squared error.
 *
 * @param hidden units of the hidden layers
 * @param activation of the hidden layers
 * @param dropout how much of a hidden layer's outputs is dropped in training
 * @param batchNormalisation whether hidden layers are normalised before their activation
 * @param seed of the initial weights
 */
public record TableNetwork(
    List<Integer> hidden,
    Activation activation,
    double dropout,
    boolean batchNormalisation,
    int seed) {

  /** Copies the list. */
  public TableNetwork {
    hidden = List.copyOf(hidden);
  }

  /** What suits tables of some hundred to some thousand records: one layer of 200 ReLUs. */
  public static TableNetwork usual() {
    return new TableNetwork(List.of(200), new Relu(), 0, false, TableTraining.SEED);
  }

  /** How outputs become classes. */
  static Decision decision(Task task) {
    return switch (task) {
      case BINARY -> Decision.THRESHOLD;
      case MULTICLASS -> Decision.FIRST_MAXIMUM;
      case REGRESSION -> Decision.NONE;
    };
  }

  /**
   * The network with its initial weights.
   *
   * @throws IllegalArgumentException if no network can have these layers
   */
  public Network build(TableEncoding encoding, Backend backend) {
    NetworkBuilder builder = Network.inputs(encoding.inputCount()).seed(seed);
    hidden.forEach(units -> addHidden(builder, units));
    int outputs = encoding.target().outputs();
    switch (encoding.target().task()) {
      case BINARY -> builder.dense(outputs, new Sigmoid()).cost(new BinaryCrossEntropy());
      case MULTICLASS -> builder.dense(outputs, new Softmax()).cost(new CategoricalCrossEntropy());
      case REGRESSION -> builder.dense(outputs, new Identity()).cost(new MeanSquaredError());
    }
    return builder.build(backend);
  }

  private void addHidden(NetworkBuilder builder, int units) {
    if (batchNormalisation) {
      builder.dense(units, new Identity()).batchNormalisation().activation(activation);
    } else {
      builder.dense(units, activation);
    }
    if (dropout > 0) {
      builder.dropout(dropout);
    }
  }
}
