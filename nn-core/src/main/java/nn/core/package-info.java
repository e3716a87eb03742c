/** Networks for users: describe, build, fit, predict, evaluate. */
@NullMarked
package nn.core;

import org.jspecify.annotations.NullMarked;
