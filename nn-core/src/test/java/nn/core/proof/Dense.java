package nn.core.proof;

import java.util.List;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.ActivatedLayer;
import nn.api.network.Activation;
import nn.api.network.Config;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;
import org.jspecify.annotations.Nullable;

/** {@code y = g(W·x + b)}. */
record Dense(int outputs, Activation activation) implements ActivatedLayer {

  @Override
  public String kind() {
    return "dense";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("units", outputs).with("activation", activation);
  }

  @Override
  public int units(int inputs) {
    return outputs;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of(
        new Parameter(
            "w", new Shape(outputs, inputs), new Gaussian(Math.sqrt(2.0 / inputs)), Role.WEIGHT),
        new Parameter("b", new Shape(outputs, 1), new Gaussian(0.1), Role.BIAS));
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    Backend backend = pass.backend();
    Tensor z = activation.needsPreActivation() ? pass.keep("z", outputs, pass.records()) : y;
    backend.matmul(pass.parameter("w"), x, z);
    backend.combine(CombineOperation.ADD, z, pass.parameter("b"), z);
    activation.forward(backend, z, y);
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    Tensor z = activation.needsPreActivation() ? pass.keep("z", outputs, pass.records()) : y;
    activation.backward(pass.backend(), z, y, dy, dy);
    backwardFromPreActivation(pass, x, dy, dx);
  }

  @Override
  public void backwardFromPreActivation(Pass pass, Tensor x, Tensor dz, @Nullable Tensor dx) {
    Backend backend = pass.backend();
    backend.matmulTransB(dz, x, pass.gradient("w"));
    backend.sumOverRecords(dz, pass.gradient("b"));
    if (dx != null) {
      backend.matmulTransA(pass.parameter("w"), dz, dx);
    }
  }
}
