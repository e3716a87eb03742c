package nn.tck;

import nn.api.network.Optimiser;

/**
 * Checks an optimiser against chapter 13xx of docs/SPEC.md, in both number types, on the backend
 * that is found.
 *
 * <pre>{@code
 * class MyOptimiserTest extends OptimiserConformance {
 *   @Override
 *   protected Optimiser optimiser() {
 *     return new MyOptimiser();
 *   }
 * }
 * }</pre>
 */
public abstract class OptimiserConformance extends OptimiserRules {

  /** For the subclass. */
  protected OptimiserConformance() {}

  /** The optimiser under test; called often, so a new one each time will do. */
  protected abstract Optimiser optimiser();

  @Override
  final Optimiser subject() {
    return optimiser();
  }
}
