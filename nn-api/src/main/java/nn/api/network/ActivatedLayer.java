package nn.api.network;

import nn.api.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A layer that ends with an activation, {@code y = g(z)}, and can be given the gradient with
 * respect to {@code z}, which a cost often knows in a shorter and more accurate form ({@code a − y}
 * for sigmoid with binary and softmax with categorical cross-entropy).
 */
public interface ActivatedLayer extends Layer {

  /** The activation. */
  Activation activation();

  /**
   * {@link #backward} from the pre-activation on.
   *
   * @param x as given to forward; not modified
   * @param dz gradient with respect to the pre-activation, {@code [units, records]}; not modified
   * @param dx {@code [inputs, records]}; overwritten; null if nobody wants it
   */
  void backwardFromPreActivation(Pass pass, Tensor x, Tensor dz, @Nullable Tensor dx);
}
