package nn.io.model;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.leakyRelu;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.softplus;
import static nn.core.activation.Activations.tanh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nn.api.Backend;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.api.network.Initialiser;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.activation.Elu;
import nn.core.activation.Gelu;
import nn.core.activation.Mish;
import nn.core.activation.Selu;
import nn.core.activation.Silu;
import nn.core.cost.BinaryCrossEntropy;
import nn.core.cost.CategoricalCrossEntropy;
import nn.core.cost.Hinge;
import nn.core.cost.Huber;
import nn.core.cost.MeanAbsoluteError;
import nn.core.cost.MeanSquaredError;
import nn.core.cost.Poisson;
import nn.core.cost.Quantile;
import nn.core.cost.SquaredHinge;
import nn.core.data.Moons;
import nn.core.initialiser.Constant;
import nn.core.initialiser.HeNormal;
import nn.core.initialiser.HeUniform;
import nn.core.initialiser.LecunNormal;
import nn.core.initialiser.Normal;
import nn.core.initialiser.Uniform;
import nn.core.initialiser.XavierNormal;
import nn.core.initialiser.XavierUniform;
import nn.core.initialiser.Zeros;
import nn.core.layer.Dense;
import nn.core.layer.Frozen;
import nn.core.layer.Residual;
import nn.core.layer.Sequence;
import nn.core.optimiser.Adam;
import nn.core.training.Training;

/** Networks that together have every plug-in of nn. */
final class Models {
  static final List<Activation> ACTIVATIONS =
      List.of(
          new Elu(0.7),
          new Gelu(),
          new Gelu(Gelu.Approximation.TANH),
          identity(),
          leakyRelu(0.2),
          new Mish(),
          relu(),
          new Selu(),
          sigmoid(),
          new Silu(),
          softmax(),
          softplus(),
          tanh());
  static final List<Initialiser> INITIALISERS =
      List.of(
          new HeNormal(),
          new HeUniform(),
          new LecunNormal(),
          new Normal(0.3),
          new Uniform(0.1),
          new XavierNormal(),
          new XavierUniform(),
          new Zeros(),
          new Constant(0.3));
  static final List<Cost> COSTS =
      List.of(
          new BinaryCrossEntropy(),
          new BinaryCrossEntropy(0.1),
          new CategoricalCrossEntropy(),
          new CategoricalCrossEntropy(0.1),
          new Hinge(),
          new Huber(0.7),
          new MeanAbsoluteError(),
          new MeanSquaredError(),
          new Poisson(),
          new Quantile(0.8),
          new SquaredHinge());
  static final Training TRAINING = Training.epochs(20).batch(16).optimiser(new Adam(0.01)).seed(3);

  private Models() {}

  /** A small network, trained on moons. */
  static Network moons(Backend backend) {
    Network network = Network.inputs(2).dense(5, relu()).dense(1, sigmoid()).seed(1).build(backend);
    network.fit(Moons.make(100, 0.2, 7), TRAINING);
    return network;
  }

  static NetworkBuilder images() {
    return Network.images(1, 8, 8)
        .convolution(3, 3, relu())
        .batchNormalisation()
        .maxPooling(2)
        .averagePooling(3)
        .dropout(0.25)
        .denseWithoutBias(4, tanh())
        .batchNormalisation()
        .dense(3, softmax());
  }

  static NetworkBuilder nested() {
    return Network.inputs(4)
        .embedding(7, 3)
        .dense(6, leakyRelu(0.2))
        .layer(
            new Residual(
                new Sequence(
                    new Dense(5, tanh()),
                    new Frozen(new Dense(6, identity(), new Normal(0.3))),
                    new Sequence(new Dense(6, relu()).withoutBias()))))
        .layerNormalisation()
        .activation(relu())
        .dense(2, identity());
  }

  /** A builder for each thing that is to be kept, by a name for messages. */
  static Map<String, NetworkBuilder> all() {
    Map<String, NetworkBuilder> all = new LinkedHashMap<>();
    all.put("images", images());
    all.put("nested", nested());
    for (Activation activation : ACTIVATIONS) {
      all.put(activation.toString(), Network.inputs(3).dense(4, activation));
    }
    for (Initialiser initialiser : INITIALISERS) {
      all.put(
          initialiser.toString(),
          Network.inputs(3).initialiser(initialiser).dense(4, relu()).dense(1, identity()));
    }
    for (Cost cost : COSTS) {
      all.put(cost.toString(), Network.inputs(3).dense(2, activationFor(cost)).cost(cost));
    }
    return all;
  }

  static Activation activationFor(Cost cost) {
    return switch (cost.kind()) {
      case "binary-cross-entropy" -> sigmoid();
      case "categorical-cross-entropy" -> softmax();
      case "poisson" -> softplus();
      default -> identity();
    };
  }

  /** Numbers everywhere that are no first values: statistics, too. */
  static Network filled(NetworkBuilder builder, Backend backend) {
    Network network = builder.seed(5).build(backend);
    double[] numbers = network.parameters();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = numbers[i] * 0.75 + (i % 13 + 1) / 32.0 + 1e-9;
    }
    network.parameters(numbers);
    return network;
  }

  /** Records that a network takes. */
  static double[][] records(Network network, int count) {
    int categories = network.layers().get(0).categories();
    List<double[]> records = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      double[] record = new double[network.inputs()];
      for (int i = 0; i < record.length; i++) {
        record[i] = categories > 0 ? (r * 3 + i) % categories : Math.sin(1 + r * 7.3 + i * 1.7);
      }
      records.add(record);
    }
    return records.toArray(double[][]::new);
  }
}
