/** Terms that training adds to the cost, one per file. */
@NullMarked
package nn.core.penalty;

import org.jspecify.annotations.NullMarked;
