package nn.core.golden;

import static nn.core.activation.Activations.identity;
import static nn.core.activation.Activations.relu;
import static nn.core.activation.Activations.sigmoid;
import static nn.core.activation.Activations.softmax;
import static nn.core.activation.Activations.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Initialiser;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.data.DataSet;
import nn.core.initialiser.Normal;
import nn.core.layer.AveragePooling;
import nn.core.layer.BatchNormalisation;
import nn.core.layer.Convolution;
import nn.core.layer.Dense;
import nn.core.layer.Embedding;
import nn.core.layer.LayerNormalisation;
import nn.core.layer.MaxPooling;
import nn.core.layer.Residual;
import nn.core.layer.Sequence;
import nn.core.random.RandomState;
import nn.core.training.History;
import nn.core.training.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 100 steps of each layer against PyTorch's, cost for cost: goldens/layers.py says of what. */
class LayersParityTest {
  private static final double RELATIVE = 1e-9;
  private static final int RECORDS = 12;
  private static final int CLASSES = 3;
  private static final Initialiser DRAWN = new Normal(0.3);

  private final Golden golden = Golden.json("layers.json");

  private static NetworkBuilder network(String name) {
    NetworkBuilder images = Network.images(2, 6, 7).initialiser(DRAWN);
    NetworkBuilder four = Network.inputs(4).initialiser(DRAWN);
    return switch (name) {
      case "convolution" ->
          Network.images(2, 7, 6)
              .initialiser(DRAWN)
              .layer(
                  in ->
                      new Convolution(in, 3, 3, 2, tanh()).stride(2).padding(1).initialiser(DRAWN))
              .convolution(4, 2, sigmoid())
              .layer(
                  in ->
                      new Convolution(in, 2, 3, relu())
                          .padding(2)
                          .initialiser(DRAWN)
                          .withoutBias());
      case "max-pooling" ->
          images
              .layer(in -> new Convolution(in, 3, 3, relu()).padding(1).initialiser(DRAWN))
              .maxPooling(2)
              .layer(in -> new MaxPooling(in, 2, 3, 1));
      case "average-pooling" ->
          images
              .layer(in -> new Convolution(in, 3, 3, tanh()).padding(1).initialiser(DRAWN))
              .averagePooling(2)
              .layer(in -> new AveragePooling(in, 2, 3, 1));
      case "layer-normalisation" ->
          four.dense(6, identity())
              .layerNormalisation()
              .activation(tanh())
              .layer(new LayerNormalisation(0.01));
      case "batch-normalisation" ->
          four.dense(6, identity())
              .batchNormalisation()
              .activation(relu())
              .layer(new BatchNormalisation(0.01, 0.75)); // PyTorch's momentum is 1 less ours
      case "batch-normalisation-of-channels" ->
          images
              .layer(
                  in ->
                      new Convolution(in, 3, 3, identity())
                          .padding(1)
                          .initialiser(DRAWN)
                          .withoutBias())
              .layer(in -> new BatchNormalisation(in, 0.01, 0.75))
              .activation(relu())
              .batchNormalisation();
      case "dropout" -> four.dense(8, tanh()).dropout(0.375);
      case "embedding" ->
          Network.inputs(3).initialiser(DRAWN).layer(new Embedding(5, 4, DRAWN)).dense(5, tanh());
      case "dense-without-bias" -> four.denseWithoutBias(6, tanh());
      case "residual" ->
          four.dense(6, identity())
              .layer(
                  new Residual(
                      new Sequence(
                          new LayerNormalisation(),
                          new Dense(5, tanh(), DRAWN),
                          new Dense(6, identity(), DRAWN))));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static double[][] features(String name, int inputs) {
    RandomState random = new RandomState(8);
    double[][] features = new double[RECORDS][inputs];
    for (double[] record : features) {
      Arrays.setAll(record, i -> random.normal());
      if (name.equals("embedding")) {
        Arrays.setAll(record, i -> Math.floor(Math.abs(record[i]) * 2) % 5);
      }
    }
    return features;
  }

  private static double[][] targets() {
    double[][] targets = new double[RECORDS][CLASSES];
    for (int j = 0; j < RECORDS; j++) {
      targets[j][j % CLASSES] = 1;
    }
    return targets;
  }

  private static void near(double[] expected, double[] found, String what) {
    assertEquals(expected.length, found.length, what);
    for (int i = 0; i < expected.length; i++) {
      double tolerance = RELATIVE * Math.abs(expected[i]);
      assertEquals(expected[i], found[i], tolerance, what + " " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convolution",
        "max-pooling",
        "average-pooling",
        "layer-normalisation",
        "batch-normalisation",
        "batch-normalisation-of-channels",
        "dropout",
        "embedding",
        "dense-without-bias",
        "residual"
      })
  void costsAndPredictionsArePyTorchs(String name) {
    Golden expected = golden.get(name);
    NetworkBuilder builder = network(name).seed(7);
    builder =
        name.equals("dense-without-bias")
            ? builder.denseWithoutBias(CLASSES, softmax())
            : builder.dense(CLASSES, softmax());
    try (Backend backend = Matrices.naive(DType.FLOAT64);
        Network network = builder.build(backend)) {
      double[][] features = features(name, network.inputs());
      double[] costs = expected.get("costs").numbers();
      History history =
          network
              .fit(
                  DataSet.of(features, targets()), Training.epochs(costs.length).learningRate(0.05))
              .history();
      double[] found = new double[costs.length];
      Arrays.setAll(found, history::cost);
      near(costs, found, name + ": cost before step");
      double[] predictions =
          Arrays.stream(network.predict(features)).flatMapToDouble(Arrays::stream).toArray();
      near(expected.get("predictions").numbers(), predictions, name + ": prediction");
      if (name.startsWith("batch-normalisation")) {
        int at = 0;
        for (int layer : new int[] {1, 3}) {
          for (String statistic : new String[] {"running_mean", "running_var"}) {
            near(
                expected.get("statistics").get(at++).numbers(),
                network.parameter(layer, statistic),
                statistic + " of layer " + layer);
          }
        }
      }
    }
  }
}
