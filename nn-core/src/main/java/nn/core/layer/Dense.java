package nn.core.layer;

import java.util.List;
import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.ActivatedLayer;
import nn.api.network.Activation;
import nn.api.network.Config;
import nn.api.network.Initialiser;
import nn.api.network.Parameter;
import nn.api.network.Pass;
import nn.core.initialiser.Initialisers;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer: {@code A = g(W·X + b)}, or {@code A = g(W·X)} without bias, for instance
 * before a normalisation that takes an offset away.
 *
 * <p>Parameters have PyTorch's names and shapes: {@code weight} {@code [units, inputs]}, {@code
 * bias}.
 *
 * @param units the number of outputs, at least 1
 * @param activation {@code g}
 * @param initialiser draws {@code W}; {@code b} starts at 0
 * @param bias whether there is {@code b}
 */
public record Dense(int units, Activation activation, Initialiser initialiser, boolean bias)
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

  /** With bias. */
  public Dense(int units, Activation activation, Initialiser initialiser) {
    this(units, activation, initialiser, true);
  }

  /** With bias, and the {@linkplain Initialisers#usual usual} initialiser of the activation. */
  public Dense(int units, Activation activation) {
    this(units, activation, Initialisers.usual(activation));
  }

  /** The same without bias. */
  public Dense withoutBias() {
    return new Dense(units, activation, initialiser, false);
  }

  @Override
  public String kind() {
    return "dense";
  }

  @Override
  public Config config() {
    Config config =
        Config.EMPTY
            .with("units", units)
            .with("activation", activation)
            .with("initialiser", initialiser);
    return bias ? config : config.with("bias", false);
  }

  @Override
  public int units(int inputs) {
    return units;
  }

  @Override
  public List<Parameter> parameters(int inputs) {
    return Linear.parameters(units, inputs, initialiser, bias);
  }

  @Override
  public boolean mixesRecords() {
    return false;
  }

  /** {@code A ← g(W·X + b)}. */
  @Override
  public void forward(Pass pass, Tensor x, Tensor a) {
    Tensor z = z(pass, a);
    ElementwiseLoop g = z == a ? activation.elementwise() : null;
    Linear.forward(pass, bias, x, g, z); // Z = W·X + b, or A at once
    if (g == null) {
      activation.forward(pass.backend(), z, a); // A = g(Z)
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
    Linear.parameterGradients(pass, bias, x, dz); // dW = dZ·Xᵀ, db = Σ dZ over records
    if (dx != null && f != null) {
      backend.denseInputGradient(pass.parameter("weight"), dz, f, x, dx); // dX = f(X, Wᵀ·dZ)
    } else if (dx != null) {
      backend.matmulTransA(pass.parameter("weight"), dz, dx); // dX = Wᵀ·dZ
    }
  }

  /** The pre-activation; {@code a} itself takes its place where the activation does not need it. */
  private Tensor z(Pass pass, Tensor a) {
    return activation.needsPreActivation() ? pass.keep("z", units, pass.records()) : a;
  }
}
