/** Numbers that say how well a network does, equal to scikit-learn's. */
@NullMarked
package nn.core.metric;

import org.jspecify.annotations.NullMarked;
