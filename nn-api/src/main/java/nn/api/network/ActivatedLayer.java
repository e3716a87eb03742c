package nn.api.network;

import nn.api.ElementwiseLoop;
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

  @Override
  default OutputRange range() {
    return activation().range();
  }

  /**
   * {@link #backward} from the pre-activation on, and with {@code f} on to the pre-activation of
   * the layer below, whose output is {@code x}: {@code dx ← f(x, dx)}. Where the last step is a
   * product, {@link nn.api.Backend#denseInputGradient} applies {@code f} together with it.
   *
   * @param x as given to forward; not modified
   * @param dz gradient with respect to the pre-activation, {@code [units, records]}; not modified
   * @param f {@link Activation#elementwiseGradient()} of the layer below; null for {@code dx} as
   *     {@link #backward} gives it, and where {@code dx} is null
   * @param dx {@code [inputs, records]}; overwritten; null if nobody wants it
   */
  void backwardFromPreActivation(
      Pass pass, Tensor x, Tensor dz, @Nullable ElementwiseLoop f, @Nullable Tensor dx);
}
