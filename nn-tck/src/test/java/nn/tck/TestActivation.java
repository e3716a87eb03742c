package nn.tck;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.OutputRange;
import nn.core.activation.Tanh;
import org.jspecify.annotations.Nullable;

/** Hyperbolic tangent; override what is to be wrong. */
class TestActivation extends TestPlugIn implements Activation {
  private final Activation delegate;

  TestActivation(Activation delegate) {
    this.delegate = delegate;
  }

  TestActivation() {
    this(new Tanh());
  }

  @Override
  public boolean needsPreActivation() {
    call("needsPreActivation");
    return delegate.needsPreActivation();
  }

  @Override
  public OutputRange range() {
    call("range");
    return delegate.range();
  }

  @Override
  public @Nullable ElementwiseLoop elementwise() {
    call("elementwise");
    return delegate.elementwise();
  }

  @Override
  public @Nullable ElementwiseLoop elementwiseGradient() {
    call("elementwiseGradient");
    return delegate.elementwiseGradient();
  }

  @Override
  public void forward(Backend backend, Tensor z, Tensor a) {
    call("forward");
    delegate.forward(backend, z, a);
  }

  @Override
  public void backward(Backend backend, Tensor z, Tensor a, Tensor da, Tensor dz) {
    call("backward");
    delegate.backward(backend, z, a, da, dz);
  }
}
