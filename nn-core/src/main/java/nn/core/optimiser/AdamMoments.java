package nn.core.optimiser;

import nn.core.array.Powers;

/**
 * What Adam, AdamW and LAMB have in common: the means of gradients and of their squares, and the
 * direction {@code m̂ / (√v̂ + ε)} that they give (D. P. Kingma, J. Ba: Adam: A Method for
 * Stochastic Optimization. ICLR 2015, Algorithm 1).
 *
 * <p>With {@code m̂ = m / (1 − β₁ᵗ)} and {@code v̂ = v / (1 − β₂ᵗ)} the direction is computed as
 * {@code r·m / (√v + εₜ)}, {@code r = √(1 − β₂ᵗ) / (1 − β₁ᵗ)} and {@code εₜ = ε·√(1 − β₂ᵗ)}: two
 * divisions less for each number and the same value but for rounding (section 2 there).
 */
final class AdamMoments {

  /** How many scalars there are. */
  static final int SCALARS = 6;

  private AdamMoments() {}

  /** Checks the settings of an optimiser of this kind. */
  static void require(String kind, double beta1, double beta2, double epsilon) {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException(
          kind + ": beta1 and beta2 must be at least 0 and below 1: " + beta1 + " and " + beta2);
    }
    Require.epsilon(kind, epsilon);
  }

  /**
   * Assigns the first scalars: {@code β₁, 1 − β₁, β₂, 1 − β₂, rate·r, εₜ}.
   *
   * @param rate what the direction is multiplied with
   * @param step {@code t}, 1 for the first
   */
  static void scalars(
      double rate, double beta1, double beta2, double epsilon, long step, double[] scalars) {
    double root = Math.sqrt(1 - Powers.of(beta2, step));
    scalars[0] = beta1;
    scalars[1] = 1 - beta1;
    scalars[2] = beta2;
    scalars[3] = 1 - beta2;
    scalars[4] = rate * root / (1 - Powers.of(beta1, step));
    scalars[5] = epsilon * root;
  }
}
