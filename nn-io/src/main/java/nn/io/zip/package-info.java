/** Zip archives in memory, read strictly; for nn-io alone. */
@NullMarked
package nn.io.zip;

import org.jspecify.annotations.NullMarked;
