/** Files of arrays. */
@NullMarked
package nn.io.array;

import org.jspecify.annotations.NullMarked;
