package nn.tck;

import nn.api.network.Clip;

/**
 * Checks a clip against chapter 17xx of docs/SPEC.md.
 *
 * <pre>{@code
 * class MyClipTest extends ClipConformance {
 *   @Override
 *   protected Clip clip() {
 *     return new MyClip();
 *   }
 * }
 * }</pre>
 */
public abstract class ClipConformance extends ClipRules {

  /** For the subclass. */
  protected ClipConformance() {}

  /** The clip under test; called often, so a new one each time will do. */
  protected abstract Clip clip();

  @Override
  final Clip subject() {
    return clip();
  }
}
