package nn.tck;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.leakyRelu;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import nn.api.Backend;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.data.DataSet;
import nn.core.data.Moons;
import nn.core.layer.Dense;
import nn.core.layer.Residual;
import nn.core.layer.Sequence;
import nn.core.random.RandomState;
import nn.core.training.History;
import nn.core.training.Training;

/**
 * Training runs: between them they have the activations and costs of the article, every layer, full
 * batches, mini-batches with a remainder and batches in parts, and products small and large enough
 * for several threads.
 */
enum WholeRun {
  /** Two moons, full batch. */
  MOONS(2, 1, 200, 0.1) {
    @Override
    DataSet data(int seed) {
      return Moons.make(records, 0.2, seed);
    }

    @Override
    NetworkBuilder layers(NetworkBuilder network) {
      return network.dense(25, relu()).dense(10, relu()).dense(1, sigmoid());
    }
  },

  /** Two yes-or-no answers, batches of 16 of 101 records. */
  ANSWERS(3, 2, 101, 16, 0.2) {
    @Override
    double target(double[] features, int output) {
      return features[output] > features[output + 1] ? 1 : 0;
    }

    @Override
    NetworkBuilder layers(NetworkBuilder network) {
      return network.dense(13, tanh()).dense(7, leakyRelu(0.1)).dense(2, sigmoid());
    }
  },

  /** Three classes, batches of 32 of 150 records. */
  CLASSES(4, 3, 150, 32, 0.1) {
    @Override
    double target(double[] features, int output) {
      int largest = features[1] > features[0] ? 1 : 0;
      return output == (features[2] > features[largest] ? 2 : largest) ? 1 : 0;
    }

    @Override
    NetworkBuilder layers(NetworkBuilder network) {
      return network.dense(12, relu()).dense(3, softmax());
    }
  },

  /** Two numbers, batches of 7 of 120 records. */
  NUMBERS(5, 2, 120, 7, 0.05) {
    @Override
    double target(double[] features, int output) {
      return features[0] * features[output + 1] - features[3];
    }

    @Override
    NetworkBuilder layers(NetworkBuilder network) {
      return network.dense(11, sigmoid()).dense(6, tanh()).dense(2, identity());
    }
  },

  /** Four classes, layers wide enough for several threads, full batch. */
  WIDE(20, 4, 160, 0.1) {
    @Override
    double target(double[] features, int output) {
      int quadrant = (features[0] > 0 ? 1 : 0) + (features[1] > 0 ? 2 : 0);
      return output == quadrant ? 1 : 0;
    }

    @Override
    NetworkBuilder layers(NetworkBuilder network) {
      return network.dense(96, leakyRelu(0.01)).dense(64, relu()).dense(4, softmax());
    }
  },

  /** Layers of every kind for images, batches of 64 of 160, a few epochs. */
  LAYERS(72, 3, 160, 64, 0.05, 3) {
    @Override
    double target(double[] features, int output) {
      return largestOfThree(features) == output ? 1 : 0;
    }

    @Override
    NetworkBuilder begin() {
      return Network.images(2, 6, 6);
    }

    @Override
    NetworkBuilder layers(NetworkBuilder network) {
      return network
          .convolution(4, 3, relu())
          .batchNormalisation()
          .maxPooling(2)
          .dropout(0.25)
          .dense(9, tanh())
          .layer(new Residual(new Sequence(new Dense(5, relu()), new Dense(9, identity()))))
          .layerNormalisation()
          .activation(leakyRelu(0.1))
          .dense(3, softmax());
    }
  },

  /** Images in batches of 1,200 of 1,300, which are propagated in parts; a few epochs. */
  IMAGES_IN_PARTS(72, 3, 1_300, 1_200, 0.05, 3) {
    @Override
    double target(double[] features, int output) {
      return largestOfThree(features) == output ? 1 : 0;
    }

    @Override
    NetworkBuilder begin() {
      return Network.images(2, 6, 6);
    }

    @Override
    NetworkBuilder layers(NetworkBuilder network) {
      return network
          .convolution(3, 3, relu())
          .averagePooling(2)
          .dropout(0.25)
          .layerNormalisation()
          .dense(3, softmax());
    }
  },

