/** Layers, one per file. */
@NullMarked
package nn.core.layer;

import org.jspecify.annotations.NullMarked;
