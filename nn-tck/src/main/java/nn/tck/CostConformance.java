package nn.tck;

import nn.api.network.Cost;

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
public abstract class CostConformance extends CostRules {

  /** For the subclass. */
  protected CostConformance() {}

  /** The cost under test; called often, so a new one each time will do. */
  protected abstract Cost cost();

  @Override
  final Cost subject() {
    return cost();
  }
}
