/** Files of models: what is kept of a network, so that it opens on every backend. */
@NullMarked
package nn.io.model;

import org.jspecify.annotations.NullMarked;
