package nn.cli;

import java.util.List;
import nn.api.Backend;
import nn.api.network.Activation;
import nn.api.network.Decision;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.activation.Identity;
import nn.core.activation.Sigmoid;
import nn.core.activation.Softmax;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.MeanSquaredError;
import nn.core.metric.Metric;
import nn.core.metric.Metrics;
import nn.io.table.TableEncoding;
import nn.io.table.TargetColumn;

/**
 * The network for a table.
 *
 * @param hidden units of the hidden layers
 * @param activation of the hidden layers
 * @param dropout how much of a hidden layer's outputs is dropped in training
 * @param batchNormalisation whether hidden layers are normalised before their activation
 * @param seed of the initial weights
 */
record Model(
    List<Integer> hidden,
    Activation activation,
    double dropout,
    boolean batchNormalisation,
    int seed) {

  /** The metrics that suit a table's target. */
  static List<Metric> suited(TableEncoding encoding) {
    TargetColumn target = encoding.target();
    return Metrics.suited(
        switch (target.task()) {
          case BINARY -> Decision.THRESHOLD;
          case MULTICLASS -> Decision.FIRST_MAXIMUM;
          case REGRESSION -> Decision.NONE;
        },
        target.outputs());
  }

  /** The network with its initial weights. */
  Network build(TableEncoding encoding, Backend backend) {
    NetworkBuilder builder = Network.inputs(encoding.inputs().size()).seed(seed);
    hidden.forEach(units -> addHidden(builder, units));
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
