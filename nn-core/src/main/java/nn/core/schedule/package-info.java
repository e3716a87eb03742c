/** Plans for the learning rate, one per file. */
@NullMarked
package nn.core.schedule;

import org.jspecify.annotations.NullMarked;
