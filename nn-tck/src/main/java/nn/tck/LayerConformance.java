package nn.tck;

import nn.api.network.Layer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * Checks a layer against chapter 11xx of docs/SPEC.md, in both number types, on the backend that is
 * found.
 *
 * <pre>{@code
 * class MyLayerTest extends LayerConformance {
 *   @Override
 *   protected Layer layer() {
 *     return new MyLayer();
 *   }
 * }
 * }</pre>
 */
public abstract class LayerConformance extends PlugInConformance {

  /** For the subclass. */
  protected LayerConformance() {}

  /** The layer under test; called often, so a new one each time will do. */
  protected abstract Layer layer();

  /** A number of inputs that the layer can take. */
  protected int inputs() {
    return 4;
  }

  /** Chapter 11xx. */
  @Nested
  @DisplayName("11xx layers")
  class Rules extends LayerRules {
    @Override
    LayerConformance suite() {
      return LayerConformance.this;
    }
  }
}
