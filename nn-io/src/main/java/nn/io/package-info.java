/** Data and model files. */
@NullMarked
package nn.io;

import org.jspecify.annotations.NullMarked;
