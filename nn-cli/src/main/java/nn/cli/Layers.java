package nn.cli;

import java.util.List;

/**
 * Units of hidden layers.
 *
 * @param units at least 1 each
 */
record Layers(List<Integer> units) {}
