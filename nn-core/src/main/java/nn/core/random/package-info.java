/** The two generators of random numbers: NumPy's stream and a counter-based one. */
@NullMarked
package nn.core.random;

import org.jspecify.annotations.NullMarked;
