package nn.core.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import nn.api.Backend;
import nn.api.DType;
import nn.api.network.Activation;
import nn.api.network.Catalogue;
import nn.api.network.Cost;
import nn.api.network.Decision;
import nn.api.network.Layer;
import nn.api.network.Part;
import nn.core.Explicit;
import nn.core.Matrices;
import nn.core.Network;
import nn.core.NetworkBuilder;
import nn.core.Samples;
import nn.core.check.GradientCheck;
import nn.core.check.GradientReport;
import org.junit.jupiter.api.Test;

/**
 * Every derivative of random networks of every layer, with every cost, against finite differences.
 */
class LayerGradientTest {
  private static final int NETWORKS = 400;
  private static final long SEED = 20261128;
  private static final int OUTPUTS = 3;

  private static Activation hidden(SplittableRandom random) {
    return Samples.ACTIVATIONS.get(random.nextInt(Samples.ACTIVATIONS.size()));
  }

  /** A network that begins with numbers, an image or categories. */
  private static NetworkBuilder begin(SplittableRandom random, int number) {
    switch (number % 3) {
      case 0 -> {
        return Network.inputs(1 + random.nextInt(6));
      }
      case 1 -> {
        NetworkBuilder builder =
            Network.images(1 + random.nextInt(2), 5 + random.nextInt(3), 5 + random.nextInt(3));
        int layers = 1 + random.nextInt(2);
        for (int l = 0; l < layers; l++) {
          builder.layer(image -> imageLayer(random, image));
        }
        return builder;
      }
      default -> {
        return Network.inputs(1 + random.nextInt(3))
            .embedding(2 + random.nextInt(4), 1 + random.nextInt(4));
      }
    }
  }

  private static Layer imageLayer(SplittableRandom random, ImageShape image) {
    int height = 1 + random.nextInt(2);
    int width = 1 + random.nextInt(2);
    int stride = 1 + random.nextInt(2);
    return switch (random.nextInt(5)) {
      case 4 -> new BatchNormalisation(image, 0.1, 0.9);
      case 0 -> new MaxPooling(image, height, width, stride);
      case 1 -> new AveragePooling(image, height, width, stride);
      default -> {
        Convolution convolution =
            new Convolution(image, 1 + random.nextInt(3), height, width, hidden(random))
                .stride(stride)
                .padding(random.nextInt(2));
        yield random.nextInt(4) == 0 ? convolution.withoutBias() : convolution;
      }
    };
  }

  /** A layer that keeps the number of units. */
  private static Layer layer(SplittableRandom random, int units, int depth) {
    return switch (random.nextInt(depth == 0 ? 9 : 6)) {
      case 0 -> new BatchNormalisation(0.1, 0.9); // far from a variance of 0, whose root bends
      case 1 -> new LayerNormalisation(0.1);
      case 2 -> new Dropout(0.25);
      case 3 -> new ActivationLayer(hidden(random));
      case 4 -> new Dense(units, hidden(random)).withoutBias();
      case 5 -> new Dense(units, hidden(random));
      case 6 -> new Residual(layer(random, units, depth + 1));
      case 7 -> new Frozen(layer(random, units, depth + 1));
      default ->
          new Sequence(
              new Dense(3, hidden(random)),
              new Dense(units, hidden(random)),
              layer(random, units, depth + 1));
    };
  }

  private static double[][] features(
      SplittableRandom random, Network network, int records, int inputs) {
    int categories = network.layers().get(0).categories();
    double[][] features = new double[records][inputs];
    for (double[] record : features) {
      for (int i = 0; i < inputs; i++) {
        record[i] = categories > 0 ? random.nextInt(categories) : 2 * random.nextDouble() - 1;
      }
    }
    return features;
  }

  /** A class for each record, or quantities that no cost minds. */
  private static double[][] targets(SplittableRandom random, Cost cost, int records) {
    double[][] targets = new double[records][OUTPUTS];
    for (double[] record : targets) {
      record[random.nextInt(OUTPUTS)] = 1;
      if (cost.decision() == Decision.NONE) {
        Arrays.setAll(record, i -> random.nextDouble());
      }
    }
    return targets;
  }

  /** One of those whose outputs the cost can judge. */
  private static Activation last(SplittableRandom random, Cost cost) {
    List<Activation> judged = Samples.ACTIVATIONS.stream().filter(a -> accepts(cost, a)).toList();
    return judged.get(random.nextInt(judged.size()));
  }

  private static boolean accepts(Cost cost, Activation last) {
    try {
      cost.requireOutputs(OUTPUTS, last.range());
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  /** Parameters that begin at 0 leave it, where ReLU has its kink. */
  private static void offKinks(SplittableRandom random, Network network) {
    double[] parameters = network.parameters();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] == 0) {
        parameters[i] = (random.nextBoolean() ? 1 : -1) * (0.1 + 0.4 * random.nextDouble());
      }
    }
    network.parameters(parameters);
  }

  private static void collect(Layer layer, int inputs, Set<String> kinds) {
    kinds.add(layer.kind());
    for (Part part : layer.parts(inputs)) {
      collect(part.layer(), part.inputs(), kinds);
    }
  }

  private static GradientReport check(Backend backend, int number, Set<String> kinds) {
    SplittableRandom random = new SplittableRandom(SEED + number);
    Cost cost = Samples.COSTS.get(number % Samples.COSTS.size());
    int units = 2 + random.nextInt(4);
    NetworkBuilder builder = begin(random, number).seed(number).dense(units, hidden(random));
    int layers = 1 + random.nextInt(3);
    for (int l = 0; l < layers; l++) {
      builder.layer(layer(random, units, 0));
    }
    builder
        .dense(OUTPUTS, last(random, cost))
        .cost(random.nextBoolean() ? cost : new Explicit(cost));
    try (Network network = builder.build(backend)) {
      offKinks(random, network);
      int inputs = network.inputs();
      for (Layer layer : network.layers()) {
        collect(layer, inputs, kinds);
        inputs = layer.units(inputs);
      }
      int records = 2 + random.nextInt(4);
      GradientReport report =
          GradientCheck.of(network)
              .on(
                  features(random, network, records, network.inputs()),
                  targets(random, cost, records));
      assertEquals(
          0, report.wrong(), () -> number + ": " + network.layers() + ", " + cost + ": " + report);
      return report;
    }
  }

  @Test
  void everyDerivativeMatchesFiniteDifferences() {
    Set<String> kinds = new TreeSet<>();
    GradientReport report = GradientReport.EMPTY;
    try (Backend backend = Matrices.naive(DType.FLOAT64)) {
      for (int number = 0; number < NETWORKS; number++) {
        report = report.plus(check(backend, number, kinds));
      }
    }
    assertEquals(new TreeSet<>(Catalogue.load().layers()), kinds);
    assertTrue(report.passed(), report::toString);
    assertTrue(report.checked() > 20_000, report::toString);
  }
}
