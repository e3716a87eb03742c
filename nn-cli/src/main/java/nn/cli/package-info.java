/** The command-line tool: commands, their options, what they print and write. */
@NullMarked
package nn.cli;

import org.jspecify.annotations.NullMarked;
