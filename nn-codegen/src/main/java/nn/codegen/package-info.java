/** What the build runs before it compiles: the writer of the sources that are generated. */
@NullMarked
package nn.codegen;

import org.jspecify.annotations.NullMarked;
