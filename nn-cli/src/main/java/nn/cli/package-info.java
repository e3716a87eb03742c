/** The command-line tool. */
@NullMarked
package nn.cli;

import org.jspecify.annotations.NullMarked;
