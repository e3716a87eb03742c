package nn.core.layer;

import java.util.List;
import nn.api.Backend;
import nn.api.CombineOperation;
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
        new Parameter("weight", new Shape(units, inputs), initialiser, Role.WEIGHT),
        new Parameter("bias", new Shape(units, 1), new Zeros(), Role.BIAS));
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  /** {@code A ← g(W·X + b)}. */
  @Override
  public void forward(Pass pass, Tensor x, Tensor a) {
    Backend backend = pass.backend();
    Tensor w = pass.parameter("weight");
    Tensor b = pass.parameter("bias");
    Tensor z = z(pass, a);
    ElementwiseLoop g = activation.elementwise();
    if (z == a && g != null) {
      backend.dense(w, x, b, g, a); // in one pass over A
    } else {
      backend.matmul(w, x, z); // Z = W·X
      backend.combine(CombineOperation.ADD, z, b, z); // + b, one column for every record
      activation.forward(backend, z, a); // A = g(Z)
    }
  }

  @Override
  public void backward(Pass pass, Tensor x, Tensor a, Tensor da, @Nullable Tensor dx) {
    activation.backward(pass.backend(), z(pass, a), a, da, da); // dZ takes the place of dA
    backwardFromPreActivation(pass, x, da, null, dx);
  }

  @Override
  public void backwardFromPreActivation(
      Pass pass, Tensor x, Tensor dz, @Nullable ElementwiseLoop f, @Nullable Tensor dx) {
    Backend backend = pass.backend();
    Tensor w = pass.parameter("weight");
    // dW = dZ·Xᵀ, db = Σ dZ over records
    backend.denseParameterGradients(dz, x, pass.gradient("weight"), pass.gradient("bias"));
    if (dx != null && f != null) {
      backend.denseInputGradient(w, dz, f, x, dx); // dX = f(X, Wᵀ·dZ)
    } else if (dx != null) {
      backend.matmulTransA(w, dz, dx); // dX = Wᵀ·dZ
    }
  }

  /** The pre-activation; {@code a} itself takes its place where the activation does not need it. */
  private Tensor z(Pass pass, Tensor a) {
    return activation.needsPreActivation() ? pass.keep("z", units, pass.records()) : a;
  }
}
