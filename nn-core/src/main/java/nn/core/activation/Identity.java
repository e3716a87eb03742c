package nn.core.activation;

import nn.api.Backend;
import nn.api.ElementwiseFunction;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.OutputRange;

/** No activation: {@code a = z}, {@code dz = da}. */
public record Identity() implements Activation {

  @Override
  public String kind() {
    return "identity";
  }

  @Override
  public boolean needsPreActivation() {
    return false;
  }

  @Override
  public ElementwiseLoop elementwise() {
    return ElementwiseFunction.COPY;
  }

  @Override
  public OutputRange range() {
    return OutputRange.REAL;
  }

  @Override
  public void forward(Backend backend, Tensor z, Tensor a) {
    if (a != z) {
      backend.copy(z, a);
    }
  }

  @Override
  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    if (dz != da) {
      backend.copy(da, dz);
    }
  }
}
