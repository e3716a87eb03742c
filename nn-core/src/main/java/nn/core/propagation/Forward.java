package nn.core.propagation;

import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseLoop;
import nn.api.Tensor;
import nn.api.network.Activation;

/** Forward propagation through one layer. */
public final class Forward {

  private Forward() {}

  /**
   * {@code Z ← W·X + b}.
   *
   * @param w {@code [units, inputs]}; not modified
   * @param b {@code [units, 1]}; not modified
   * @param x {@code [inputs, records]}; not modified
   * @param z {@code [units, records]}; overwritten
   */
  public static void linear(Backend backend, Tensor w, Tensor b, Tensor x, Tensor z) {
    backend.matmul(w, x, z); // Z = W·X
    backend.combine(CombineOperation.ADD, z, b, z); // + b, one column for every record
  }

  /**
   * {@code Z ← W·X + b, A ← g(Z)}; in one kernel where {@code a} is {@code z} and the activation
   * works element by element.
   *
   * @param w {@code [units, inputs]}; not modified
   * @param b {@code [units, 1]}; not modified
   * @param g the activation
   * @param x {@code [inputs, records]}; not modified
   * @param z {@code [units, records]}; overwritten
   * @param a {@code [units, records]}; overwritten; may be {@code z}
   */
  public static void layer(
      Backend backend, Tensor w, Tensor b, Activation g, Tensor x, Tensor z, Tensor a) {
    ElementwiseLoop f = g.elementwise();
    if (a == z && f != null) {
      backend.dense(w, x, b, f, a); // A = g(W·X + b)
    } else {
      linear(backend, w, b, x, z);
      g.forward(backend, z, a);
    }
  }
}
