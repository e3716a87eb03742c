package nn.tck;

import nn.api.network.Penalty;

/**
 * Checks a penalty against chapter 15xx of docs/SPEC.md.
 *
 * <pre>{@code
 * class MyPenaltyTest extends PenaltyConformance {
 *   @Override
 *   protected Penalty penalty() {
 *     return new MyPenalty();
 *   }
 * }
 * }</pre>
 */
public abstract class PenaltyConformance extends PenaltyRules {

  /** For the subclass. */
  protected PenaltyConformance() {}

  /** The penalty under test; called often, so a new one each time will do. */
  protected abstract Penalty penalty();

  @Override
  final Penalty subject() {
    return penalty();
  }
}
