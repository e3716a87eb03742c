/** Records with their targets, where they come from, and their scaling. */
@NullMarked
package nn.core.data;

import org.jspecify.annotations.NullMarked;
