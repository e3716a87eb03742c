/** Optimisers, one per file. */
@NullMarked
package nn.core.optimiser;

import org.jspecify.annotations.NullMarked;
