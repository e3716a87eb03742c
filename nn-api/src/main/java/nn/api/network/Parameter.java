package nn.api.network;

import nn.api.Shape;

/**
 * The description of a layer's parameter.
 *
 * @param name unique in its layer, for instance {@code w}
 * @param shape {@code [units, inputs]} for a weight, {@code [units, 1]} for a bias
 * @param initialiser draws the first values
 * @param role what it is for
 */
public record Parameter(String name, Shape shape, Initialiser initialiser, Role role) {}
