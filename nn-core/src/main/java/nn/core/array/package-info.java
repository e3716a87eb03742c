/** Arrays of numbers as rows; for nn-core alone. */
@NullMarked
package nn.core.array;

import org.jspecify.annotations.NullMarked;
