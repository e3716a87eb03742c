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
    boolean adaptive = kind.startsWith("adam");
    Config config =
        Config.EMPTY
            .with("learning-rate", adaptive ? 0.001 : 0.1)
            .with("beta1", 0.9)
            .with("beta2", 0.999)
            .with("epsilon", 1e-8);
    return Catalogue.load().optimiser(new Config.Nested(kind, config));
  }
}
