/** Networks for users: build, fit, predict, evaluate; data as records. */
@NullMarked
package nn.core;

import org.jspecify.annotations.NullMarked;
