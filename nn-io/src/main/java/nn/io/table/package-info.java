/** Tables, and how their cells become the numbers that a network takes. */
@NullMarked
package nn.io.table;

import org.jspecify.annotations.NullMarked;
