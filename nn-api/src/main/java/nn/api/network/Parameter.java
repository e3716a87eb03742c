package nn.api.network;

import nn.api.Shape;

/**
 * The description of a layer's parameter.
 *
 * @param name unique in its layer: PyTorch's where it has one ({@code weight}, {@code bias}, {@code
 *     running_mean}), with the names of parts before it ({@code body.0.weight})
 * @param shape {@code [units, inputs]} for a weight, {@code [units, 1]} for a bias
 * @param initialiser draws the first values
 * @param role what it is for
 * @param trained whether training updates it by its gradient: never a {@link Role#STATISTIC}, and
 *     not where it is frozen
 */
public record Parameter(
    String name, Shape shape, Initialiser initialiser, Role role, boolean trained) {

  /**
   * Checks that no statistic is trained.
   *
   * @throws IllegalArgumentException if one is
   */
  public Parameter {
    if (trained && role == Role.STATISTIC) {
      throw new IllegalArgumentException(
          "parameter: a statistic is not trained by a gradient: '" + name + "'");
    }
  }

  /** Trained, unless it is a statistic. */
  public Parameter(String name, Shape shape, Initialiser initialiser, Role role) {
    this(name, shape, initialiser, role, role != Role.STATISTIC);
  }

  /** The same under another name. */
  public Parameter named(String other) {
    return new Parameter(other, shape, initialiser, role, trained);
  }

  /** The same, not trained. */
  public Parameter frozen() {
    return new Parameter(name, shape, initialiser, role, false);
  }
}
