/** The conformance suite for backends. */
@NullMarked
package nn.tck;

import org.jspecify.annotations.NullMarked;
