package nn.bench;

import java.util.Optional;
import nn.api.Tier;

/** Something that computes one product, over and over on the same operands. */
interface Contender extends AutoCloseable {

  /** Computes the product. */
  void multiply();

  /** The result of the last call, column after column. */
  double[] result();

  /** What is promised of the result's bits, by a backend. */
  default Optional<Tier> tier() {
    return Optional.empty();
  }

  @Override
  default void close() {}
}
