/** Propagation, cost, gradient descent and training. */
@NullMarked
package nn.core;

import org.jspecify.annotations.NullMarked;
