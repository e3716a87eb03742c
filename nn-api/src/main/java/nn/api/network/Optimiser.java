package nn.api.network;

import java.util.List;
import nn.api.ElementwiseLoop;

/**
 * A rule that updates parameters from gradients: an immutable value without tensors.
 *
 * <p>The core allocates the state, zero at first, one tensor of the parameter's shape for each name
 * in {@link #state()}. In each step it takes the mean of the gradients over records, adds {@link
 * Penalty penalties}, {@link Clip clips}, and then runs {@link #update()} once for each parameter.
 * docs/SPEC.md has the rules, 13xx.
 */
public interface Optimiser extends PlugIn {

  /** The names of the state tensors of one parameter, for instance {@code mean, variance}. */
  List<String> state();

  /**
   * The update of one parameter: one input, the gradient {@code g} of the mean cost, then the
   * outputs: the parameter {@code w} and the state tensors in the order of {@link #state()}. A NaN
   * in the gradient reaches the parameter; gradients of zero leave all finite.
   */
  ElementwiseLoop update();

  /**
   * All updates of a step, where one loop is not enough, for instance as the second needs the norm
   * of what the first leaves: each runs for every parameter before the next does, and has the
   * operands of {@link #update()}.
   */
  default List<ElementwiseLoop> updates() {
    return List.of(update());
  }

  /**
   * The scalars of an update. They depend on the settings and the step alone.
   *
   * @param step which parameter, when, and in which phase; its {@link Step#rateFactor} multiplies
   *     the learning rate
   * @param scalars at least as many numbers as the update of this phase takes; so many, the first
   *     ones, are overwritten
   */
  void scalars(Step step, double[] scalars);
}
