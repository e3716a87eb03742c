package nn.core.layer;

import java.util.List;
import java.util.Objects;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.ActivatedLayer;
import nn.api.network.Activation;
import nn.api.network.Config;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import org.jspecify.annotations.Nullable;

/**
 * An activation alone, {@code y = g(x)}: for instance after {@link BatchNormalisation}.
 *
 * @param activation {@code g}
 */
public record ActivationLayer(Activation activation) implements ActivatedLayer {

  /** Refuses null. */
  public ActivationLayer {
    Objects.requireNonNull(activation, "activation: activation");
  }

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

  @Override
  public void backwardFromPreActivation(
      Pass pass, Tensor x, Tensor dz, @Nullable ElementwiseLoop f, @Nullable Tensor dx) {
    if (dx != null && f != null) {
      pass.backend().apply(f, x, dz, dx); // the pre-activation is the input
    } else if (dx != null) {
      pass.backend().copy(dz, dx);
    }
  }
}
