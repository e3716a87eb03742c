/** Finding out which kernel is wrong. */
@NullMarked
package nn.core.check;

import org.jspecify.annotations.NullMarked;
