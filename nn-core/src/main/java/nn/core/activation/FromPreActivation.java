package nn.core.activation;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;

/**
 * An activation that works element by element and that is not monotone, so that its derivative is
 * known from {@code z} alone.
 */
interface FromPreActivation extends Activation {

  /** {@code a ← g(z)}: a loop of one input, one output and no scalars; the same in each call. */
  @Override
  ElementwiseLoop elementwise();

  /**
   * {@code dz ← f(z, da)}: a loop of two inputs, one output and no scalars; the same in each call.
   */
  ElementwiseLoop gradient();

  @Override
  default void forward(Backend backend, Tensor z, Tensor a) {
    backend.apply(elementwise(), z, a);
  }

  @Override
  default void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    backend.apply(gradient(), z, da, dz);
  }

  @Override
  default boolean needsPreActivation() {
    return true;
  }
}
