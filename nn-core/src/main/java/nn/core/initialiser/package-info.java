/** Initialisers of parameters, one per file. */
@NullMarked
package nn.core.initialiser;

import org.jspecify.annotations.NullMarked;
