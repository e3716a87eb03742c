/** The reference backend: products as plain loops in an order that the JIT compiler vectorises. */
@NullMarked
package nn.backend.naive;

import org.jspecify.annotations.NullMarked;
