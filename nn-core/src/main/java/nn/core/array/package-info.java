/** Arrays of numbers: as rows, and their sums; powers of one; for nn-core alone. */
@NullMarked
package nn.core.array;

import org.jspecify.annotations.NullMarked;
