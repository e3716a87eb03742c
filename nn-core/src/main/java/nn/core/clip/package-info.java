/** Limits on gradients, one per file. */
@NullMarked
package nn.core.clip;

import org.jspecify.annotations.NullMarked;
