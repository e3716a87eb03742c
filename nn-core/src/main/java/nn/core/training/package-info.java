/** How a network is trained, and what comes of it. */
@NullMarked
package nn.core.training;

import org.jspecify.annotations.NullMarked;
