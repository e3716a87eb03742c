/**
 * How a backend is found, chosen and opened, and how the choice explains itself.
 *
 * @see nn.api.provider.Backends
 */
@NullMarked
package nn.api.provider;

import org.jspecify.annotations.NullMarked;
