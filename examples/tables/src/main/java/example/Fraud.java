package example;

import static nn.core.activation.Activations.*;

import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.ClassWeights;
import nn.core.data.Classification;
import nn.core.data.DataSet;
import nn.core.data.Standardiser;
import nn.core.metric.Metric;
import nn.core.metric.Metrics;
import nn.core.metric.Predictions;
import nn.core.optimiser.AdamW;
import nn.core.schedule.Cosine;
import nn.core.training.Training;

/** One record in a hundred is what one looks for: an accuracy would not notice if none were found. */
public final class Fraud {

  /** Trains with and without weights of the classes. */
  public static void main(String[] args) {
    DataSet all = Classification.records(3000).inputs(20).informative(5).weights(0.99).make(2);
    DataSet.Split split = all.stratifiedSplit(0.2, nn.api.network.Decision.THRESHOLD, 1);
    Standardiser features = Standardiser.fit(split.train());
    DataSet train = features.apply(split.train());
    DataSet test = features.apply(split.test());
    judge("every record counts the same", train, test);
    judge("every class counts the same", ClassWeights.balanced(train).apply(train), test);
  }

  private static void judge(String name, DataSet train, DataSet test) {
    try (Backend backend = Backends.open();
        Network network =
            Network.inputs(20).seed(1).dense(100, relu()).dense(1, sigmoid()).build(backend)) {
      network.fit(
          train,
          Training.epochs(100)
              .batch(32)
              .optimiser(new AdamW(0.001, 1))
              .schedule(new Cosine(0)));
      double[] outputs = network.predict(test.features(), test.records());
      Predictions predictions =
          new Predictions(network.cost().decision(), outputs, test.targets(), 1, null);
      System.out.println(name);
      for (Metric metric :
          new Metric[] {
            Metrics.accuracy(), Metrics.balancedAccuracy(), Metrics.recall(), Metrics.precision()
          }) {
        System.out.printf("  %s %.3f%n", metric.name(), metric.value(predictions));
      }
    }
  }
}
