/** Activation functions, one per file. */
@NullMarked
package nn.core.activation;

import org.jspecify.annotations.NullMarked;
