/** Propagation and gradient descent on tensors; for nn-core alone. */
@NullMarked
package nn.core.engine;

import org.jspecify.annotations.NullMarked;
