/**
 * The conformance suites for backends and plug-ins: extend {@link nn.tck.BackendConformance},
 * {@link nn.tck.ActivationConformance} or another one, return what is to be tested, run the class
 * with JUnit.
 */
@NullMarked
package nn.tck;

import org.jspecify.annotations.NullMarked;
