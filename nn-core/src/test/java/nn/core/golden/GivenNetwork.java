package nn.core.golden;

import java.util.Map;
import nn.api.Backend;
import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.data.DataSet;

/** Networks, records and plug-ins as golden files of trainings have them. */
final class GivenNetwork {
  private static final Catalogue CATALOGUE = Catalogue.load();

  private GivenNetwork() {}

  /** The rows of {@code features} and {@code targets}. */
  static DataSet data(Golden problem) {
    return DataSet.of(rows(problem.get("features")), rows(problem.get("targets")));
  }

  /** A matrix, or a column of numbers. */
  static double[][] rows(Golden matrix) {
    double[][] rows = new double[matrix.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new Golden(matrix.get(i).value()).numbers();
    }
    return rows;
  }

  /**
   * Dense layers with the given {@code activations}, {@code cost}, {@code weights}, {@code biases}.
   */
  static Network of(Golden problem, Backend backend) {
    Golden biases = problem.get("biases");
    NetworkBuilder builder = Network.inputs(problem.get("weights").get(0).get(0).size());
    for (int l = 0; l < biases.size(); l++) {
      String kind = problem.get("activations").get(l).text();
      builder.dense(
          biases.get(l).size(), CATALOGUE.activation(new Config.Nested(kind, Config.EMPTY)));
    }
    String cost = problem.get("cost").text();
    Network network =
        builder.cost(CATALOGUE.cost(new Config.Nested(cost, Config.EMPTY))).build(backend);
    set(network, problem);
    return network;
  }

  /** Sets {@code weights} and {@code biases}. */
  static void set(Network network, Golden parameters) {
    for (int l = 0; l < network.layers().size(); l++) {
      network.parameter(l, "weight", parameters.get("weights").get(l).numbers());
      network.parameter(l, "bias", parameters.get("biases").get(l).numbers());
    }
  }

  /** An object's {@code kind} and its other members, as settings. */
  static Config.Nested plugIn(Golden object) {
    Config config = Config.EMPTY;
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) object.value()).entrySet()) {
      String name = (String) entry.getKey();
      if (entry.getValue() instanceof Double number) {
        config = config.with(name, number);
      } else if (entry.getValue() instanceof Map<?, ?> nested) {
        config = config.with(name, plugIn(new Golden(nested)));
      } else if (!name.equals("kind")) {
        config = config.with(name, Boolean.parseBoolean((String) entry.getValue()));
      }
    }
    return new Config.Nested(object.get("kind").text(), config);
  }
}
