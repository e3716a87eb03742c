package nn.core.layer;

import java.util.List;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Shape;
import nn.api.Tensor;
import nn.api.network.ActivatedLayer;
import nn.api.network.Activation;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.api.network.Role;
import nn.core.initialiser.Zeros;
import nn.core.propagation.Backward;
import nn.core.propagation.Forward;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer: {@code A = g(W·X + b)}.
 *
 * @param units the number of outputs, at least 1
 * @param activation {@code g}
 * @param initialiser draws {@code W}; {@code b} starts at 0
 */
public record Dense(int units, Activation activation, Initialiser initialiser)
    implements ActivatedLayer {

  /**
   * Checks the number of units.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Dense {
    if (units < 1) {
      throw new IllegalArgumentException("dense: units must be at least 1: " + units);
    }
  }

  @Override
  public String kind() {
    return "dense";
  }

  @Override
  public Config config() {
    return Config.EMPTY
        .with("units", units)
        .with("activation", activation)
        .with("initialiser", initialiser);
  }

  @Override
  public int units(int inputs) {
    return units;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return List.of(
        new Parameter("w", new Shape(units, inputs), initialiser, Role.WEIGHT),
        new Parameter("b", new Shape(units, 1), new Zeros(), Role.BIAS));
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  @Override
  public void forward(Pass pass, Tensor x, Tensor a) {
    Backend backend = pass.backend();
    Forward.layer(backend, pass.parameter("w"), pass.parameter("b"), activation, x, z(pass, a), a);
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor a, Tensor da, @Nullable Tensor dx) {
    activation.backward(pass.backend(), z(pass, a), a, da, da); // dZ takes the place of dA
    backwardFromPreActivation(pass, x, da, dx);
  }

  @Override
  public void backwardFromPreActivation(Pass pass, Tensor x, Tensor dz, @Nullable Tensor dx) {
    Tensor dw = pass.gradient("w");
    Tensor db = pass.gradient("b");
    Backward.linear(pass.backend(), pass.parameter("w"), x, dz, dw, db, dx);
  }

  @Override
  public void backwardFromPreActivation(
      Pass pass, Tensor x, Tensor dz, ElementwiseLoop f, Tensor dx) {
    Tensor dw = pass.gradient("w");
    Tensor db = pass.gradient("b");
    Backward.linear(pass.backend(), pass.parameter("w"), x, dz, dw, db, f, dx);
  }

  /** The pre-activation; {@code a} itself takes its place where the activation does not need it. */
  private Tensor z(Pass pass, Tensor a) {
    return activation.needsPreActivation() ? pass.keep("z", units, pass.records()) : a;
  }
}
