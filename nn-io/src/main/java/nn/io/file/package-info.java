/** Files, whatever is in them: how they are saved so that nothing is lost, and how they fail. */
@NullMarked
package nn.io.file;

import org.jspecify.annotations.NullMarked;
