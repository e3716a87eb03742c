package nn.core.proof;

import java.util.List;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Config;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import org.jspecify.annotations.Nullable;

/** An activation as a layer of its own, for one that keeps no pre-activation. */
record Activate(Activation activation) implements Layer {

  @Override
  public String kind() {
    return "activation";
  }

  @Override
  public Config config() {
    return Config.EMPTY.with("activation", activation);
  }

  @Override
  public int units(int inputs) {
    return inputs;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of();
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor y) {
    activation.forward(pass.backend(), x, y);
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor y, Tensor dy, @Nullable Tensor dx) {
    if (dx != null) {
      activation.backward(pass.backend(), x, y, dy, dx);
    }
  }
}
