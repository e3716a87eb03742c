/** Data files: CSV tables, and how their cells become the numbers a network takes. */
@NullMarked
package nn.io;

import org.jspecify.annotations.NullMarked;
