/**
 * A small network written against nn-api alone, which tries the backend interface: layers, costs,
 * an optimiser and a training step as a third party would write them.
 */
@NullMarked
package nn.core.proof;

import org.jspecify.annotations.NullMarked;
