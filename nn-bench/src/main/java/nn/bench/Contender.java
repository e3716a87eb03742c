package nn.bench;

/** Something that computes one product, over and over on the same operands. */
interface Contender extends AutoCloseable {

  /** Computes the product. */
  void multiply();

  /** The result of the last call, column after column. */
  double[] result();

  @Override
  default void close() {}
}
