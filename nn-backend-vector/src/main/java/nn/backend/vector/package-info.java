/** The fastest backend: products and element-wise work with the vector instructions of the CPU. */
@NullMarked
package nn.backend.vector;

import org.jspecify.annotations.NullMarked;
