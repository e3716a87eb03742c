package nn.bench;

import nn.api.network.Catalogue;
import nn.api.network.Config;
import nn.api.network.Optimiser;

/** Optimisers by kind, with the usual settings; one that is not on the class path is left out. */
final class Optimisers {
  private Optimisers() {}

  /** Whether there is this kind. */
  static boolean has(String kind) {
    return Catalogue.load().optimisers().contains(kind);
  }

  /**
   * The optimiser of a kind.
   *
   * @throws IllegalArgumentException if no jar offers it, or it wants other settings
   */
  static Optimiser of(String kind) {
    Config config =
        switch (kind) {
          case "gradient-descent" -> rate(0.1);
          case "momentum" -> rate(0.01).with("momentum", 0.9).with("nesterov", false);
          case "rmsprop" ->
              rate(0.001)
                  .with("alpha", 0.99)
                  .with("epsilon", 1e-8)
                  .with("momentum", 0)
                  .with("centred", false);
          case "adagrad" ->
              rate(0.01)
                  .with("rate-decay", 0)
                  .with("initial-accumulator", 0)
                  .with("epsilon", 1e-10);
          case "adamw", "lamb" -> adam().with("weight-decay", 0.01);
          default -> adam();
        };
    return Catalogue.load().optimiser(new Config.Nested(kind, config));
  }

  private static Config rate(double learningRate) {
    return Config.EMPTY.with("learning-rate", learningRate);
  }

  private static Config adam() {
    return rate(0.001).with("beta1", 0.9).with("beta2", 0.999).with("epsilon", 1e-8);
  }
}
