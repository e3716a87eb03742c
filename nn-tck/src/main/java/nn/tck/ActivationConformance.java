package nn.tck;

import nn.api.network.Activation;

/**
 * Checks an activation against chapter 10xx of docs/SPEC.md, in both number types, on the backend
 * that is found.
 *
 * <pre>{@code
 * class MyActivationTest extends ActivationConformance {
 *   @Override
 *   protected Activation activation() {
 *     return new MyActivation();
 *   }
 * }
 * }</pre>
 */
public abstract class ActivationConformance extends ActivationRules {

  /** For the subclass. */
  protected ActivationConformance() {}

  /** The activation under test; called often, so a new one each time will do. */
  protected abstract Activation activation();

  @Override
  final Activation subject() {
    return activation();
  }
}
