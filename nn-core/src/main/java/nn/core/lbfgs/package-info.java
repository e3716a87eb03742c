/** L-BFGS, a trainer of its own for smooth costs of the full batch. */
@NullMarked
package nn.core.lbfgs;

import org.jspecify.annotations.NullMarked;
