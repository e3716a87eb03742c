package nn.core.cost;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Cost;
import nn.core.activation.Identity;

/**
 * A cost that is the mean over a record's units of a function of output and target: two loops say
 * all of it. What they give is at most half the largest finite number, so that sums are finite.
 */
interface ElementwiseCost extends Cost {

  /** {@code (a, y) → loss}: a loop of two inputs, one output and no scalars. */
  ElementwiseLoop loss();

  /** {@code (a, y) → ∂loss/∂a}: a loop of two inputs, one output and no scalars. */
  ElementwiseLoop slope();

  @Override
  default void losses(Backend backend, Tensor a, Tensor y, Tensor elements, Tensor losses) {
    backend.apply(loss(), a, y, elements);
    backend.divideBy(elements, a.shape().rows(), elements); // first: the sum must not overflow
    backend.sumOverUnits(elements, losses);
  }

  @Override
  default void gradient(Backend backend, Tensor a, Tensor y, Tensor da) {
    backend.apply(slope(), a, y, da);
    backend.divideBy(da, a.shape().rows(), da);
  }

  @Override
  default boolean fuses(Activation last) {
    return last instanceof Identity;
  }

  @Override
  default void fusedGradient(Backend backend, Activation last, Tensor a, Tensor y, Tensor dz) {
    CostChecks.fused(this, last);
    gradient(backend, a, y, dz); // z is a
  }
}
