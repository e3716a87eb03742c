package nn.api.network;

import nn.api.ElementwiseLoop;

/**
 * A term that training adds to the mean cost, a sum over elements of some parameters: weight decay
 * and its like. An immutable value.
 *
 * <p>The core adds its value to the cost of a step and its gradient to the mean gradients, before
 * they are clipped and before the optimiser sees them. docs/SPEC.md has the rules, 15xx.
 */
public interface Penalty extends PlugIn {

  /** Whether the elements of a parameter are penalised; depends on the description alone. */
  boolean applies(Parameter parameter);

  /**
   * The term of each element, {@code out ← p(w)}: a loop of one input, one output and no scalars.
   * Finite and not negative for every {@code w} within ±1e100 (FLOAT32: ±1e15).
   */
  ElementwiseLoop value();

  /**
   * Adds the derivative, {@code g ← g + p′(w)}: a loop of one input, {@code w}, one output, {@code
   * g}, which is read and written, and no scalars.
   */
  ElementwiseLoop gradient();
}
