/** JSON as nn's own files have it: strict when read, always the same text when written. */
@NullMarked
package nn.io.json;

import org.jspecify.annotations.NullMarked;
