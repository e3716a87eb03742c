package nn.api.network;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;

/**
 * An activation that works element by element and whose derivative is known from its output: two
 * loops say all of it.
 */
public interface ElementwiseActivation extends Activation {

  /** {@code a ← g(z)}: a loop of one input, one output and no scalars; the same in each call. */
  @Override
  ElementwiseLoop elementwise();

  /**
   * {@code dz ← f(a, da)}: a loop of two inputs, one output and no scalars; the same in each call.
   */
  @Override
  ElementwiseLoop elementwiseGradient();

  @Override
  default void forward(Backend backend, Tensor z, Tensor a) {
    backend.apply(elementwise(), z, a);
  }

  @Override
  default void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    backend.apply(elementwiseGradient(), a, da, dz);
  }

  /** The derivative is known from {@code a}. */
  @Override
  default boolean needsPreActivation() {
    return false;
  }
}
