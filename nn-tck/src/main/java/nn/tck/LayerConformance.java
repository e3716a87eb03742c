package nn.tck;

import nn.api.network.Layer;
import nn.core.layer.ImageLayer;

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
public abstract class LayerConformance extends LayerRules {

  /** For the subclass. */
  protected LayerConformance() {}

  /** The layer under test; called often, so a new one each time will do. */
  protected abstract Layer layer();

  /** A number of inputs that the layer can take; for images, without an override, theirs. */
  @Override
  protected int inputs() {
    return layer() instanceof ImageLayer images ? images.input().size() : 4;
  }

  @Override
  final Layer subject() {
    return layer();
  }
}
