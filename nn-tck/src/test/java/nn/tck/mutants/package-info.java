/**
 * Mutants of the backends, with which the suite itself is measured: a fault is put into a source,
 * one at a time, and the suite should fail.
 */
@NullMarked
package nn.tck.mutants;

import org.jspecify.annotations.NullMarked;
