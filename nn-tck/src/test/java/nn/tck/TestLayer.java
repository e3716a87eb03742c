package nn.tck;

import java.util.List;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.ActivatedLayer;
import nn.api.network.Activation;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.core.activation.Tanh;
import nn.core.initialiser.XavierUniform;
import nn.core.layer.Dense;
import org.jspecify.annotations.Nullable;

/** A dense layer; override what is to be wrong. */
class TestLayer extends TestPlugIn implements ActivatedLayer {
  private final Dense delegate = new Dense(3, new Tanh(), new XavierUniform());

  @Override
  public Activation activation() {
    call("activation");
    return delegate.activation();
  }

  @Override
  public int units(int inputs) {
    call("units");
    return delegate.units(inputs);
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    call("parameters");
    return delegate.parameters(inputs);
  }

  @Override
  public int categories() {
    call("categories");
    return 0;
  }

  @Override
  public boolean mixesRecords() {
    call("mixesRecords");
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    call("forward");
    delegate.forward(pass, x, y);
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    call("backward");
    delegate.backward(pass, x, y, dy, dx);
  }

  @Override
  public void backwardFromPreActivation(
      Pass pass, Tensor x, Tensor dz, @Nullable ElementwiseLoop f, @Nullable Tensor dx) {
    call("backwardFromPreActivation");
    delegate.backwardFromPreActivation(pass, x, dz, f, dx);
  }

  @Override
  public void commit(Pass pass) {
    call("commit");
  }
}
