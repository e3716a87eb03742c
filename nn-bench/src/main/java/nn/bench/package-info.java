/** Benchmarks of backends side by side. */
@NullMarked
package nn.bench;

import org.jspecify.annotations.NullMarked;
