/**
 * A backend whose tensors are Java arrays, finished but for its three products: a base class for
 * backend authors.
 */
@NullMarked
package nn.api.heap;

import org.jspecify.annotations.NullMarked;
