package nn.tck;

import nn.api.network.Cost;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * Checks a cost against chapter 12xx of docs/SPEC.md, in both number types, on the backend that is
 * found.
 *
 * <pre>{@code
 * class MyCostTest extends CostConformance {
 *   @Override
 *   protected Cost cost() {
 *     return new MyCost();
 *   }
 * }
 * }</pre>
 */
public abstract class CostConformance extends PlugInConformance {

  /** For the subclass. */
  protected CostConformance() {}

  /** The cost under test; called often, so a new one each time will do. */
  protected abstract Cost cost();

  /** Chapter 12xx. */
  @Nested
  @DisplayName("12xx costs")
  class Rules extends CostRules {
    @Override
    CostConformance suite() {
      return CostConformance.this;
    }
  }
}
