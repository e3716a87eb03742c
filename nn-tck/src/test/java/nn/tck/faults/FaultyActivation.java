package nn.tck.faults;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.OutputRange;
import org.jspecify.annotations.Nullable;

/** Does what another activation does; override what is to be wrong. */
class FaultyActivation extends FaultyPlugIn implements Activation {
  private final Activation right;

  FaultyActivation(Activation right) {
    this.right = right;
  }

  @Override
  public void forward(Backend backend, Tensor z, Tensor a) {
    right.forward(backend, z, a);
  }

  @Override
  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    right.backward(backend, z, a, da, dz);
  }

  /** None, so that forward alone may be wrong. */
  @Override
  public @Nullable ElementwiseLoop elementwise() {
    return null;
  }

  @Override
  public OutputRange range() {
    return right.range();
  }

  @Override
  public boolean rectifies() {
    return right.rectifies();
  }

  @Override
  public boolean needsPreActivation() {
    return right.needsPreActivation();
  }
}
