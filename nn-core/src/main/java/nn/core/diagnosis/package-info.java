/** What may be wrong with a trained network, or with how it was trained. */
@NullMarked
package nn.core.diagnosis;

import org.jspecify.annotations.NullMarked;
