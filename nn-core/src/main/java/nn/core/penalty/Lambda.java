package nn.core.penalty;

/** The strength of a penalty. */
final class Lambda {
  private static final double MOST = 1e6; // so that λ·w² of a weight of 10¹⁵ fits FLOAT32

  private Lambda() {}

  static void require(String kind, double lambda) {
    if (!(lambda > 0 && lambda <= MOST)) {
      throw new IllegalArgumentException(
          kind + ": lambda must be above 0 (for 0 give no penalty) and at most 1e6: " + lambda);
    }
  }
}
