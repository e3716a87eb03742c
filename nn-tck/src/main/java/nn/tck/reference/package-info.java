/**
 * What a kernel must give, written once more and as plainly as possible: matrices, the formulas of
 * the specification, and what each tier promises. Nothing here uses a backend's code. Not for users
 * of the suite.
 */
@NullMarked
package nn.tck.reference;

import org.jspecify.annotations.NullMarked;
