package nn.cli;

import java.util.Map;
import nn.io.table.TableNetwork;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that describe the network. */
final class NetworkOptions {

  @Option(
      names = "--layers",
      paramLabel = "N,N,...",
      defaultValue = "200",
      converter = LayersConverter.class,
      description = "Units of the hidden layers. Default: ${DEFAULT-VALUE}.")
  Layers layers;

  @Option(
      names = "--activation",
      paramLabel = "KIND",
      defaultValue = "relu",
      description =
          "Activation of the hidden layers: relu, \"leaky-relu(0.1)\", gelu, tanh or another, also"
              + " one that another jar on the class path offers. Default: ${DEFAULT-VALUE}.")
  String activation;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      defaultValue = "0",
      description =
          "How much of each hidden layer's outputs is dropped in training, at least 0 and below 1."
              + " Default: ${DEFAULT-VALUE}.")
  double dropout;

  @Option(
      names = "--batch-norm",
      description = "Normalises each hidden layer over its batch, before the activation.")
  boolean batchNormalisation;

  /** Refuses numbers out of their ranges. */
  void check(WrongUse wrongUse) {
    wrongUse.require(
        dropout >= 0 && dropout < 1, "--dropout must be at least 0 and below 1: " + dropout);
  }

  /** The network that they describe, for any table. */
  TableNetwork network(CommandPlugIns plugIns, int seed) {
    return new TableNetwork(
        layers.units(), plugIns.activation(activation), dropout, batchNormalisation, seed);
  }

  /** Adds the settings to a summary. */
  void describe(Map<String, @Nullable Object> summary) {
    summary.put("activation", activation);
    summary.put("dropout", dropout);
    summary.put("batchNorm", batchNormalisation);
  }
}
