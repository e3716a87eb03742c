/**
 * The conformance suite for backends: extend {@link nn.tck.BackendConformance}, return the
 * provider, run the class with JUnit.
 */
@NullMarked
package nn.tck;

import org.jspecify.annotations.NullMarked;
