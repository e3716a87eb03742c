/** Forward and backward propagation, one function per step. */
@NullMarked
package nn.core.propagation;

import org.jspecify.annotations.NullMarked;
