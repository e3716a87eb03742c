package nn.api;

/**
 * What a backend promises about the bits of its results.
 *
 * <p>Two backends of the same exact tier train bit-identical networks (all NaNs count as equal).
 * Only products and sums differ between tiers: every other kernel is exact on every backend.
 */
public enum Tier {
  /**
   * A dot product starts from {@code +0.0} and runs k-ascending in one accumulator; each product
   * and each sum is rounded to the dtype.
   */
  EXACT_SEPARATE(true),

  /**
   * A dot product starts from {@code +0.0} and runs k-ascending in one accumulator, one fused
   * multiply-add a step.
   */
  EXACT_FUSED(true),

  /**
   * Each element of a product is within {@code γ_k · (|A|·|B|)ᵢⱼ + k · MIN_VALUE} of the exact one,
   * {@code γ_k = k·u / (1 − k·u)}, and each sum within {@code γ_(n−1) · Σ|x|} (N. J. Higham,
   * Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1 and §3.5).
   */
  BOUNDED(false);

  private final boolean exact;

  Tier(boolean exact) {
    this.exact = exact;
  }

  /** Whether each result is bit-equal to its definition. */
  public boolean exact() {
    return exact;
  }
}
