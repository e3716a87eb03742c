package nn.api.network;

/**
 * A limit on the gradients of a step, kept before the optimiser sees them: all are multiplied with
 * one factor, which may depend on their common norm, and each element is then limited. An immutable
 * value. docs/SPEC.md has the rules, 17xx.
 */
public interface Clip extends PlugIn {

  /**
   * What every gradient is multiplied with.
   *
   * @param globalNorm {@code √Σg²} over all trained parameters, of the mean gradients with
   *     penalties: in FLOAT64, layers, parameters and elements ascending; NaN or infinite where the
   *     gradients are
   * @return 1 to leave them as they are; NaN if the norm is
   */
  double factor(double globalNorm);

  /** The largest size of an element after that; NaN stays. Positive; infinity limits nothing. */
  default double bound() {
    return Double.POSITIVE_INFINITY;
  }
}
