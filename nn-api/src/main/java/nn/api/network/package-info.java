/**
 * What a plug-in author implements: activations, layers, costs, optimisers and initialisers, as
 * immutable values that are rebuilt by kind.
 */
@NullMarked
package nn.api.network;

import org.jspecify.annotations.NullMarked;