  /** Categories in full batches of 1,100, which are propagated in parts; a few epochs. */
  CATEGORIES_IN_PARTS(4, 1, 1_100, 1_100, 0.1, 3) {
    @Override
    double feature(RandomState random) {
      return Math.min(6, Math.floor(Math.abs(random.normal()) * 3));
    }

    @Override
    double target(double[] features, int output) {
      return features[0] + features[1] > features[2] + features[3] ? 1 : 0;
    }

    @Override
    NetworkBuilder layers(NetworkBuilder network) {
      return network.embedding(7, 3).dense(8, tanh()).dense(1, sigmoid());
    }
  };

  final int inputs;
  final int outputs;
  final int records;
  private final int batch;
  private final double learningRate;

  /** How long it is trained. */
  final int epochs;

  WholeRun(int inputs, int outputs, int records, double learningRate) {
    this(inputs, outputs, records, records, learningRate);
  }

  WholeRun(int inputs, int outputs, int records, int batch, double learningRate) {
    this(inputs, outputs, records, batch, learningRate, 100);
  }

  WholeRun(int inputs, int outputs, int records, int batch, double learningRate, int epochs) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.records = records;
    this.batch = batch;
    this.learningRate = learningRate;
    this.epochs = epochs;
  }

  /** What a run leaves: a hash of its history, parameters and predictions, and its last cost. */
  record Outcome(String sha256, double cost) {}

  abstract NetworkBuilder layers(NetworkBuilder network);

  double target(double[] features, int output) {
    throw new UnsupportedOperationException(name());
  }

  double feature(RandomState random) {
    return random.normal();
  }

  private static int largestOfThree(double[] features) {
    int largest = features[1] > features[0] ? 1 : 0;
    return features[2] > features[largest] ? 2 : largest;
  }

  /** The network without layers. */
  NetworkBuilder begin() {
    return Network.inputs(inputs);
  }

  DataSet data(int seed) {
    RandomState random = new RandomState(seed);
    double[][] features = new double[records][inputs];
    double[][] targets = new double[records][outputs];
    for (int record = 0; record < records; record++) {
      for (int input = 0; input < inputs; input++) {
        features[record][input] = feature(random);
      }
      for (int output = 0; output < outputs; output++) {
        targets[record][output] = target(features[record], output);
      }
    }
    return DataSet.of(features, targets);
  }

  /** The untrained network. */
  Network network(Backend backend, int seed) {
    return layers(begin().seed(seed)).build(backend);
  }

  /** Trains, and predicts all records. */
  Outcome train(Backend backend, int seed, int epochs) {
    return train(backend, seed, epochs, () -> {});
  }

  /** The same with a sign of life from each epoch. */
  Outcome train(Backend backend, int seed, int epochs, Runnable heard) {
    DataSet data = data(seed);
    try (Network network = network(backend, seed)) {
      History history =
          network
              .fit(
                  data,
                  Training.epochs(epochs)
                      .batch(batch)
                      .learningRate(learningRate)
                      .seed(seed)
                      .listener(epoch -> heard.run()))
              .history();
      double[] outputs = network.predict(data.features(), records);
      return new Outcome(sha256(history, network, outputs), history.cost(epochs - 1));
    }
  }

  private static String sha256(History history, Network network, double[] outputs) {
    ByteBuffer bytes =
        ByteBuffer.allocate((history.size() + outputs.length) * Double.BYTES + 64)
            .put(network.weightsSha256().getBytes(StandardCharsets.US_ASCII));
    for (int epoch = 0; epoch < history.size(); epoch++) {
      bytes.putDouble(history.cost(epoch));
    }
    for (double output : outputs) {
      bytes.putDouble(output);
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
