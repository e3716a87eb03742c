package nn.core.check;

import java.util.List;
import nn.api.Tensor;
import nn.api.network.Activation;
import nn.api.network.Layer;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import org.jspecify.annotations.Nullable;

/**
 * An activation alone, of whose outputs nobody knows anything: no cost refuses them, and gradients
 * go through {@link Activation#backward}.
 */
record PlainActivation(Activation activation) implements Layer {

  @Override
  public String kind() {
    return activation.kind();
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
