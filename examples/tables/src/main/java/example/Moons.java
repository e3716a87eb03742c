package example;

import static nn.core.activation.Activations.*;

import nn.api.Backend;
import nn.api.provider.Backends;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.optimiser.Adam;
import nn.core.training.EarlyStopping;
import nn.core.training.Fit;
import nn.core.training.Training;

/** Two moons, with Adam, and stopped when validation does not get better. */
public final class Moons {
  private static final int SEEDS = 5;

  /** Trains a network for each of five seeds and judges it on 100,000 fresh records. */
  public static void main(String[] args) {
    double sum = 0;
    try (Backend backend = Backends.open()) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        sum += accuracy(backend, seed);
      }
    }
    System.out.printf("the best that any classifier could have: %.4f%n", most());
    System.out.printf("mean of %d seeds: %.4f%n", SEEDS, sum / SEEDS);
  }

  /** The accuracy of who knows how the moons are made, and says which one is likelier at a point. */
  private static double most() {
    DataSet arcs = nn.core.data.Moons.make(1000, 0, 0); // without noise
    DataSet fresh = nn.core.data.Moons.make(10_000, 0.2, 1000);
    int correct = 0;
    for (int record = 0; record < fresh.records(); record++) {
      double difference = 0; // of the two densities, but for a factor
      for (int i = 0; i < arcs.records(); i++) {
        double dx = fresh.feature(record, 0) - arcs.feature(i, 0);
        double dy = fresh.feature(record, 1) - arcs.feature(i, 1);
        double density = Math.exp(-(dx * dx + dy * dy) / (2 * 0.2 * 0.2));
        difference += arcs.target(i, 0) == 1 ? density : -density;
      }
      correct += difference > 0 == (fresh.target(record, 0) == 1) ? 1 : 0;
    }
    return (double) correct / fresh.records();
  }

  private static double accuracy(Backend backend, int seed) {
    DataSet train = nn.core.data.Moons.make(1000, 0.2, seed);
    DataSet fresh = nn.core.data.Moons.make(100_000, 0.2, 1000 + seed);
    try (Network network =
        Network.inputs(2)
            .seed(seed)
            .dense(32, relu())
            .dense(32, relu())
            .dense(1, sigmoid())
            .build(backend)) {
      Fit fit =
          network.fit(
              train,
              Training.epochs(300)
                  .batch(32)
                  .seed(seed)
                  .optimiser(new Adam(0.003))
                  .validationShare(0.2)
                  .earlyStopping(EarlyStopping.patience(30)));
      double accuracy = network.evaluate(fresh).accuracy();
      System.out.printf(
          "seed %d: %d epochs, the best was %d; accuracy on fresh moons %.4f%n",
          seed, fit.history().size(), fit.bestEpoch() + 1, accuracy);
      return accuracy;
    }
  }
}
