/** Tests against numbers that other programs computed. */
@NullMarked
package nn.core.golden;

import org.jspecify.annotations.NullMarked;
