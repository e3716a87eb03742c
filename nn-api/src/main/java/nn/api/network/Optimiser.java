package nn.api.network;

import java.util.List;
import nn.api.ElementwiseLoop;

/**
 * A rule that updates parameters from gradients: an immutable value without tensors.
 *
 * <p>The core allocates the state, zero at first, one tensor of the parameter's shape for each name
 * in {@link #state()}, and runs {@link #update()} once per parameter and step. docs/SPEC.md has the
 * rules, 13xx.
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
   * The scalars of a step, the same for every parameter.
   *
   * @param step 1 for the first step
   * @param scalars {@code update().scalars()} numbers; overwritten
   */
  void scalars(long step, double[] scalars);
}
