package nn.core.propagation;

import nn.api.Backend;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/** Backward propagation through one layer. */
public final class Backward {

  private Backward() {}

  /**
   * {@code dW ← dZ·Xᵀ, db ← Σ_records dZ, dX ← Wᵀ·dZ}: sums over records, without 1/m.
   *
   * @param w {@code [units, inputs]}; not modified
   * @param x {@code [inputs, records]}, as given to forward; not modified
   * @param dz {@code [units, records]}, from {@link nn.api.network.Activation#backward}; not
   *     modified
   * @param dw {@code [units, inputs]}; overwritten
   * @param db {@code [units, 1]}; overwritten
   * @param dx {@code [inputs, records]}; overwritten; null if nobody wants it
   */
  public static void linear(
      Backend backend, Tensor w, Tensor x, Tensor dz, Tensor dw, Tensor db, @Nullable Tensor dx) {
    backend.denseParameterGradients(dz, x, dw, db); // dW = dZ·Xᵀ, db = Σ over records
    if (dx != null) {
      backend.matmulTransA(w, dz, dx); // dX = Wᵀ·dZ
    }
  }

  /**
   * {@link #linear(Backend, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor)}, and on through the
   * function that made {@code x}: {@code dX ← f(X, Wᵀ·dZ)}.
   *
   * @param f its gradient, {@link nn.api.network.Activation#elementwiseGradient()}
   * @param dx {@code [inputs, records]}; overwritten
   */
  public static void linear(
      Backend backend,
      Tensor w,
      Tensor x,
      Tensor dz,
      Tensor dw,
      Tensor db,
      ElementwiseLoop f,
      Tensor dx) {
    backend.denseParameterGradients(dz, x, dw, db);
    backend.denseInputGradient(w, dz, f, x, dx);
  }
}
