/** Cost functions, one per file. */
@NullMarked
package nn.core.cost;

import org.jspecify.annotations.NullMarked;
