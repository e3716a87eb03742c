/** The reference kernels, written to be read. */
@NullMarked
package nn.backend.naive;

import org.jspecify.annotations.NullMarked;
