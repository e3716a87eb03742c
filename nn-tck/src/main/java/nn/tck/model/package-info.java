/**
 * What can differ from one call of a kernel to the next, as docs/coverage-model.md has it: the
 * kernels with their extents and forms, the factors and their levels, covering arrays over them,
 * and what each call must give. Not for users of the suite.
 */
@NullMarked
package nn.tck.model;

import org.jspecify.annotations.NullMarked;
