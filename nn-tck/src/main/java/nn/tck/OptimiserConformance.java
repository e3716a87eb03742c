package nn.tck;

import nn.api.network.Optimiser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

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
public abstract class OptimiserConformance extends PlugInConformance {

  /** For the subclass. */
  protected OptimiserConformance() {}

  /** The optimiser under test; called often, so a new one each time will do. */
  protected abstract Optimiser optimiser();

  /** Chapter 13xx. */
  @Nested
  @DisplayName("13xx optimisers")
  class Rules extends OptimiserRules {
    @Override
    OptimiserConformance suite() {
      return OptimiserConformance.this;
    }
  }
}
