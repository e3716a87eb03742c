/** What a network is, without a number in it. */
@NullMarked
package nn.core.architecture;

import org.jspecify.annotations.NullMarked;
